import numpy as np
import pytest

from sparse_probing.bootstrap import ClusterBootstrap, Interval


def f1(labels, predictions):
    return 2 * (labels & predictions).sum() / (labels.sum() + predictions.sum())


def clustered_errors(rng, groups=40, rows=10):
    """Labels at random, and predictions that are right in most groups and random in the others."""
    names = np.repeat(np.arange(groups), rows)
    labels = rng.random(names.size) < 0.4
    bad = np.repeat(rng.random(groups) < 0.3, rows)
    return names, labels, np.where(bad, rng.random(names.size) < 0.4, labels)


def test_perfect_predictions_leave_no_doubt():
    labels = np.array([True, False] * 20)
    assert ClusterBootstrap(np.repeat(np.arange(10), 4)).f1_interval(labels, labels) == Interval(1.0, 1.0)


def test_resampling_rows_group_by_group_gives_the_same_interval():
    groups, labels, predictions = clustered_errors(np.random.default_rng(0))
    interval = ClusterBootstrap(groups, draws=4000, seed=1).f1_interval(labels, predictions)
    rng = np.random.default_rng(2)
    resampled = []
    for _ in range(4000):
        rows = np.concatenate([np.flatnonzero(groups == group) for group in rng.integers(40, size=40)])
        resampled.append(f1(labels[rows], predictions[rows]))
    assert [interval.low, interval.high] == pytest.approx(np.percentile(resampled, [2.5, 97.5]), abs=0.01)


def test_the_interval_covers_the_truth_at_its_rate():
    # Predictions are right in 70% of the groups, random with rate 0.4 in the others.
    truth = 2 * (0.7 * 0.4 + 0.3 * 0.4 * 0.4) / (0.4 + 0.4)
    covered = 0
    for seed in range(200):
        groups, labels, predictions = clustered_errors(np.random.default_rng(seed))
        interval = ClusterBootstrap(groups, draws=300, seed=seed).f1_interval(labels, predictions)
        covered += interval.low <= truth <= interval.high
    assert 0.88 <= covered / 200 <= 0.99


def test_copies_within_groups_add_no_certainty():
    groups, labels, predictions = clustered_errors(np.random.default_rng(0))
    once = ClusterBootstrap(groups).f1_interval(labels, predictions)
    copied = ClusterBootstrap(np.tile(groups, 3)).f1_interval(np.tile(labels, 3), np.tile(predictions, 3))
    as_if_independent = ClusterBootstrap(np.arange(3 * groups.size)).f1_interval(
        np.tile(labels, 3), np.tile(predictions, 3)
    )
    assert copied == once
    assert as_if_independent.high - as_if_independent.low < 0.6 * (once.high - once.low)


def test_the_seed_decides_the_draws():
    groups, labels, predictions = clustered_errors(np.random.default_rng(0))
    intervals = [ClusterBootstrap(groups, seed=seed).f1_interval(labels, predictions) for seed in (0, 0, 1)]
    assert intervals[0] == intervals[1] != intervals[2]


def test_nothing_called_and_nothing_true_is_zero():
    nothing = np.zeros(4, dtype=bool)
    assert ClusterBootstrap(["a", "a", "b", "c"]).f1_interval(nothing, nothing) == Interval(0.0, 0.0)


def test_no_rows_are_refused():
    with pytest.raises(ValueError, match="at least one row"):
        ClusterBootstrap([])
