import itertools

import numpy as np
import pytest
from planted import least_objective, small_problem

from sparse_probing.optimal.cuts import plane, search_cuts
from sparse_probing.optimal.incumbents import FitCache
from sparse_probing.optimal.losses import LOSSES
from sparse_probing.optimal.scip import Limits
from sparse_probing.optimal.support import fit_support


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("ridge", [0.1, 10.0, 1000.0])
def test_a_plane_is_below_every_support_and_touches_its_own(loss, ridge):
    problem = small_problem(1, loss, rows=80, neurons=6, ridge=ridge)
    own = fit_support(problem, np.array([1, 4]))
    constant, slopes = plane(problem, own)
    assert slopes.min() >= 0 and slopes.max() <= constant
    for size in range(5):
        for support in itertools.combinations(range(6), size):
            height = (constant - slopes[list(support)].sum()) * problem.scale
            assert height <= fit_support(problem, np.array(support, dtype=np.int64)).objective
    assert (constant - slopes[[1, 4]].sum()) * problem.scale == pytest.approx(own.objective, rel=1e-4)


@pytest.mark.parametrize("loss", LOSSES)
def test_cuts_find_the_best_from_the_worst(loss):
    problem = small_problem(2, loss, rows=80, neurons=8, ridge=4.0)
    cache = FitCache(problem)
    pairs = [cache.fit(pair) for pair in itertools.combinations(range(8), 2)]
    worst = max(pairs, key=lambda fit: fit.objective)
    found = search_cuts(cache, 2, [worst], gap=1e-4, limits=Limits())
    assert found.status == "finished" and found.nodes >= 1
    assert found.fit.objective == pytest.approx(least_objective(problem, 2), rel=2e-4)
    assert found.bound <= least_objective(problem, 2)


def test_cuts_stop_at_their_limit():
    problem = small_problem(8, "logistic", neurons=16, rows=100, ridge=0.1)
    cache = FitCache(problem)
    found = search_cuts(cache, 3, [cache.fit([0, 1, 2])], gap=1e-6, limits=Limits(work=5))
    assert found.status == "work" and found.cuts == 6  # the one that went over the limit among them
    assert found.bound <= least_objective(problem, 3)
