import itertools

import numpy as np
import pytest
from planted import least_objective, small_problem

from sparse_probing.optimal.enumeration import enumerate_supports
from sparse_probing.optimal.incumbents import FitCache
from sparse_probing.optimal.losses import LOSSES
from sparse_probing.optimal.path import by_relaxation, optimal_path
from sparse_probing.optimal.relaxation import DualRelaxation
from sparse_probing.optimal.scip import Limits
from sparse_probing.optimal.tree import search_tree


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("k", [1, 2, 3, 9])
def test_enumeration_and_the_tree_of_scip_find_the_same_from_the_worst(loss, k):
    problem = small_problem(5, loss, rows=80, neurons=9, ridge=0.5)
    cache = FitCache(problem)
    supports = itertools.combinations(range(9), k)
    worst = max((cache.fit(support) for support in supports), key=lambda fit: fit.objective)
    found = enumerate_supports(cache, k, [worst], 1e-6)
    assert found.status == "finished" and (found.nodes, found.cuts) == (0, 0)
    assert found.bound <= least_objective(problem, k) <= found.bound * (1 + 2e-5)
    tree = search_tree(FitCache(problem), k, DualRelaxation(problem), worst, gap=1e-6, limits=Limits())
    assert found.fit.objective == pytest.approx(tree.fit.objective, rel=1e-6 if loss != "hinge" else 2e-5)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("gap", [1e-3, 0.2])
def test_the_best_neuron_of_a_layer_is_proven_without_a_tree(loss, gap):
    problem = small_problem(2, loss, neurons=70, ridge=1.0)
    (found,) = optimal_path(problem, (1,), gap=gap)
    (tree,) = optimal_path(problem, (1,), gap=gap, search=by_relaxation)
    assert found.status == "optimal" and found.nodes == 0
    assert found.bound <= least_objective(problem, 1) and found.gap <= gap * (1 + 1e-5)
    assert found.objective == pytest.approx(tree.objective)


def test_a_proof_within_the_gap_keeps_the_support_it_starts_from():
    cache = FitCache(small_problem(5, "logistic", neurons=9, ridge=0.5))
    everything = cache.fit(range(9))
    loose = enumerate_supports(cache, 2, [everything], 0.5)
    assert loose.fit is everything and np.isfinite(loose.bound)
