import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr
from sklearn.feature_selection import f_classif, mutual_info_classif

from sparse_probing.l1_path import l1_scores
from sparse_probing.ranking import (
    f_statistic,
    is_dead,
    mean_difference,
    mutual_information,
    random_scores,
    top,
)


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
    for scores in (
        mean_difference(x, y),
        f_statistic(x, y),
        mutual_information(x, y),
        l1_scores(x, y, wanted=6),
        random_scores(x, seed=0),
    ):
        assert np.isfinite(scores[[1, 2, 4, 5]]).all()
        assert top(scores, 6)[4:].tolist() == [0, 3]


def test_the_f_statistic_is_that_of_scikit_learn():
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((80, 30)), rng.random(80) < 0.3
    assert f_statistic(x, y) == pytest.approx(f_classif(x, y)[0], rel=1e-9)


def test_a_neuron_that_is_the_label_has_an_infinite_f_statistic_and_ranks_first():
    y = np.arange(40) % 3 == 0
    x = np.column_stack([np.arange(40.0), np.where(y, 5.0, 2.0)])
    scores = f_statistic(x, y)
    assert scores[1] > 1e12 and top(scores, 2).tolist() == [1, 0]


def informative_neurons(rows=6000, neurons=60, seed=0):
    """Neurons that shift with the label by 0 to 1.5 standard deviations, in units of their own."""
    rng = np.random.default_rng(seed)
    y = rng.random(rows) < 0.3
    x = rng.standard_normal((rows, neurons)) + np.outer(y, np.linspace(0, 1.5, neurons))
    return np.exp(x).astype(np.float32), y


def test_mutual_information_agrees_with_the_estimate_from_nearest_neighbours():
    x, y = informative_neurons()
    ours, theirs = mutual_information(x, y), mutual_info_classif(x, y, random_state=0)
    assert spearmanr(ours, theirs).statistic > 0.95
    assert ours == pytest.approx(theirs, abs=0.02)


def test_mutual_information_of_noise_is_zero_on_average():
    rng = np.random.default_rng(0)
    scores = mutual_information(rng.standard_normal((1000, 300)).astype(np.float32), rng.random(1000) < 0.3)
    assert abs(scores.mean()) < 0.002


@pytest.mark.parametrize("rows", [12, 30, 66])
def test_mutual_information_finds_a_neuron_that_tells_in_few_rows(rows):
    rng = np.random.default_rng(rows)
    x, y = rng.standard_normal((rows, 40)).astype(np.float32), np.arange(rows) % 2 == 0
    x[y, 17] += 5
    scores = mutual_information(x, y)
    assert np.isfinite(scores).all() and scores.argmax() == 17


def test_mutual_information_of_the_label_itself_is_its_entropy():
    y = np.arange(1000) % 4 == 0
    entropy = -(0.25 * np.log(0.25) + 0.75 * np.log(0.75))
    scores = mutual_information(np.column_stack([y, np.where(y, -2.0, 3.0)]).astype(np.float32), y)
    assert scores == pytest.approx([entropy, entropy], abs=1e-3)


@pytest.mark.parametrize("transform", [np.exp, np.tanh, lambda x: -x])
def test_mutual_information_depends_on_order_alone(transform):
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((640, 5)), rng.random(640) < 0.3
    assert mutual_information(transform(x), y) == pytest.approx(mutual_information(x, y), abs=1e-9)


def test_the_first_neuron_of_the_l1_path_is_that_of_the_largest_gradient():
    x, y = informative_neurons(rows=1000, neurons=12)
    scores = l1_scores(x, y, wanted=4)
    assert top(scores, 1).tolist() == top(mean_difference(x, y), 1).tolist()
    assert np.unique(scores).size == 12


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
