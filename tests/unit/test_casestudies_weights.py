"""Weight statistics and direct logit effects, compared with what the model itself computes."""

from functools import partial
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import torch
from tiny_models import LAYERS, NEURONS, VOCABULARY, WIDTH, bert, gpt2, gpt_neox, llama, save

from sparse_probing.casestudies.model import StudiedModel, output_weights
from sparse_probing.casestudies.norms import fold, norm_before
from sparse_probing.casestudies.published import PUBLISHED, compare_with_published
from sparse_probing.casestudies.sentence_ends import compare_cases, direct_logit_effects, letter_cases
from sparse_probing.casestudies.weights import input_norm_times_bias, weight_statistics

MLPS = {
    gpt_neox: lambda block: (block.post_attention_layernorm, block.mlp.dense_h_to_4h, False),
    gpt2: lambda block: (block.ln_2, block.mlp.c_fc, True),
    bert: lambda block: (block.attention.output.LayerNorm, block.intermediate.dense, False),
}


def load(build, folder: Path) -> StudiedModel:
    return StudiedModel.load(save(build, folder), device="cpu", tokens_per_batch=64)


@pytest.mark.parametrize("build", MLPS)
def test_the_norm_before_the_mlp_is_folded_in(build, tmp_path: Path) -> None:
    model = load(build, tmp_path)
    for block in model.blocks:
        norm, linear, transposed = MLPS[build](block)
        weight = (linear.weight.T if transposed else linear.weight).detach().double().numpy()
        gain, shift = (part.detach().double().numpy() for part in (norm.weight, norm.bias))
        folded = weight * gain
        folded -= folded.mean(axis=1, keepdims=True)
        expected = np.linalg.norm(folded, axis=1) * (linear.bias.detach().double().numpy() + weight @ shift)
        np.testing.assert_allclose(input_norm_times_bias(model, block), expected, rtol=1e-4, atol=1e-5)


def test_folding_does_not_change_what_neurons_compute(tmp_path: Path) -> None:
    """The bias that is folded in is the neuron's input where the normalised stream is nought."""
    model = load(gpt_neox, tmp_path)
    block = model.blocks[0]
    with torch.no_grad():
        constant = torch.full((1, WIDTH), 3.0)
        pre_activation = block.mlp.dense_h_to_4h(block.post_attention_layernorm(constant))[0]
    statistic = input_norm_times_bias(model, block)
    assert (np.sign(statistic) == np.sign(pre_activation.numpy())).all()


def test_percentiles_are_told_of_every_layer(tmp_path: Path) -> None:
    model = load(gpt2, tmp_path)
    statistics = weight_statistics(model)
    assert statistics["layer"].to_list() == list(range(LAYERS))
    assert statistics["relative_depth"].to_list() == [0.0, 1.0]
    assert set(statistics["neurons"]) == {NEURONS}
    values = np.sort(input_norm_times_bias(model, model.blocks[1]))
    assert statistics["p50"][1] in values
    assert abs(statistics["p50"][1] - np.median(values)) <= np.diff(values).max()
    for lower, upper in (("p05", "p20"), ("p20", "p50"), ("p50", "p80"), ("p80", "p95")):
        assert (statistics[lower] <= statistics[upper]).all()


def test_gated_mlps_have_no_weight_statistics(tmp_path: Path) -> None:
    assert weight_statistics(load(llama, tmp_path)).is_empty()


def test_published_percentiles_stand_beside_those_of_the_models_that_are_there() -> None:
    layers = {"layer": [0, 1], "p20": [9.0, -0.6], "p50": [9.0, -0.357], "p80": [9.0, -0.2]}
    statistics = pl.DataFrame(layers, schema_overrides={"layer": pl.UInt32}).with_columns(
        origin=pl.lit("https://huggingface.co/EleutherAI/pythia-70m-v0"), model=pl.lit("mine")
    )
    comparison = compare_with_published(statistics)
    assert comparison.height == 3 * len(PUBLISHED)
    here = comparison.filter(model="mine")
    assert here["percentile"].to_list() == [20, 50, 80]
    assert here["difference"].to_list() == pytest.approx([0.034, 0.0, -0.033])
    assert comparison.filter(pl.col("model").is_null())["measured"].null_count() == 3 * (len(PUBLISHED) - 1)


@pytest.mark.parametrize("build", [gpt_neox, gpt2, llama])
def test_a_direct_effect_is_what_a_push_of_a_neuron_does_to_the_logits(build, tmp_path: Path) -> None:
    """A push in the last layer shows the effect, less what the norm turns along the stream itself."""
    model = load(build, tmp_path)
    (effects,) = direct_logit_effects(model, LAYERS - 1, [4]).T
    assert effects.shape == (VOCABULARY,)
    assert model.head is not None
    norm = norm_before(model, model.head)
    assert norm is not None
    _, constant = fold(norm, output_weights(model.head))
    model.module.double()
    logits = []
    for push in (0.0, 1e-3):
        hook = partial(_push, by=push)
        handle = model.projections[-1].register_forward_pre_hook(hook)
        with torch.inference_mode():
            logits.append(model.module(input_ids=torch.tensor([[1, 2, 3]])).logits[0, -1].numpy())
        handle.remove()
    change = (logits[1] - logits[0]) / 1e-3
    along_the_stream = logits[0] - constant.numpy()
    basis = np.stack([effects, along_the_stream], axis=1)
    fitted, *_ = np.linalg.lstsq(basis, change, rcond=None)
    assert fitted[0] > 0  # one over the length of the stream
    np.testing.assert_allclose(basis @ fitted, change, rtol=1e-2, atol=1e-2 * np.abs(change).max())


def _push(_module: object, inputs: tuple[torch.Tensor, ...], *, by: float) -> tuple[torch.Tensor, ...]:
    changed = inputs[0].clone()
    changed[..., 4] += by
    return (changed,)


def test_tokens_are_told_apart_by_their_first_letter() -> None:
    cases = letter_cases([" The", "the", "\n  Été", "9a", "", " ", "αβ", "漢"])
    assert cases.tolist() == ["upper case", "lower case", "upper case", "", "", "", "lower case", ""]


def test_a_neuron_that_raises_capitals_is_told_so() -> None:
    cases = letter_cases(["A", "B", "c", "d", "1"])
    effects = np.array([[2.0, 0.0], [1.0, 1.0], [-1.0, 0.5], [0.0, 0.5], [99.0, 99.0]])
    compared = compare_cases(effects, cases, [7, 9])
    assert compared["role"].to_list() == ["studied", "random"]
    assert compared["difference"].to_list() == pytest.approx([2.0, 0.0])
    assert compared["roc_auc"].to_list() == pytest.approx([1.0, 0.5])
