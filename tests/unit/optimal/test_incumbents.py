import numpy as np
import pytest
from planted import correlated, least_objective, small_problem

from sparse_probing.logistic import balanced_weights
from sparse_probing.optimal.incumbents import FitCache, beam_search, best_of, improve, promising_support
from sparse_probing.optimal.losses import LOSSES
from sparse_probing.optimal.problem import Problem


def test_no_support_is_fitted_twice_whatever_its_order():
    cache = FitCache(small_problem(0, "squared"))
    assert cache.fit([5, 2]) is cache.fit((2, 5)) and len(cache.fits) == 1


@pytest.mark.parametrize("loss", LOSSES)
def test_the_beam_finds_a_planted_support_among_correlated_neurons(loss):
    rng = np.random.default_rng(3)
    x = correlated(600, 30, 0.9, rng)
    y = x[:, [4, 14, 24]] @ [2.0, -2.0, 2.0] + 0.5 * rng.standard_normal(600) > 0
    problem = Problem.of(x, y, weight=balanced_weights(y), ridge=1.0, loss=LOSSES[loss])
    one, three = beam_search(FitCache(problem), (1, 3))
    assert one.objective == pytest.approx(least_objective(problem, 1), rel=1e-5)
    assert three.neurons.tolist() == [4, 14, 24]


@pytest.mark.parametrize("seed", range(3))
def test_swaps_never_raise_the_objective_and_keep_the_size(seed):
    cache = FitCache(small_problem(seed, "logistic"))
    for start in ([0], [3, 7], [0, 1, 2, 9]):
        before = cache.fit(start)
        after = improve(cache, before)
        assert after.objective <= before.objective and after.neurons.size == len(start)


def test_a_single_wrong_neuron_is_swapped():
    cache = FitCache(small_problem(1, "squared"))
    best = beam_search(cache, (2,))[0]
    wrong = cache.fit([int(best.neurons[0]), next(j for j in range(12) if j not in best.neurons)])
    assert improve(cache, wrong).objective <= best.objective * (1 + 1e-9)


def test_of_equal_fits_the_first_by_neurons_is_best():
    x = np.repeat(np.random.default_rng(0).standard_normal((40, 1)), 3, axis=1)
    y = x[:, 0] > 0
    cache = FitCache(Problem.of(x, y, weight=np.ones(40), ridge=1.0, loss=LOSSES["squared"]))
    assert best_of([cache.fit([2]), cache.fit([0]), cache.fit([1])]).neurons.tolist() == [0]


def test_the_promising_support_has_what_must_be_in_and_the_largest_shares():
    shares = np.array([0.9, 0.1, 1.0, 0.0, 0.5])
    assert promising_support(shares, np.array([1]), 3) == (0, 1, 2)
    assert promising_support(shares, np.array([], dtype=np.int64), 9) == (0, 1, 2, 4)
