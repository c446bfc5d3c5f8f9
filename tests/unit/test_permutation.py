import numpy as np
import pytest
from scipy.stats import false_discovery_control, kstest, mannwhitneyu, rankdata

from sparse_probing.permutation import benjamini_hochberg, p_values, permuted_labels


def centred_ranks(x):
    return rankdata(x, axis=0) - (len(x) + 1) / 2


def test_permutations_keep_the_number_of_positives_and_give_each_row_its_share():
    y = np.arange(60) % 3 == 0
    permuted = permuted_labels(y, np.arange(60) // 7, draws=4000, seed=0)
    assert set(permuted.sum(axis=1)) == {20}
    assert permuted.mean(axis=0) == pytest.approx(1 / 3, abs=0.04)


def test_permutations_keep_labels_of_one_group_together():
    groups = np.repeat(np.arange(50), 8)
    y = np.repeat(np.arange(50) % 5 == 0, 8)
    changes = np.abs(np.diff(permuted_labels(y, groups, draws=200, seed=0), axis=1)).sum(axis=1)
    assert changes.max() <= 20  # ten groups of positives; row by row it would be about 130


def test_the_seed_decides_the_permutations():
    y = np.arange(40) % 4 == 0
    first, same, other = (permuted_labels(y, np.arange(40), draws=5, seed=seed) for seed in (0, 0, 1))
    assert (first == same).all() and (first != other).any()


def test_p_values_of_independent_rows_are_those_of_the_rank_sum_test():
    rng = np.random.default_rng(0)
    y = rng.random(400) < 0.3
    x = rng.standard_normal((400, 6)) + np.outer(y, [0, 0.1, 0.2, 0.3, 0.4, 0.5])
    ranks = centred_ranks(x)
    null = permuted_labels(y, np.arange(400), draws=4000, seed=0) @ ranks
    ours = p_values(ranks[y].sum(axis=0), null)
    theirs = [mannwhitneyu(column[y], column[~y], use_continuity=False).pvalue for column in x.T]
    assert np.log(ours) == pytest.approx(np.log(theirs), rel=0.1, abs=0.05)


@pytest.mark.parametrize("size", [1, 10])
def test_p_values_of_noise_are_uniform_also_where_groups_resemble_each_other(size):
    """Neurons and labels vary between groups, each by itself: rows alone would seem to tell something."""
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(80), size)
    found = []
    for seed in range(150):
        y = (rng.random(80) < 0.3)[groups]
        y[:2] = [True, False]
        ranks = centred_ranks(rng.standard_normal(80)[groups] + 0.3 * rng.standard_normal(groups.size))
        null = permuted_labels(y, groups, draws=64, seed=seed) @ ranks[:, np.newaxis]
        found.append(p_values(ranks[y].sum()[np.newaxis], null)[0])
    assert kstest(found, "uniform").pvalue > 0.01


def test_a_constant_null_has_no_p_value():
    assert np.isnan(p_values(np.zeros(1), np.zeros((50, 1)))).all()


def test_q_values_are_those_of_scipy():
    p = np.random.default_rng(0).random(200) ** 3
    assert benjamini_hochberg(p) == pytest.approx(false_discovery_control(p))


def test_a_test_without_p_value_counts_as_one_that_found_nothing():
    p = np.array([0.01, np.nan, 0.02, np.nan])
    expected = benjamini_hochberg(np.array([0.01, 1, 0.02, 1]))
    assert benjamini_hochberg(p) == pytest.approx(np.where(np.isnan(p), np.nan, expected), nan_ok=True)
