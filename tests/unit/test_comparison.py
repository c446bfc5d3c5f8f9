import numpy as np
import polars as pl
import pytest
from probe_table import probe_table

from sparse_probing.bootstrap import ClusterBootstrap, Interval
from sparse_probing.comparison import METRICS, SCHEMA, Contender, compare, contenders, pairs
from sparse_probing.metrics import evaluate

IDENTITY = {"dataset": "corpus", "category": "syntax", "feature": "verb"}


def contender(noise, *, model="small", method="mean_difference", k=1, rows=slice(None), seed=0):
    """Scores that tell the label as far as noise allows; labels and groups are the same for all."""
    rng = np.random.default_rng(0)
    labels = rng.random(600) < 0.3
    scores = np.where(labels, 1.0, -1.0) + noise * np.random.default_rng(seed).standard_normal(600)
    groups = pl.Series([f"group {i // 6}" for i in range(600)])
    return Contender(model, method, k, scores[rows], labels[rows], groups[rows])


def told(given, chosen):
    return [
        ((given[i].model, given[i].method, given[i].k),
         (given[j].model, given[j].method, given[j].k))
        for i, j in chosen
    ]  # fmt: skip


def test_the_main_method_meets_the_others_at_its_k_and_itself_in_the_next_smaller_model():
    given = [
        contender(1, model=model, method=method, k=k)
        for model in ("small", "middle", "large")
        for method, k in (("main", 1), ("main", 4), ("random", 1), ("random", 4), ("dense", 99))
    ]
    chosen = told(given, pairs(given, models=["small", "middle", "large"], method="main"))
    of_large = [(one[2], *other) for one, other in chosen if one[0] == "large"]
    assert of_large == [
        (1, "middle", "main", 1),
        (1, "large", "random", 1),
        (1, "large", "dense", 99),
        (4, "middle", "main", 4),
        (4, "large", "random", 4),
        (4, "large", "dense", 99),
    ]
    assert not any(other[0] != "small" for one, other in chosen if one[0] == "small")


def test_differences_are_those_of_the_metrics_and_their_intervals_those_of_paired_draws():
    one, other = contender(0.7, method="main", seed=1), contender(1.5, seed=2)
    table = compare([one, other], [(0, 1)], identity=IDENTITY, draws=200, seed=3)
    assert table.schema == SCHEMA and table.height == 1
    row = table.row(0, named=True)
    draws = [
        ClusterBootstrap(c.groups.to_numpy(), draws=200, seed=3).draws(c.labels, c.scores)
        for c in (one, other)
    ]
    for metric in METRICS:
        difference = getattr(evaluate(one.labels, one.scores), metric)
        difference -= getattr(evaluate(other.labels, other.scores), metric)
        interval = Interval.of(getattr(draws[0], metric) - getattr(draws[1], metric))
        assert row[f"{metric}_difference"] == pytest.approx(difference)
        assert (row[f"{metric}_low"], row[f"{metric}_high"]) == (interval.low, interval.high)
        assert 0 < interval.low < difference < interval.high


def test_a_probe_does_not_differ_from_itself():
    one = contender(1.0)
    row = compare([one, one], [(0, 1)], identity=IDENTITY).row(0, named=True)
    assert all(row[f"{metric}_{part}"] == 0 for metric in METRICS for part in ("difference", "low", "high"))


def test_models_whose_rows_differ_are_compared_over_the_groups_of_both():
    whole = contender(1.0, model="large", method="main")
    part = contender(1.0, model="small", method="main", rows=slice(0, 480))
    row = compare([whole, part], [(0, 1)], identity=IDENTITY, draws=300).row(0, named=True)
    assert row["f1_low"] < row["f1_difference"] < row["f1_high"]
    assert row["f1_high"] - row["f1_low"] < 0.2  # they share most of their rows


def test_without_pairs_there_is_an_empty_table():
    assert compare([contender(1.0)], [], identity=IDENTITY).schema == SCHEMA


def test_probes_are_scored_again_from_the_table_each_layer_read_once():
    rng = np.random.default_rng(0)
    layers = {layer: rng.standard_normal((50, 8)) for layer in (0, 3)}
    test = pl.DataFrame({"label": rng.random(50) < 0.5, "group": [f"group {i}" for i in range(50)]})
    best = probe_table(
        {"layer": 3, "k": 2, "neurons": [4, 1], "coefficients": [2.0, -1.0], "intercept": 0.5},
        {"layer": 0, "k": 1, "neurons": [6], "coefficients": [1.0]},
        {"layer": 3, "k": 1, "neurons": [4], "coefficients": [3.0], "method": "random"},
    )
    read = []
    scored = contenders(best, test, lambda layer: read.append(layer) or layers[layer])
    assert read == [3, 0]
    assert [(one.method, one.k) for one in scored] == [
        ("adaptive_threshold", 2),
        ("adaptive_threshold", 1),
        ("random", 1),
    ]
    assert scored[0].scores == pytest.approx(2 * layers[3][:, 4] - layers[3][:, 1] + 0.5)
    assert scored[1].scores == pytest.approx(layers[0][:, 6])
    assert scored[0].labels.tolist() == test["label"].to_list()
