"""No bound is wrong and nothing fails on data that no one would choose."""

import itertools

import numpy as np
import pytest
from planted import least_objective

from sparse_probing.logistic import balanced_weights
from sparse_probing.optimal.losses import LOSSES
from sparse_probing.optimal.path import by_cuts, by_relaxation, optimal_path
from sparse_probing.optimal.problem import Problem
from sparse_probing.optimal.scip import Limits

pytestmark = pytest.mark.filterwarnings("error")


def plain(rng, rows=60, neurons=8):
    x = rng.standard_normal((rows, neurons))
    return x, x[:, 0] - x[:, 1] + 0.5 * rng.standard_normal(rows) > 0.3


def repeated_neurons(rng):
    x, y = plain(rng)
    x[:, [2, 3, 6]] = x[:, [0]]
    x[:, 7] = -x[:, 1]
    return x, y


def nearly_repeated_neurons(rng):
    x, y = plain(rng)
    x[:, 2] = x[:, 0] + 1e-8 * rng.standard_normal(len(x))
    return x, y


def collinear_neurons(rng):
    x, y = plain(rng)
    x[:, 7] = x[:, :7].sum(axis=1)
    return x, y


def constant_neurons(rng):
    x, y = plain(rng)
    x[:, 2:] = 0.0
    return x, y


def only_constant_neurons(rng):
    x, y = plain(rng)
    return np.zeros_like(x), y


def two_of_a_class(rng):
    x, _ = plain(rng)
    return x, np.arange(len(x)) < 2


def fewer_rows_than_neurons(rng):
    return plain(rng, rows=6)


def repeated_rows(rng):
    x, y = plain(rng)
    return np.tile(x[:15], (4, 1)), np.tile(y[:15], 4)


def contradicting_rows(rng):
    x, y = plain(rng)
    return np.vstack([x, x]), np.append(y, ~y)


def parted_classes(rng):
    x, _ = plain(rng)
    return x, x[:, 4] > 0


def one_neuron(rng):
    x, y = plain(rng)
    return x[:, :1], y


def large_units(rng):
    x, y = plain(rng)
    return 1e4 * x, y


def small_units(rng):
    x, y = plain(rng)
    return 1e-4 * x, y


CASES = [
    repeated_neurons,
    nearly_repeated_neurons,
    collinear_neurons,
    constant_neurons,
    only_constant_neurons,
    two_of_a_class,
    fewer_rows_than_neurons,
    repeated_rows,
    contradicting_rows,
    parted_classes,
    one_neuron,
    large_units,
    small_units,
]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("loss", LOSSES)
def test_bounds_hold_and_the_best_support_is_found(case, loss):
    x, y = case(np.random.default_rng(0))
    for ridge in (1e-6, 1e-2):
        weight = balanced_weights(y)
        problem = Problem.of(x, y, weight=weight, ridge=ridge * y.size, loss=LOSSES[loss])
        least = {k: least_objective(problem, k) for k in (1, 2) if k <= problem.neurons}
        for search, work in itertools.product((by_relaxation, by_cuts), (2, 60)):
            found = optimal_path(problem, (1, 2, 9), search=search, limits=Limits(work=work))
            assert [one.k for one in found] == list(least)
            for one in found:
                assert 0 <= one.bound <= least[one.k] and one.neurons.size <= one.k
                assert np.isfinite(one.coefficients).all()
                if one.status == "optimal":
                    assert one.objective <= least[one.k] * (1 + 1.1e-3)
