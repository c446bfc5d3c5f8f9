import numpy as np
import pytest

from sparse_probing.bootstrap import ClusterBootstrap, Interval
from sparse_probing.metrics import evaluate

METRICS = ("f1", "mcc", "roc_auc", "average_precision")


def clustered_errors(rng, groups=40, rows=10):
    """Labels at random, and scores that are right in most groups and random in the others."""
    names = np.repeat(np.arange(groups), rows)
    labels = rng.random(names.size) < 0.4
    bad = np.repeat(rng.random(groups) < 0.3, rows)
    called = np.where(bad, rng.random(names.size) < 0.4, labels)
    return names, labels, np.where(called, 1.0, -1.0) + 0.2 * rng.standard_normal(names.size)


def f1_interval(groups, labels, scores, **options):
    return Interval.of(ClusterBootstrap(groups, **options).draws(labels, scores).f1)


def test_perfect_scores_leave_no_doubt():
    labels = np.array([True, False] * 20)
    draws = ClusterBootstrap(np.repeat(np.arange(10), 4)).draws(labels, np.where(labels, 1.0, -1.0))
    for metric in METRICS:
        assert Interval.of(getattr(draws, metric)) == Interval(1.0, 1.0)


@pytest.mark.parametrize("decimals", [8, 0])  # few decimals: many ties
def test_each_draw_has_the_metrics_of_its_rows(decimals):
    groups, labels, scores = clustered_errors(np.random.default_rng(0))
    scores = (3 * scores).round(decimals)
    draws = ClusterBootstrap(groups, draws=50, seed=4).draws(labels, scores)
    rng = np.random.default_rng(4)
    for draw in range(50):
        rows = np.concatenate([np.flatnonzero(groups == group) for group in rng.integers(40, size=40)])
        expected = evaluate(labels[rows], scores[rows])
        for metric in METRICS:
            assert getattr(draws, metric)[draw] == pytest.approx(getattr(expected, metric)), metric


def test_the_interval_covers_the_truth_at_its_rate():
    # Decisions are right in 70% of the groups, random with rate 0.4 in the others.
    truth = 2 * (0.7 * 0.4 + 0.3 * 0.4 * 0.4) / (0.4 + 0.4)
    covered = 0
    for seed in range(200):
        groups, labels, scores = clustered_errors(np.random.default_rng(seed))
        interval = f1_interval(groups, labels, scores, draws=300, seed=seed)
        covered += interval.low <= truth <= interval.high
    assert 0.88 <= covered / 200 <= 0.99


def test_copies_within_groups_add_no_certainty():
    groups, labels, scores = clustered_errors(np.random.default_rng(0))
    copies = (np.tile(labels, 3), np.tile(scores, 3))
    once = f1_interval(groups, labels, scores)
    as_if_independent = f1_interval(np.arange(3 * groups.size), *copies)
    assert f1_interval(np.tile(groups, 3), *copies) == once
    assert as_if_independent.high - as_if_independent.low < 0.6 * (once.high - once.low)


def test_the_seed_decides_the_draws():
    sample = clustered_errors(np.random.default_rng(0))
    intervals = [f1_interval(*sample, seed=seed) for seed in (0, 0, 1)]
    assert intervals[0] == intervals[1] != intervals[2]


def test_a_difference_of_two_that_share_their_errors_is_surer_than_either():
    groups, labels, scores = clustered_errors(np.random.default_rng(0))
    worse = np.where(np.random.default_rng(1).random(scores.size) < 0.1, -scores, scores)
    bootstrap = ClusterBootstrap(groups)
    one, other = bootstrap.draws(labels, scores).f1, bootstrap.draws(labels, worse).f1
    paired, alone = Interval.of(one - other), Interval.of(one)
    assert 0 < paired.low < paired.high
    assert paired.high - paired.low < 0.7 * (alone.high - alone.low)


def test_rows_of_two_kinds_in_the_same_groups_are_resampled_alike():
    groups, labels, scores = clustered_errors(np.random.default_rng(0))
    half = groups % 4 > 0
    whole = ClusterBootstrap(groups, seed=3)
    part = ClusterBootstrap(groups[half], among=groups, seed=3)
    silent = np.where(half, scores, -10.0)  # rows of other groups are negatives that nobody calls
    expected = whole.draws(labels & half, silent).f1
    assert part.draws(labels[half], scores[half]).f1 == pytest.approx(expected)


def test_rows_outside_the_groups_drawn_from_are_refused():
    with pytest.raises(ValueError, match="rows of another group"):
        ClusterBootstrap(["a", "z"], among=["a", "b"])


def test_nothing_called_and_nothing_true_is_zero_and_has_no_areas():
    draws = ClusterBootstrap(["a", "a", "b", "c"]).draws(np.zeros(4, dtype=bool), np.full(4, -1.0))
    assert Interval.of(draws.f1) == Interval(0.0, 0.0) == Interval.of(draws.mcc)
    assert np.isnan([*vars(Interval.of(draws.roc_auc)).values()]).all()
    assert np.isnan(draws.average_precision).all()


def test_draws_without_a_class_are_left_out_of_an_interval():
    assert Interval.of(np.array([np.nan, 0.5, 0.5, np.nan])) == Interval(0.5, 0.5)


def test_no_rows_are_refused():
    with pytest.raises(ValueError, match="at least one row"):
        ClusterBootstrap([])
