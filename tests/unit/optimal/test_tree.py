import itertools

import numpy as np
import pytest
from planted import least_objective, small_problem

from sparse_probing.optimal.extraction import ExtractedRelaxation, Quadratic
from sparse_probing.optimal.incumbents import FitCache
from sparse_probing.optimal.losses import LOSSES
from sparse_probing.optimal.relaxation import DualRelaxation
from sparse_probing.optimal.scip import Limits
from sparse_probing.optimal.tree import most_fractional, search_tree


def relaxations(problem, k):
    yield DualRelaxation(problem)
    if problem.loss.name == "squared":
        yield ExtractedRelaxation.best(Quadratic.of(problem), problem.ridge, k)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("k", [1, 2, 3])
def test_the_tree_finds_the_best_from_the_worst(loss, k):
    problem = small_problem(5, loss, rows=80, neurons=9, ridge=0.5)
    for relaxation in relaxations(problem, k):
        cache = FitCache(problem)
        worst = max(
            (cache.fit(support) for support in itertools.combinations(range(9), k)),
            key=lambda fit: fit.objective,
        )
        found = search_tree(cache, k, relaxation, worst, gap=1e-4, limits=Limits())
        least = least_objective(problem, k)
        assert found.status == "finished" and found.fit.neurons.size <= k
        assert found.fit.objective == pytest.approx(least, rel=2e-4) and found.bound <= least


def test_more_nodes_prove_more():
    problem = small_problem(8, "logistic", neurons=16, rows=100, ridge=0.05)
    bounds = []
    for nodes in (1, 10, 100):
        cache = FitCache(problem)
        found = search_tree(
            cache, 4, DualRelaxation(problem), cache.fit([0, 1, 2, 3]), gap=1e-6, limits=Limits(work=nodes)
        )
        assert found.nodes <= nodes + 1
        bounds.append(found.bound)
    assert bounds == sorted(bounds) and bounds[0] < bounds[-1]


class Failing:
    """A relaxation that fails."""

    def bound(self, node, *, cutoff, start):
        raise ArithmeticError("no bound")


def test_an_error_at_a_node_is_raised_and_not_lost_in_scip():
    cache = FitCache(small_problem(0, "logistic"))
    with pytest.raises(ArithmeticError, match="no bound"):
        search_tree(cache, 3, Failing(), cache.fit([0, 1, 2]), gap=1e-6, limits=Limits())


def test_the_largest_partial_share_is_branched_on():
    shares = np.array([1.0, 0.3, 0.6, 0.0])
    assert most_fractional(shares, np.ones(4, dtype=bool)) == 2
    assert most_fractional(shares, np.array([True, False, False, True])) == 3
    assert most_fractional(np.array([1.0, 1.0]), np.array([False, True])) == 1
