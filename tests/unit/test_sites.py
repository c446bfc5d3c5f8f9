from collections.abc import Callable

import pytest
import torch
from tiny_models import ARCHITECTURES, LAYERS, NEURONS, VOCABULARY, WIDTH, bert, gpt2, gpt_neox, llama
from torch import nn
from transformers import PreTrainedModel, ResNetConfig, ResNetModel

from sparse_probing.errors import UserError
from sparse_probing.sites import Site, find_site

DOWN_PROJECTIONS = {
    gpt_neox: "gpt_neox.layers.{}.mlp.dense_4h_to_h",
    gpt2: "transformer.h.{}.mlp.c_proj",
    llama: "model.layers.{}.mlp.down_proj",
    bert: "encoder.layer.{}.output.dense",
}


@pytest.mark.parametrize("build", DOWN_PROJECTIONS)
def test_neurons_are_what_goes_into_the_down_projection(build: Callable[[], PreTrainedModel]) -> None:
    model = build()
    points = find_site(model, "mlp", layers=LAYERS, width=WIDTH)
    expected = [model.get_submodule(DOWN_PROJECTIONS[build].format(layer)) for layer in range(LAYERS)]
    assert list(points.modules) == expected
    assert points.neurons == NEURONS


@pytest.mark.parametrize("build", ARCHITECTURES)
def test_the_residual_stream_is_what_comes_out_of_the_blocks(build: Callable[[], PreTrainedModel]) -> None:
    model = build().eval()
    points = find_site(model, "residual", layers=LAYERS, width=WIDTH)
    seen: dict[int, torch.Tensor] = {}
    ids = torch.arange(6).reshape(1, 6) % VOCABULARY
    points.run(model, ids, seen.__setitem__)
    with torch.inference_mode():
        states = model(input_ids=ids, output_hidden_states=True).hidden_states
    assert sorted(seen) == list(range(LAYERS))
    # Transformers hands out the embeddings first, and the last block's output only after the final norm.
    torch.testing.assert_close(seen[0], states[1])
    assert points.neurons == seen[LAYERS - 1].shape[-1] == WIDTH


def test_a_pass_ends_with_the_last_layer_that_is_read() -> None:
    model = gpt_neox().eval()
    ran: list[str] = []
    for name, module in model.named_modules():
        module.register_forward_hook(lambda _m, _i, _o, name=name: ran.append(name))
    read: list[int] = []
    points = find_site(model, "mlp", layers=LAYERS, width=WIDTH).only([0])
    points.run(model, torch.zeros((1, 3), dtype=torch.int64), lambda layer, _activations: read.append(layer))
    assert read == [0]
    assert "gpt_neox.layers.0.mlp.act" in ran
    assert not any(name.startswith(("gpt_neox.layers.1", "gpt_neox.final", "embed_out")) for name in ran)
    assert "gpt_neox.layers.0.mlp.dense_4h_to_h" not in ran


def test_layers_that_are_not_there_are_named() -> None:
    points = find_site(gpt_neox(), "mlp", layers=LAYERS, width=WIDTH)
    with pytest.raises(UserError, match=f"layers: expected numbers from 0 to {LAYERS - 1}, found 5"):
        points.only([0, 5])


def test_hooks_are_gone_even_after_a_failure() -> None:
    model = gpt_neox().eval()
    points = find_site(model, "mlp", layers=LAYERS, width=WIDTH)

    def read(_layer: int, _activations: torch.Tensor) -> None:
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        points.run(model, torch.zeros((1, 3), dtype=torch.int64), read)
    assert [h for m in model.modules() for h in (*m._forward_hooks, *m._forward_pre_hooks)] == []


class Block(nn.Module):
    """A block as a researcher might write it, with maps that look like a down projection or nearly so."""

    def __init__(self, down: int) -> None:
        super().__init__()
        self.up = nn.Linear(WIDTH, NEURONS)
        self.mixer = nn.Linear(WIDTH, WIDTH)
        self.down = nn.ModuleDict({str(number): nn.Linear(NEURONS, WIDTH) for number in range(down)})


class Model(nn.Module):
    """Blocks between maps of other sizes."""

    def __init__(self, downs: list[int], lists: int = 1) -> None:
        super().__init__()
        self.embed = nn.Linear(VOCABULARY, WIDTH)
        self.blocks = nn.ModuleList(
            [nn.ModuleList([Block(down) for down in downs]) for _ in range(lists)]
            if lists > 1
            else map(Block, downs)
        )
        self.head = nn.Linear(NEURONS, WIDTH)


def test_linear_maps_outside_of_the_blocks_and_within_the_stream_do_not_confuse() -> None:
    model = Model([1, 1, 1])
    points = find_site(model, "mlp", layers=3, width=WIDTH)
    assert points.modules == tuple(block.down["0"] for block in model.blocks)


@pytest.mark.parametrize(
    ("model", "layers", "message"),
    [
        (Model([1, 1, 1]), 4, "Model: expected one list of 4 blocks, found 0"),
        (Model([1, 1, 1], lists=2), 3, "Model: expected one list of 3 blocks, found 2"),
        (Model([1, 0, 1]), 3, "Block: expected one linear map .* found 0"),
        (Model([1, 2, 1]), 3, "Block: expected one linear map .* found 2"),
    ],
)
def test_a_model_of_another_structure_is_refused(model: nn.Module, layers: int, message: str) -> None:
    with pytest.raises(UserError, match=message):
        find_site(model, "mlp", layers=layers, width=WIDTH)


def test_layers_of_different_sizes_are_refused() -> None:
    model = Model([1, 1])
    first = model.blocks[0]
    assert isinstance(first, Block)
    first.down["0"] = nn.Linear(NEURONS + 1, WIDTH)
    with pytest.raises(
        UserError, match=rf"equally many neurons in all layers, found \[{NEURONS}, {NEURONS + 1}\]"
    ):
        find_site(model, "mlp", layers=2, width=WIDTH)


def test_a_model_of_images_is_refused() -> None:
    model = ResNetModel(ResNetConfig(embedding_size=4, hidden_sizes=[4, 8], depths=[1, 1]))
    with pytest.raises(UserError, match="ResNetModel: expected one list of 12 blocks"):
        find_site(model, "mlp", layers=12, width=768)


@pytest.mark.parametrize(
    ("site", "message"),
    [
        ("mlp_pre", "Block: expected one module outside of attention that is an activation .* found 0"),
        ("attention", "Block: expected an attention whose last linear map leads to .* found 0 linear maps"),
    ],
)
def test_a_site_that_a_model_does_not_have_is_refused(site: Site, message: str) -> None:
    with pytest.raises(UserError, match=message):
        find_site(Model([1, 1]), site, layers=2, width=WIDTH)
