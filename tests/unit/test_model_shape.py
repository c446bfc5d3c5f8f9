from pathlib import Path

import pytest
import torch
from tiny_models import ARCHITECTURES, LAYERS, NEURONS, WIDTH, gpt_neox, save
from torch.utils.flop_counter import FlopCounterMode
from transformers import GPTNeoXConfig, GPTNeoXModel

from sparse_probing.errors import UserError
from sparse_probing.model_shape import (
    check_shape,
    forward_flops,
    shape_of_origin,
    shape_of_recipe,
    shape_of_snapshot,
)
from sparse_probing.settings.loading import load_yaml
from sparse_probing.settings.model import Folder, HubModel, Models, Recipe, Shape


@pytest.mark.parametrize("build", ARCHITECTURES)
def test_the_shape_of_a_snapshot_is_found_in_every_architecture(build, tmp_path):
    shape = shape_of_snapshot(save(build, tmp_path), origin="tiny")
    assert (shape.layers, shape.width, shape.neurons) == (LAYERS, WIDTH, NEURONS)
    model = getattr(build(), "base_model", build())
    embedded = sum(m.weight.numel() for m in model.modules() if isinstance(m, torch.nn.Embedding))
    assert 0 < shape.parameters <= sum(p.numel() for p in model.parameters()) - embedded + WIDTH * (WIDTH + 1)


def neox(layers, width, heads):
    return GPTNeoXConfig(
        vocab_size=100,
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=4 * width,
    )


# Non-embedding parameters of Pythia as its authors publish them.
PYTHIA = {
    "70m": (6, 512, 8, 18_915_328),
    "160m": (12, 768, 12, 85_056_000),
    "410m": (24, 1024, 16, 302_311_424),
    "1b": (16, 2048, 8, 805_736_448),
    "1.4b": (24, 2048, 16, 1_208_602_624),
    "2.8b": (32, 2560, 32, 2_517_652_480),
    "6.9b": (32, 4096, 32, 6_444_163_072),
}


@pytest.mark.parametrize(("layers", "width", "heads", "parameters"), PYTHIA.values(), ids=PYTHIA)
def test_the_parameters_of_pythia_are_the_published_ones(layers, width, heads, parameters, tmp_path):
    expected = Shape(layers=layers, width=width, neurons=4 * width, parameters=parameters)
    neox(layers, width, heads).save_pretrained(tmp_path)
    check_shape(tmp_path, expected, origin="pythia")
    recipe = Recipe(kind="trained", datasets=("any",), layers=layers, width=width, heads=heads, steps=1)
    assert shape_of_recipe(recipe) == expected


def test_a_shape_that_differs_from_the_config_is_told_in_one_line(tmp_path):
    save(gpt_neox, tmp_path)
    found = shape_of_snapshot(tmp_path, origin="tiny")
    check_shape(tmp_path, found, origin="tiny")
    with pytest.raises(UserError) as error:
        check_shape(tmp_path, found.model_copy(update={"neurons": 48}), origin="lab/tiny")
    assert str(error.value) == (
        "lab/tiny: expected shape.neurons 48, as its catalog entry says, "
        f"found {found.neurons} in config.json"
    )


def test_a_config_that_is_no_transformer_is_told_in_one_line(tmp_path: Path):
    (tmp_path / "config.json").write_text('{"model_type": "no-such-model"}')
    with pytest.raises(UserError, match="lab/tiny: transformers does not know this architecture"):
        shape_of_snapshot(tmp_path, origin="lab/tiny")


def test_forward_flops_are_those_that_pytorch_counts(tmp_path):
    config = neox(layers=3, width=64, heads=4)
    config._attn_implementation = "eager"  # PyTorch counts no fused attention on a CPU
    model = GPTNeoXModel(config).eval()
    sequences, context = 2, 48
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        model(input_ids=torch.zeros(sequences, context, dtype=torch.long))
    config.save_pretrained(tmp_path)
    shape = shape_of_snapshot(tmp_path, origin="tiny")
    flops = forward_flops(shape, tokens=sequences * context, context=context)
    # PyTorch counts matrix products alone; biases and norms are 13 w of a layer's 12 w^2 + 13 w parameters.
    assert flops == pytest.approx(counter.get_total_flops(), rel=13 / (12 * 64) + 0.005)
    assert flops >= counter.get_total_flops()
    without_attention = forward_flops(shape, tokens=sequences * context, context=0)
    assert without_attention < 0.95 * counter.get_total_flops()


def test_the_catalog_states_the_shapes_of_pythia_and_gpt2():
    path = Path(__file__).parents[2] / "workflow" / "catalog" / "models.yaml"
    entries = Models.model_validate(load_yaml(path)).models
    stated = {name: e.origin.shape for name, e in entries.items() if isinstance(e.origin, HubModel)}
    expected = {
        name: Shape(layers=layers, width=width, neurons=4 * width, parameters=parameters)
        for size, (layers, width, _, parameters) in PYTHIA.items()
        for name in (f"pythia-{size}-v0", f"pythia-{size}")
        if name in stated
    }
    # GPT-2 has the layers of Pythia-160M, with learned positions, which count as embeddings.
    assert stated == {**expected, "gpt2": expected["pythia-160m-v0"]}
    assert sum(name.endswith("-v0") for name in expected) == 7


def test_the_shape_of_a_model_is_taken_from_where_it_is_known(tmp_path):
    snapshot = save(gpt_neox, tmp_path / "models" / "tiny")
    shape = Shape(layers=1, width=8, neurons=32, parameters=900)
    found = shape_of_snapshot(snapshot, origin="tiny")
    hub = HubModel(kind="hub", repo="lab/tiny", revision="v1")
    nowhere = tmp_path / "nowhere"

    def known(origin, snapshot=nowhere):
        return shape_of_origin(origin, models_dir=tmp_path / "models", snapshot=snapshot)

    assert known(hub.model_copy(update={"shape": shape}), snapshot) == shape
    assert known(hub, snapshot) == found
    assert known(hub) is None
    assert known(Folder(kind="folder", path="tiny")) == found
    assert known(Folder(kind="folder", path="other")) is None
