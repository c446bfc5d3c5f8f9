from functools import reduce
from operator import add
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import torch
from safetensors.torch import load_file, save_file
from sklearn.feature_selection import f_classif
from tiny_models import LAYERS, NEURONS, VOCABULARY, gpt_neox, rows_of, save, sequences_of

from sparse_probing import class_sums, ranking
from sparse_probing.base_model import BaseModel
from sparse_probing.class_sums import ClassSums
from sparse_probing.errors import UserError
from sparse_probing.extraction import extract
from sparse_probing.labelling import label_rows
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import ExampleCaps, Split
from sparse_probing.store import Activations
from sparse_probing.summing import _RunningSums, sum_classes, training_labels

GENERATOR = np.random.default_rng(0)
TOKENS = [GENERATOR.integers(2, VOCABULARY, size=length).tolist() for length in (20, 9, 20, 13, 9, 31, 20, 4)]
ROWS = rows_of(*((10 + line, at, at + 1) for line, ids in enumerate(TOKENS) for at in range(len(ids))))
LABELS = GENERATOR.integers(-1, 2, size=(3, ROWS.height)).astype(np.int8)
LABELS[:, ::7] = -1


def planted(rows: int, neurons: int) -> tuple[np.ndarray, np.ndarray]:
    """Activations (rows, neurons), the first of which know the label, the last of which is dead."""
    generator = np.random.default_rng(1)
    y = generator.random(rows) < 0.3
    x = generator.normal(size=(rows, neurons)) * generator.gamma(1, size=neurons) + generator.normal(
        size=neurons
    )
    x[:, :5] += np.outer(y, generator.normal(size=5))
    x[:, -1] = 0.3
    return x.astype(np.float16), y


def test_scores_are_those_of_the_activations() -> None:
    x, y = planted(500, 40)
    sums = ClassSums.of(x, y)
    np.testing.assert_allclose(
        class_sums.mean_difference(sums), ranking.mean_difference(x, y), rtol=1e-7, equal_nan=True
    )
    expected, _ = f_classif(x[:, :-1].astype(np.float64), y)
    np.testing.assert_allclose(class_sums.f_statistic(sums)[:-1], expected, rtol=1e-7)
    assert np.isnan(class_sums.f_statistic(sums)[-1])


def test_parts_add_up_to_the_whole() -> None:
    x, y = planted(500, 40)
    whole, parts = ClassSums.of(x, y), ClassSums.of(x[:123], y[:123]) + ClassSums.of(x[123:], y[123:])
    for name in ("counts", "means", "squares"):
        np.testing.assert_allclose(getattr(parts, name), getattr(whole, name), rtol=1e-12)


def test_a_small_deviation_beside_a_large_mean_is_ranked_as_from_the_activations() -> None:
    generator = np.random.default_rng(2)
    y = generator.random(600) < 0.3
    noise = generator.normal(size=(600, 400)) + np.outer(y, generator.normal(scale=0.3, size=400))
    x = (1e3 + 1e-3 * noise).astype(np.float32)
    x[:, 7], x[:, 8] = 1e3 / 3, np.where(y, 0.1, 0.7)
    x[0, 9] = 1e6  # a row that is far off, in the first place
    parts = (slice(1), slice(1, 90), slice(90, None))
    sums = reduce(add, (ClassSums.of(x[part], y[part]) for part in parts))
    expected = ranking.mean_difference(x, y)
    for scores in (class_sums.mean_difference(sums), class_sums.f_statistic(sums)):
        assert ranking.top(scores, 400).tolist() == ranking.top(expected, 400).tolist()
        assert np.flatnonzero(np.isnan(scores)).tolist() == [7]
    np.testing.assert_allclose(class_sums.mean_difference(sums), expected, rtol=1e-6, equal_nan=True)
    assert class_sums.f_statistic(sums)[8] == np.inf


def test_batches_add_up_to_the_whole() -> None:
    x, _ = planted(500, 40)
    x[:, 0], x[:, 1] = 0.3, 1e3 / 3
    labels = np.random.default_rng(3).integers(-1, 2, size=(2, 500)).astype(np.int8)
    labels[:, 0] = -1
    running = _RunningSums(features=2, neurons=40, device=torch.device("cpu"))
    for part in (slice(1), slice(1, 90), slice(90, None)):
        running.add(torch.from_numpy(x[part]).double(), torch.from_numpy(labels[:, part]))
    for found, of_feature in zip(running.finish(), labels, strict=True):
        whole = ClassSums.of(x[of_feature >= 0], of_feature[of_feature >= 0] == 1)
        assert found.counts.tolist() == whole.counts.tolist()
        np.testing.assert_allclose(found.means, whole.means, rtol=1e-12)
        np.testing.assert_allclose(found.squares, whole.squares, rtol=1e-12)
        assert not found.squares[:, [0, 1, -1]].any()
        assert np.isnan(class_sums.mean_difference(found)[[0, 1, -1]]).all()


def test_a_perfect_neuron_ranks_first_and_a_dead_one_last() -> None:
    x, y = planted(100, 6)
    x[:, 2] = y
    scores = class_sums.f_statistic(ClassSums.of(x, y))
    assert scores[2] == np.inf
    assert ranking.top(scores, 6).tolist()[0] == 2
    assert ranking.top(scores, 6).tolist()[-1] == 5


@pytest.mark.parametrize("store_dtype", ["float16", "float32"])
def test_rankings_without_a_store_are_those_of_the_stored_activations(
    tmp_path: Path, store_dtype: str
) -> None:
    model = BaseModel.load(save(gpt_neox, tmp_path / "model"), site="mlp", dtype="float32", device="cpu")
    settings = {"aggregation": "none", "store_dtype": store_dtype}
    sums = sum_classes(model, sequences_of(*TOKENS), ROWS, LABELS, tokens_per_batch=50, **settings)
    manifest = extract(
        model,
        sequences_of(*TOKENS),
        ROWS,
        tmp_path / "0000.zarr",
        tokens_per_batch=100,
        slab_bytes=2**20,
        attributes={},
        **settings,
    )
    manifest.save(tmp_path / "0000.manifest.json")
    activations = Activations.open([tmp_path / "0000.manifest.json"])
    assert sorted(sums) == list(range(LAYERS))
    for layer in range(LAYERS):
        for feature, labels in enumerate(LABELS):
            x = activations.layer(layer, ROWS["row"].to_numpy()[labels >= 0])
            y = labels[labels >= 0] == 1
            ours = sums[layer][feature]
            assert ours.counts.tolist() == [(~y).sum(), y.sum()]
            for score, stored in (
                (class_sums.mean_difference, ranking.mean_difference(x, y)),
                (class_sums.f_statistic, f_classif(x.astype(np.float64), y)[0]),
            ):
                assert ranking.top(score(ours), NEURONS).tolist() == ranking.top(stored, NEURONS).tolist()


def test_rows_that_are_no_examples_do_not_count(tmp_path: Path) -> None:
    model = BaseModel.load(save(gpt_neox, tmp_path / "model"), site="mlp", dtype="float32", device="cpu")
    sequences, rows = sequences_of([1] * 5, [1] * 7), rows_of((10, 0, 1), (10, 3, 4), (11, 2, 3))
    labels = np.array([[1, 0, -1]], dtype=np.int8)
    settings = {"aggregation": "none", "store_dtype": "float16", "tokens_per_batch": 9}
    with_it = sum_classes(model, sequences, rows, labels, **settings)
    without = sum_classes(model, sequences, rows[:2], labels[:, :2], **settings)
    np.testing.assert_array_equal(with_it[0][0].means, without[0][0].means)


def test_a_value_that_overflows_is_refused_as_it_is_by_a_store(tmp_path: Path) -> None:
    snapshot = save(gpt_neox, tmp_path / "model")
    weights = load_file(snapshot / "model.safetensors")
    weights["gpt_neox.layers.1.mlp.dense_h_to_4h.bias"][7] = 1e6
    save_file(weights, snapshot / "model.safetensors", metadata={"format": "pt"})
    model = BaseModel.load(snapshot, site="mlp", dtype="float32", device="cpu")
    with pytest.raises(UserError, match=r"layer 1, neuron 7: .* set extraction\.store_dtype: float32"):
        sum_classes(
            model,
            sequences_of(*TOKENS),
            ROWS,
            LABELS,
            aggregation="none",
            store_dtype="float16",
            tokens_per_batch=50,
        )


def test_training_labels_are_those_of_the_examples_that_train() -> None:
    rows = pl.DataFrame(
        {
            "row": pl.Series(range(1000), dtype=pl.UInt32),
            "group": [f"group {row // 20}" for row in range(1000)],
            "document": [f"document {row // 10}" for row in range(1000)],
            "start": pl.Series([row % 10 for row in range(1000)], dtype=pl.UInt32),
            "tag": ["A", "B", "B", "C"] * 250,
            "drawn": True,
            "kept": False,
        }
    )
    features = [
        Feature(name="is_a", category="other", where="tag = 'A'"),
        Feature(name="is_b", category="other", where="tag = 'B'", among="tag <> 'C'"),
    ]
    caps, split = ExampleCaps(max_rows=400), Split(train=0.5, validation=0.25, test=0.25, seed=3)
    labels = training_labels(rows, features, caps, split)
    assert labels.shape == (2, 1000)
    for line, feature in zip(labels, features, strict=True):
        train = label_rows(rows, feature, caps, split).filter(split="train")
        assert np.flatnonzero(line >= 0).tolist() == train["row"].to_list()
        assert (line[train["row"].to_numpy()] == 1).tolist() == train["label"].to_list()
