import numpy as np
import polars as pl
import pytest
from probe_table import probe_table
from scipy import stats

from sparse_probing.averages import mean_over_features, neurons_needed
from sparse_probing.selection import best_layer


def test_the_interval_is_that_of_a_t_test():
    values = [0.4, 0.55, 0.6, 0.45]
    table = mean_over_features(pl.DataFrame({"group": ["a"] * 4, "test_f1": values}), ["group"])
    expected = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    assert table["test_f1"].to_list() == pytest.approx([np.mean(values)])
    assert table.select("low", "high").row(0) == pytest.approx((expected.low, expected.high))


def test_one_feature_has_no_interval_and_intervals_stay_within_0_and_1():
    table = mean_over_features(
        pl.DataFrame({"group": ["one", "wide", "wide"], "test_f1": [0.7, 0.1, 0.9]}), ["group"]
    )
    assert table.rows() == [("one", 1, 0.7, None, None), ("wide", 2, 0.5, 0.0, 1.0)]


def needed(*f1_by_k, dense=1.0):
    rows = [{"k": k, "f1": f1} for k, f1 in f1_by_k]
    probes = probe_table(*rows, {"method": "dense", "k": 64, "f1": dense})
    return neurons_needed(best_layer(probes), "adaptive_threshold").select("needed", "reached").rows()


def test_the_smallest_k_near_the_dense_probe_counts():
    assert needed((1, 0.5), (2, 0.94), (4, 0.96), (8, 0.9)) == [(4, True)]


def test_a_feature_that_never_comes_near_counts_as_twice_the_largest_k():
    assert needed((1, 0.5), (2, 0.6), (8, 0.7)) == [(16, False)]


def test_what_is_near_is_decided_on_validation():
    probes = probe_table(
        {"k": 1, "validation_f1": 0.5, "test_f1": 1.0},
        {"k": 2, "validation_f1": 0.9, "test_f1": 0.1},
        {"method": "dense", "k": 64, "validation_f1": 0.9, "test_f1": 0.9},
    )
    assert neurons_needed(probes, "adaptive_threshold")["needed"].to_list() == [2]


def test_a_dense_probe_that_tells_nothing_sets_no_goal():
    all_positive = 2 * 50 / (2 * 50 + 50)
    assert needed((1, 0.9), dense=all_positive) == []
    assert needed((1, 0.9), dense=all_positive + 0.01) == [(1, True)]


def test_without_dense_probes_nothing_is_said():
    assert neurons_needed(probe_table({"k": 1}), "adaptive_threshold").is_empty()
