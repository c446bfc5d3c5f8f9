"""All supports of k neurons, where they are few: single neurons of a layer, or a choice among few neurons."""

import itertools
from collections.abc import Sequence

import numpy as np

from sparse_probing.optimal.completion import entry_bounds
from sparse_probing.optimal.incumbents import FitCache, best_of
from sparse_probing.optimal.scip import TreeResult
from sparse_probing.optimal.support import SupportFit, fit_support

_AT_ONCE = 32  # last neurons, bounded together


def enumerate_supports(cache: FitCache, k: int, seeds: Sequence[SupportFit], gap: float) -> TreeResult:
    """Bound or fit every support of k neurons, of which the problem has at least as many.

    Supports with the same first k - 1 neurons are bounded together, each by a dual bound of its own; those
    whose bound does not prove the best support within `gap` are fitted. A support of fewer neurons has no
    lower minimum than those that contain it.
    """
    problem = cache.problem
    best, bound = best_of(seeds), np.inf
    for first in itertools.combinations(range(problem.neurons - 1), k - 1):
        shared = fit_support(problem, np.array(first, dtype=np.int64))
        for start in range(first[-1] + 1 if first else 0, problem.neurons, _AT_ONCE):
            last = np.arange(start, min(start + _AT_ONCE, problem.neurons))
            bounds = entry_bounds(problem, shared, last)
            for position in np.argsort(bounds, kind="stable").tolist():
                own = float(bounds[position])
                if own < best.objective * (1 - gap):
                    fit = fit_support(problem, np.append(shared.neurons, last[position]))
                    best, own = best_of((best, fit)), max(own, fit.bound)
                bound = min(bound, own)
    return TreeResult(best, bound, "finished", nodes=0, cuts=0)
