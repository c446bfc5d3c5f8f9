"""Optimal supports for several k, each with a proof: the largest k first, what it taught handed on."""

import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sparse_probing.optimal.cuts import search_cuts
from sparse_probing.optimal.enumeration import enumerate_supports
from sparse_probing.optimal.extraction import ExtractedRelaxation, Quadratic
from sparse_probing.optimal.incumbents import FitCache, beam_search, best_of, improve
from sparse_probing.optimal.problem import Array, Indices, Problem
from sparse_probing.optimal.relaxation import DualRelaxation, Node, Relaxation
from sparse_probing.optimal.scip import Limits, TreeResult
from sparse_probing.optimal.support import SupportFit
from sparse_probing.optimal.tree import search_tree

FEW = 20_000  # supports, which take some seconds at 10,000 rows

Searcher = Callable[[FitCache, int, Sequence[SupportFit], float, Limits], TreeResult]


@dataclass(frozen=True)
class Certificate:
    """The best probe found with up to k neurons, and what is proven about it.

    neurons: ascending; coefficients: in their order. bound: no probe of up to k neurons has a lower
    objective. gap: (objective - bound) / objective. status: `optimal` where the gap is within the tolerance,
    else what ended the search: the limit `work` or `seconds`, or `precision` where the tolerance is finer
    than fits and bounds are. nodes, cuts: of SCIP's tree.
    """

    k: int
    neurons: Indices
    coefficients: Array
    intercept: float
    objective: float
    bound: float
    gap: float
    status: str
    nodes: int
    cuts: int


def optimal_path(
    problem: Problem,
    ks: Iterable[int],
    *,
    starts: Iterable[Indices] = (),
    gap: float = 1e-3,
    limits: Limits | None = None,
    search: Searcher | None = None,
) -> list[Certificate]:
    """Return a certificate for each k, in ascending order; those above the number of neurons are left out.

    starts: supports that the result is never worse than, at their size or above. gap: the relative gap that
    counts as a proof. limits: for each k; by default none. search: `by_bounds`, the default, or
    `by_cuts`.
    """
    begun = time.process_time()
    limits = Limits() if limits is None else limits
    search = by_bounds if search is None else search
    wanted = sorted({k for k in ks if k <= problem.neurons}, reverse=True)
    if not wanted:
        return []
    cache = FitCache(problem)
    known = beam_search(cache, wanted[::-1])
    started = [cache.fit(start) for start in starts if len(start) <= wanted[0]]
    for size in sorted({fit.neurons.size for fit in started}):
        known.append(improve(cache, best_of(fit for fit in started if fit.neurons.size == size)))
    floor = 0.0  # c(k) falls with k, so a bound for a larger k is a bound for this one
    results = []
    for k in wanted:
        seeds = [fit for fit in known if fit.neurons.size <= k]
        best = best_of(seeds)
        if floor >= best.objective * (1 - gap):
            result = TreeResult(best, floor, "finished", nodes=0, cuts=0)
        else:
            result = search(cache, k, seeds, gap, limits.since(begun))
        begun = time.process_time()
        floor = max(floor, result.bound)
        known.append(result.fit)
        results.append(replace(result, bound=floor))
    certificates = []
    best = results[-1].fit
    for k, result in zip(wanted[::-1], results[::-1], strict=True):
        # What the search for a smaller k found later is a support for this one too.
        best = result.fit if result.fit.objective <= best.objective else best
        certificates.append(_certificate(k, replace(result, fit=best), gap))
    return certificates


def by_bounds(cache: FitCache, k: int, seeds: Sequence[SupportFit], gap: float, limits: Limits) -> TreeResult:
    """Search one by one where there are few supports, else by relaxation."""
    if math.comb(cache.problem.neurons, k) <= FEW:
        return enumerate_supports(cache, k, seeds, gap)
    return by_relaxation(cache, k, seeds, gap, limits)


def by_relaxation(
    cache: FitCache, k: int, seeds: Sequence[SupportFit], gap: float, limits: Limits
) -> TreeResult:
    """Search with perspective bounds at the nodes, after screening by the bound at the root.

    The squared loss has sharper bounds of its own, for which what is left is screened again.
    """
    begun = time.process_time()
    incumbent, best_excluded, root_bound = best_of(seeds), np.inf, 0.0
    problem, kept = cache.problem, np.arange(cache.problem.neurons)
    for build in _RELAXATIONS[problem.loss.name]:
        relaxation = build(problem, k)
        everything = np.ones(problem.neurons, dtype=bool)
        cutoff = incumbent.objective * (1 - gap)
        root = relaxation.bound(Node(~everything, everything, k), cutoff=cutoff, start=None)
        root_bound = max(root_bound, root.bound)  # a tree that a limit ends early may have none of its own
        if root.bound >= cutoff:
            return TreeResult(incumbent, min(root.bound, best_excluded), "finished", nodes=0, cuts=0)
        out = root.with_neuron >= cutoff
        out[np.searchsorted(kept, incumbent.neurons)] = False
        best_excluded = min(best_excluded, float(root.with_neuron[out].min(initial=np.inf)))
        problem, kept = problem.among(np.flatnonzero(~out)), kept[~out]
    smaller = FitCache(problem)
    local = smaller.fit(np.searchsorted(kept, incumbent.neurons))
    relaxation = _RELAXATIONS[problem.loss.name][-1](problem, k)
    result = search_tree(smaller, min(k, kept.size), relaxation, local, gap=gap, limits=limits.since(begun))
    fit = cache.fit(kept[result.fit.neurons])
    return replace(result, fit=fit, bound=min(max(result.bound, root_bound), best_excluded))


def by_cuts(cache: FitCache, k: int, seeds: Sequence[SupportFit], gap: float, limits: Limits) -> TreeResult:
    """Search with the cuts of the paper alone."""
    return search_cuts(cache, k, seeds, gap=gap, limits=limits)


def _dual(problem: Problem, k: int) -> Relaxation:
    return DualRelaxation(problem)


def _extracted(problem: Problem, k: int) -> Relaxation:
    return ExtractedRelaxation.best(Quadratic.of(problem), problem.ridge, k)


_RELAXATIONS: dict[str, tuple[Callable[[Problem, int], Relaxation], ...]] = {
    "hinge": (_dual,),
    "logistic": (_dual,),
    "squared": (_dual, _extracted),
}


def _certificate(k: int, result: TreeResult, tolerance: float) -> Certificate:
    fit = result.fit
    bound = float(min(result.bound, fit.objective))
    gap = (fit.objective - bound) / fit.objective
    return Certificate(
        k=k,
        neurons=fit.neurons,
        coefficients=fit.coefficients,
        intercept=fit.intercept,
        objective=fit.objective,
        bound=bound,
        gap=gap,
        status=_status(gap, tolerance, result),
        nodes=result.nodes,
        cuts=result.cuts,
    )


def _status(gap: float, tolerance: float, result: TreeResult) -> str:
    if gap <= tolerance * (1 + 1e-5):
        return "optimal"
    return "precision" if result.status == "finished" else result.status
