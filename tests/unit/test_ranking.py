import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparse_probing.ranking import is_dead, mean_difference, random_scores, top


def test_mean_difference_is_that_of_the_classes_in_standard_deviations():
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((50, 600)).astype(np.float32), rng.random(50) < 0.3
    exact = x.astype(np.float64)
    expected = abs(exact[y].mean(axis=0) - exact[~y].mean(axis=0)) / exact.std(axis=0)
    assert mean_difference(x, y) == pytest.approx(expected, rel=1e-9)


def test_mean_difference_ignores_offset_and_unit():
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((50, 8)), rng.random(50) < 0.3
    assert mean_difference(7 - 3 * x, y) == pytest.approx(mean_difference(x, y))


@pytest.mark.parametrize("value", [0.0, -0.17, 1e-8, 333.3])
def test_dead_neurons_rank_last(value):
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((51, 6)).astype(np.float32), rng.random(51) < 0.3
    x[:, [0, 3]] = value
    assert is_dead(x).tolist() == [True, False, False, True, False, False]
    for scores in (mean_difference(x, y), random_scores(x, seed=0)):
        assert top(scores, 6)[4:].tolist() == [0, 3]


def test_random_scores_are_decided_by_the_seed():
    x = np.arange(60.0).reshape(3, 20)
    assert (random_scores(x, (1, 2)) == random_scores(x, (1, 2))).all()
    assert (random_scores(x, (1, 2)) != random_scores(x, (1, 3))).any()


@given(st.lists(st.one_of(st.integers(-3, 3).map(float), st.just(np.nan)), max_size=20), st.integers(0, 25))
def test_top_is_largest_first_ties_by_index_nan_last(scores, k):
    expected = sorted(range(len(scores)), key=lambda i: (np.isnan(scores[i]), -np.nan_to_num(scores[i]), i))
    assert top(np.array(scores), k).tolist() == expected[:k]


def test_many_ties_keep_the_order_of_indices():
    assert top(np.arange(1000) % 2, 700).tolist() == [*range(1, 1000, 2), *range(0, 400, 2)]
