import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import torch
from safetensors.torch import load_file, save_file
from tiny_models import (
    CONTEXT,
    LAYERS,
    NEURONS,
    VOCABULARY,
    bert,
    gpt2,
    gpt_neox,
    llama,
    masked_bert,
    roberta,
    rows_of,
    save,
    sequences_of,
)
from transformers import AutoModel, PreTrainedModel, ResNetConfig, ResNetModel
from transformers.utils import logging

from sparse_probing.base_model import BaseModel
from sparse_probing.errors import UserError
from sparse_probing.extraction import extract
from sparse_probing.store import Activations

SEQUENCES = sequences_of([3, 1, 4, 1, 5], [9, 2], [6, 5, 3, 5, 8, 9, 7, 9], [3, 2, 3])
TOKEN_ROWS = rows_of((12, 7, 8), (10, 0, 1), (11, 1, 2), (12, 0, 1), (10, 4, 5), (13, 1, 2))
SPAN_ROWS = rows_of((12, 2, 8), (10, 0, 5), (11, 0, 2), (12, 0, 1), (10, 1, 3), (13, 0, 3))


pytestmark = pytest.mark.usefixtures("one_thread")


def reference(snapshot: Path, rows: pl.DataFrame, aggregation: str) -> np.ndarray:
    """Neurons (layers, rows, neurons) of a GPT-NeoX model by a plain forward pass for each row."""
    model = AutoModel.from_pretrained(snapshot, dtype=torch.float32).eval()
    sequences = dict(SEQUENCES.iter_rows())
    seen: list[torch.Tensor] = []
    for block in model.layers:
        block.mlp.dense_4h_to_h.register_forward_pre_hook(lambda _m, inputs: seen.append(inputs[0]))
    results = []
    for sequence, start, stop in rows.select("sequence", "start", "stop").iter_rows():
        seen.clear()
        with torch.no_grad():
            model(input_ids=torch.tensor([sequences[sequence]]))
        vectors = torch.stack(seen)[:, 0, start:stop]
        results.append((vectors.mean(1) if aggregation == "mean" else vectors.amax(1)).numpy())
    return np.stack(results, axis=1)


def run(
    snapshot: Path,
    folder: Path,
    rows: pl.DataFrame,
    *,
    sequences: pl.DataFrame = SEQUENCES,
    aggregation: str = "none",
    tokens_per_batch: int = 100,
    store_dtype: str = "float32",
    slab_bytes: int = 2**20,
) -> np.ndarray:
    """Activations (layers, rows, neurons) as they come back from a store, in the order of `rows`."""
    model = BaseModel.load(snapshot, site="mlp", dtype="float32", device="cpu")
    folder.mkdir(exist_ok=True)
    manifest = extract(
        model,
        sequences,
        rows,
        folder / "0000.zarr",
        aggregation=aggregation,
        store_dtype=store_dtype,
        tokens_per_batch=tokens_per_batch,
        slab_bytes=slab_bytes,
        attributes={},
    )
    manifest.save(folder / "0000.manifest.json")
    activations = Activations.open([folder / "0000.manifest.json"])
    return np.stack([activations.layer(layer, rows["row"].to_numpy()) for layer in activations.layers])


@pytest.mark.parametrize("aggregation", ["mean", "max"])
def test_a_span_has_the_mean_or_maximum_of_its_tokens(tmp_path: Path, aggregation: str) -> None:
    snapshot = save(gpt_neox, tmp_path / "model")
    found = run(snapshot, tmp_path, SPAN_ROWS, aggregation=aggregation)
    expected = reference(snapshot, SPAN_ROWS, aggregation)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("build", [gpt_neox, gpt2, llama, bert])
@pytest.mark.parametrize("aggregation", ["mean", "max"])
def test_neither_batches_nor_their_order_change_a_bit(
    tmp_path: Path, build: Callable[[], PreTrainedModel], aggregation: str
) -> None:
    snapshot = save(build, tmp_path / "model")
    generator = np.random.default_rng(0)
    tokens = [generator.integers(2, VOCABULARY, size=length).tolist() for length in (9, 5, 9, 9, 20, 5, 9, 2)]
    sequences = sequences_of(*tokens)
    spans = [(10 + line, at, min(at + size, len(ids))) for line, ids in enumerate(tokens)
             for at, size in ((0, len(ids)), (1, 3), (len(ids) // 2, 5))]  # fmt: skip
    rows = rows_of(*spans)
    alone, together = (
        run(snapshot, tmp_path / str(budget), rows, sequences=sequences, aggregation=aggregation,
            tokens_per_batch=budget)
        for budget in (1, 10_000)
    )  # fmt: skip
    backwards = run(
        snapshot,
        tmp_path / "c",
        rows.reverse(),
        sequences=sequences.reverse(),
        aggregation=aggregation,
        tokens_per_batch=20,
    )
    np.testing.assert_array_equal(together, alone)
    np.testing.assert_array_equal(backwards[:, ::-1], alone)


def test_only_the_layers_that_are_asked_for_are_stored(tmp_path: Path) -> None:
    snapshot = save(gpt_neox, tmp_path / "model")
    model = BaseModel.load(snapshot, site="mlp", dtype="float32", device="cpu", layers=[1])
    manifest = extract(
        model,
        SEQUENCES,
        TOKEN_ROWS,
        tmp_path / "0000.zarr",
        aggregation="none",
        store_dtype="float32",
        tokens_per_batch=100,
        slab_bytes=2**20,
        attributes={},
    )
    manifest.save(tmp_path / "0000.manifest.json")
    activations = Activations.open([tmp_path / "0000.manifest.json"])
    assert activations.layers == (1,)
    everything = run(snapshot, tmp_path / "all", TOKEN_ROWS)
    np.testing.assert_array_equal(activations.layer(1, TOKEN_ROWS["row"].to_numpy()), everything[1])


def test_rows_of_several_tokens_need_an_aggregation(tmp_path: Path) -> None:
    snapshot = save(gpt_neox, tmp_path / "model")
    with pytest.raises(ValueError, match="expected rows of one token without aggregation, found 6 tokens"):
        run(snapshot, tmp_path, SPAN_ROWS)


def test_sequences_without_rows_are_not_needed(tmp_path: Path) -> None:
    snapshot = save(gpt_neox, tmp_path / "model")
    some = TOKEN_ROWS.filter(pl.col("sequence") == 12)
    np.testing.assert_allclose(
        run(snapshot, tmp_path / "a", some),
        run(snapshot, tmp_path / "b", TOKEN_ROWS)[:, [0, 3]],
        rtol=1e-5,
        atol=1e-6,
    )


def test_a_shard_without_rows_makes_an_empty_store(tmp_path: Path) -> None:
    snapshot = save(gpt_neox, tmp_path / "model")
    found = run(snapshot, tmp_path, TOKEN_ROWS.clear(), sequences=SEQUENCES.clear())
    assert found.shape == (LAYERS, 0, NEURONS)


def test_a_row_without_its_sequence_is_never_stored_as_zeros(tmp_path: Path) -> None:
    snapshot = save(gpt_neox, tmp_path / "model")
    with pytest.raises(ValueError, match="expected the sequences of 6 rows, found those of 5"):
        run(snapshot, tmp_path, TOKEN_ROWS, sequences=SEQUENCES.head(3))


@pytest.mark.parametrize("store_dtype", ["float32", "float16"])
def test_batches_that_reach_into_the_next_slab_are_stored_whole(tmp_path: Path, store_dtype: str) -> None:
    snapshot = save(gpt_neox, tmp_path / "model")
    tokens = np.random.default_rng(0).integers(0, VOCABULARY, size=(40, 16)).tolist()
    rows = rows_of(*((10 + line, at, at + 1) for line in range(40) for at in range(16)))
    settings = {"sequences": sequences_of(*tokens), "store_dtype": store_dtype}
    one_slab = run(snapshot, tmp_path / "one", rows, **settings)
    three_slabs = run(snapshot, tmp_path / "three", rows, slab_bytes=1, **settings)
    assert len(list((tmp_path / "three" / "0000.zarr" / "layers" / "00" / "c").iterdir())) == 3
    np.testing.assert_array_equal(three_slabs, one_slab)


def test_a_sequence_longer_than_the_context_is_refused(tmp_path: Path) -> None:
    snapshot = save(gpt_neox, tmp_path / "model")
    long = sequences_of([1] * CONTEXT, [1] * (CONTEXT + 1))
    with pytest.raises(
        UserError, match=f"sequence 11 has {CONTEXT + 1} tokens, the model takes {CONTEXT} at most"
    ):
        run(snapshot, tmp_path, rows_of((10, 0, 1)), sequences=long)


@pytest.mark.parametrize(("build", "most"), [(gpt_neox, CONTEXT), (bert, CONTEXT), (roberta, CONTEXT - 2)])
def test_a_sequence_may_be_as_long_as_the_model_has_positions(
    tmp_path: Path, build: Callable[[], PreTrainedModel], most: int
) -> None:
    snapshot = save(build, tmp_path / "model")
    rows = rows_of((10, most - 1, most))
    assert run(snapshot, tmp_path / "a", rows, sequences=sequences_of([5] * most)).shape[1] == 1
    with pytest.raises(UserError, match=f"has {most + 1} tokens, the model takes {most} at most"):
        run(snapshot, tmp_path / "b", rows, sequences=sequences_of([5] * (most + 1)))


def test_tokens_of_another_vocabulary_are_refused(tmp_path: Path) -> None:
    snapshot = save(gpt_neox, tmp_path / "model")
    with pytest.raises(UserError, match=f"token id {VOCABULARY}, the model's ids are below {VOCABULARY}"):
        run(snapshot, tmp_path, rows_of((10, 0, 1)), sequences=sequences_of([1, VOCABULARY]))


def test_a_value_that_overflows_the_store_is_refused(tmp_path: Path) -> None:
    snapshot = save(gpt_neox, tmp_path / "model")
    weights = load_file(snapshot / "model.safetensors")
    weights["gpt_neox.layers.1.mlp.dense_h_to_4h.bias"][7] = 1e6
    save_file(weights, snapshot / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(
        UserError,
        match=r"layer 1, neuron 7: .* float16; set .* float32",
    ):
        run(snapshot, tmp_path / "a", TOKEN_ROWS, store_dtype="float16")
    assert run(snapshot, tmp_path / "b", TOKEN_ROWS)[1, :, 7] == pytest.approx(1e6, rel=1e-3)


LOADING = """
import sys
from pathlib import Path
from sparse_probing.base_model import BaseModel

BaseModel.load(Path(sys.argv[1]), site="mlp", dtype="float32", device="cpu")
"""


def test_loading_says_nothing(tmp_path: Path) -> None:
    snapshot = save(masked_bert, tmp_path / "model")
    result = subprocess.run(
        [sys.executable, "-c", LOADING, str(snapshot)],
        env={**os.environ, "PYTHONPATH": "src"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (result.stdout, result.stderr) == ("", "")


def test_transformers_is_as_talkative_after_loading_as_before(tmp_path: Path) -> None:
    snapshot = save(gpt_neox, tmp_path / "model")
    before = logging.get_verbosity(), logging.is_progress_bar_enabled()
    BaseModel.load(snapshot, site="mlp", dtype="float32", device="cpu")
    assert (logging.get_verbosity(), logging.is_progress_bar_enabled()) == before


def test_weights_that_are_missing_are_never_replaced_by_noise(tmp_path: Path) -> None:
    snapshot = save(gpt_neox, tmp_path / "model")
    weights = load_file(snapshot / "model.safetensors")
    del weights["gpt_neox.layers.1.mlp.dense_h_to_4h.weight"]
    save_file(weights, snapshot / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(
        UserError, match=r"expected weights 'layers.1.mlp.dense_h_to_4h.weight', found no such"
    ):
        BaseModel.load(snapshot, site="mlp", dtype="float32", device="cpu")


def cut_weights(snapshot: Path) -> None:
    path = snapshot / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-100])


def remove_weights(snapshot: Path) -> None:
    (snapshot / "model.safetensors").unlink()


def widen_config(snapshot: Path) -> None:
    config = json.loads((snapshot / "config.json").read_text())
    (snapshot / "config.json").write_text(json.dumps({**config, "intermediate_size": NEURONS + 8}))


def rename_architecture(snapshot: Path) -> None:
    config = json.loads((snapshot / "config.json").read_text())
    (snapshot / "config.json").write_text(json.dumps({**config, "model_type": "no-such-model"}))


@pytest.mark.parametrize("damage", [cut_weights, remove_weights, widen_config, rename_architecture])
def test_a_snapshot_that_cannot_be_loaded_is_named_in_one_line(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    snapshot = save(gpt_neox, tmp_path / "model")
    damage(snapshot)
    with pytest.raises(UserError) as error:
        BaseModel.load(snapshot, site="mlp", dtype="float32", device="cpu")
    assert str(error.value).startswith(f"{snapshot}: transformers cannot load this model: ")
    assert "\n" not in str(error.value)


def test_a_model_that_is_no_transformer_is_refused(tmp_path: Path) -> None:
    config = ResNetConfig(embedding_size=4, hidden_sizes=[4, 8], depths=[1, 1])
    ResNetModel(config).save_pretrained(tmp_path / "model")
    with pytest.raises(UserError, match=r"expected a transformer .* found ResNetModel"):
        BaseModel.load(tmp_path / "model", site="mlp", dtype="float32", device="cpu")


@pytest.mark.parametrize("device", ["cuda:99", "no-such-device"])
def test_a_device_that_is_not_there_is_named(tmp_path: Path, device: str) -> None:
    with pytest.raises(UserError, match=rf"extraction\.device: '{device}' is not available here"):
        BaseModel.load(tmp_path, site="mlp", dtype="float32", device=device)


def test_a_model_that_is_spread_over_devices_computes_the_same(tmp_path: Path) -> None:
    snapshot = save(llama, tmp_path / "model")
    values = {}
    for device in ("cpu", "auto"):
        model = BaseModel.load(snapshot, site="mlp", dtype="float32", device=device)
        seen: list[torch.Tensor] = []
        model.points.run(
            model.module,
            torch.tensor([[3, 1, 4, 1, 5]], device=model.device),
            lambda _layer, activations, seen=seen: seen.append(activations.cpu()),
        )
        values[device] = torch.stack(seen)
    torch.testing.assert_close(values["auto"], values["cpu"])


def test_what_spreading_a_model_needs_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sparse_probing.base_model.find_spec", lambda _name: None)
    with pytest.raises(UserError, match=r"extraction\.device: 'auto' needs the package accelerate"):
        BaseModel.load(save(llama, tmp_path / "model"), site="mlp", dtype="float32", device="auto")
