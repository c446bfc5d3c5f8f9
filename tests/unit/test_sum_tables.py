import numpy as np
import polars as pl
import pytest
from tiny_models import LAYERS, NEURONS, VOCABULARY, gpt_neox, rows_of, save, sequences_of

from sparse_probing import ranking
from sparse_probing.base_model import BaseModel
from sparse_probing.class_sums import ClassSums
from sparse_probing.errors import UserError
from sparse_probing.shards import shard_of
from sparse_probing.sum_tables import BEST_SCHEMA, SUMS_SCHEMA, best_neurons, sums_table
from sparse_probing.summing import sum_classes

FEATURES = ["vowel", "capital"]


def planted(rows: int, neurons: int) -> tuple[np.ndarray, np.ndarray]:
    """Activations (rows, neurons) and labels (rows,); the last neuron is dead."""
    generator = np.random.default_rng(1)
    y = generator.random(rows) < 0.3
    x = generator.normal(size=(rows, neurons)) + np.outer(y, np.linspace(0, 2, neurons))
    x[:, -1] = 0.3
    return x.astype(np.float16), y


def test_the_best_neurons_of_all_shards_are_those_of_all_rows() -> None:
    x, y = planted(300, 20)
    shards = [
        sums_table({4: [ClassSums.of(x[part], y[part]), ClassSums.of(x[part], ~y[part])]}, FEATURES)
        for part in (slice(100), slice(100, 130), slice(130, None))
    ]
    assert shards[0].schema == SUMS_SCHEMA
    best = best_neurons(shards, keep=5)
    assert best.schema == BEST_SCHEMA
    assert best.height == 2 * 5
    scores = ranking.mean_difference(x, y)
    for feature, positive in zip(FEATURES, (y, ~y), strict=True):
        found = best.filter(feature=feature)
        neurons = ranking.top(scores, 5)
        assert found["neuron"].to_list() == neurons.tolist()
        assert found["rank"].to_list() == [1, 2, 3, 4, 5]
        assert found["layer"].to_list() == [4] * 5
        assert found["positives"].to_list() == [positive.sum()] * 5
        np.testing.assert_allclose(found["mean_difference"], scores[neurons], rtol=1e-9)
        means = x[positive].astype(np.float64).mean(axis=0)[neurons]
        np.testing.assert_allclose(found["mean_positives"], means, rtol=1e-9)


def test_where_all_neurons_are_kept_dead_ones_come_last() -> None:
    x, y = planted(50, 6)
    best = best_neurons([sums_table({0: [ClassSums.of(x, y)]}, ["vowel"])], keep=100)
    assert best["neuron"].to_list()[-1] == 5
    assert np.isnan(best["f_statistic"][-1])


def test_tables_come_back_from_disk_as_they_were(tmp_path) -> None:
    x, y = planted(50, 6)
    table = sums_table({0: [ClassSums.of(x, y)]}, ["vowel"])
    table.write_parquet(tmp_path / "sums.parquet")
    again = best_neurons([pl.read_parquet(tmp_path / "sums.parquet")], keep=6)
    assert again.equals(best_neurons([table], keep=6), null_equal=True)


def test_a_feature_without_positives_is_named() -> None:
    x, _ = planted(50, 6)
    table = sums_table({0: [ClassSums.of(x, np.zeros(50, dtype=np.bool_))]}, ["vowel"])
    with pytest.raises(UserError, match=r"feature 'vowel': .* of both classes, found 0 positives and 50 neg"):
        best_neurons([table], keep=3)


def test_shards_may_lack_the_examples_of_a_feature_or_all_rows(tmp_path) -> None:
    generator = np.random.default_rng(0)
    sequences = sequences_of(*generator.integers(2, VOCABULARY, size=(6, 12)).tolist())
    rows = rows_of(*((10 + line, at, at + 1) for line in range(6) for at in range(12)))
    labels = generator.integers(0, 2, size=(2, rows.height)).astype(np.int8)
    labels[0, : rows.height // 2] = -1
    model = BaseModel.load(save(gpt_neox, tmp_path / "model"), site="mlp", dtype="float32", device="cpu")

    def table(shard: int, shards: int) -> pl.DataFrame:
        part, rows_of_part = shard_of(sequences, rows, shard=shard, shards=shards)
        of_part = labels[:, rows["row"].is_in(rows_of_part["row"].implode()).to_numpy()]
        sums = sum_classes(
            model,
            part,
            rows_of_part,
            of_part,
            aggregation="none",
            store_dtype="float16",
            tokens_per_batch=24,
        )
        return sums_table(sums, FEATURES)

    assert table(0, 7).is_empty()
    whole = best_neurons([table(0, 1)], keep=NEURONS)
    for shards in (2, 7):
        parts = best_neurons([table(shard, shards) for shard in range(shards)], keep=NEURONS)
        key = ["feature", "layer", "rank", "neuron"]
        assert parts.sort(key).select(key).equals(whole.sort(key).select(key))
        assert parts["layer"].n_unique() == LAYERS
