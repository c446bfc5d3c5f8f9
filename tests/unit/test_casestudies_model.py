"""What case studies see of a model and do to it, compared with transformers' own means."""

from pathlib import Path

import numpy as np
import pytest
import torch
from tiny_models import ARCHITECTURES, LAYERS, NEURONS, VOCABULARY, bert, gpt2, gpt_neox, llama, save

from sparse_probing.casestudies.model import StudiedModel, output_weights
from sparse_probing.casestudies.model_from import ModelFrom
from sparse_probing.casestudies.token_stream import TokenStream
from sparse_probing.errors import UserError

CAUSAL = (gpt_neox, gpt2, llama)
SEQUENCES = [[1, 2, 3, 4, 5], [6, 7], [8, 9, 10, 11, 12, 13, 14, 15], [3], [5, 4, 3, 2, 1]]


def load(build, folder: Path, tokens_per_batch: int = 12) -> StudiedModel:
    return StudiedModel.load(save(build, folder), device="cpu", tokens_per_batch=tokens_per_batch)


def reference_losses(model: StudiedModel) -> np.ndarray:
    """Sequence by sequence, without padding, in the words of the definition."""
    losses = []
    for sequence in SEQUENCES:
        with torch.inference_mode():
            logits = model.module(input_ids=torch.tensor([sequence])).logits[0]
        log_probabilities = torch.log_softmax(logits.double(), dim=-1)
        losses.append(np.nan)
        losses += [-log_probabilities[i, token].item() for i, token in enumerate(sequence[1:])]
    return np.array(losses)


def test_a_stream_knows_where_its_tokens_stand() -> None:
    stream = TokenStream.of(SEQUENCES)
    assert stream.sequence.tolist() == [0] * 5 + [1] * 2 + [2] * 8 + [3] + [4] * 5
    assert stream.position.tolist() == [*range(5), *range(2), *range(8), 0, *range(5)]


@pytest.mark.parametrize("budget", [1, 8, 12, 1000])
def test_batches_hold_every_token_once_within_the_budget(budget: int) -> None:
    stream = TokenStream.of([*SEQUENCES, []])
    batches = list(stream.batches(budget))
    assert sorted(np.concatenate([b.places[b.mask] for b in batches])) == list(range(len(stream.ids)))
    assert all(b.mask.size <= budget or len(b.mask) == 1 for b in batches)


@pytest.mark.parametrize("build", ARCHITECTURES)
def test_activations_are_what_goes_into_the_down_projection(build, tmp_path: Path) -> None:
    model = load(build, tmp_path)
    stream = TokenStream.of(SEQUENCES)
    for layer in range(LAYERS):
        expected: list[torch.Tensor] = []
        handle = model.projections[layer].register_forward_pre_hook(
            lambda _module, inputs, expected=expected: expected.append(inputs[0].reshape(-1, NEURONS))
        )
        with torch.inference_mode():
            for sequence in SEQUENCES:
                model.module(input_ids=torch.tensor([sequence]))
        handle.remove()
        reference = torch.cat(expected).numpy()
        np.testing.assert_allclose(
            model.activations(stream, layer, [3, 0]), reference[:, [3, 0]], rtol=1e-4, atol=1e-5
        )
        np.testing.assert_allclose(
            model.mean_activations(stream, layer), reference.mean(axis=0), rtol=1e-4, atol=1e-5
        )


@pytest.mark.parametrize("build", CAUSAL)
@pytest.mark.parametrize("layer", range(LAYERS))
def test_losses_are_those_of_the_definition_whatever_the_padding(build, layer: int, tmp_path: Path) -> None:
    model = load(build, tmp_path)
    losses = ModelFrom.of(model, TokenStream.of(SEQUENCES), layer).losses()
    np.testing.assert_allclose(losses, reference_losses(model), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("build", CAUSAL)
@pytest.mark.parametrize("layer", range(LAYERS))
def test_a_zeroed_neuron_is_a_neuron_without_output_weights(build, layer: int, tmp_path: Path) -> None:
    model = load(build, tmp_path)
    stream = TokenStream.of(SEQUENCES)
    ablated = ModelFrom.of(model, stream, layer).losses(5, np.zeros(len(stream.ids), np.float32))
    with torch.no_grad():
        output_weights(model.projections[layer])[:, 5] = 0
    np.testing.assert_allclose(ablated, reference_losses(model), rtol=1e-4, atol=1e-5)


def test_a_neuron_with_its_own_values_changes_nothing_and_the_model_stays_as_it_was(tmp_path: Path) -> None:
    model = load(gpt_neox, tmp_path)
    stream = TokenStream.of(SEQUENCES)
    before = reference_losses(model)
    upper = ModelFrom.of(model, stream, 1)
    own = model.activations(stream, 1, [7])[:, 0]
    np.testing.assert_allclose(upper.losses(7, own), before, rtol=1e-4, atol=1e-5)
    assert np.nanmax(np.abs(upper.losses(7, own + 5) - before)) > 1e-3
    np.testing.assert_array_equal(reference_losses(model), before)


def test_only_models_of_the_next_token_have_a_head(tmp_path: Path) -> None:
    heads = {build.__name__: load(build, tmp_path / build.__name__).head for build in ARCHITECTURES}
    assert {name for name, head in heads.items() if head is not None} == {"gpt_neox", "gpt2", "llama"}
    assert heads["gpt_neox"].weight.shape[0] == VOCABULARY


def test_a_folder_without_a_model_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"transformers cannot load this model") as caught:
        StudiedModel.load(tmp_path, device="cpu", tokens_per_batch=8)
    assert "\n" not in str(caught.value)


def test_a_model_without_weights_of_its_head_is_refused(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    save(gpt_neox, tmp_path)
    weights = load_file(tmp_path / "model.safetensors")
    del weights[next(name for name in weights if "embed_out" in name or "lm_head" in name)]
    save_file(weights, tmp_path / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(UserError, match=r"expected weights '.*', found no such tensor"):
        StudiedModel.load(tmp_path, device="cpu", tokens_per_batch=8)


def test_bert_is_studied_without_its_pooler(tmp_path: Path) -> None:
    assert load(bert, tmp_path).neurons == NEURONS
