"""Good supports, found fast: a beam over growing supports, then swaps of one neuron for another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from sparse_probing.optimal.completion import entry_gains
from sparse_probing.optimal.problem import Array, Indices, Problem
from sparse_probing.optimal.support import SupportFit, fit_support

Support = tuple[int, ...]

_WIDTH = 4  # supports kept at each size
_BRANCHES = 6  # neurons tried as the next of each
_PASSES = 20
_BEST = 2  # neurons tried in the place of each that is dropped


@dataclass
class FitCache:
    """The fits of one problem by support, so that none is fitted twice."""

    problem: Problem
    fits: dict[Support, SupportFit] = field(default_factory=dict)

    def fit(self, neurons: Iterable[int]) -> SupportFit:
        """Return the fit on a support, given in any order."""
        support = tuple(sorted(int(neuron) for neuron in neurons))
        if support not in self.fits:
            self.fits[support] = fit_support(self.problem, np.array(support, dtype=np.int64))
        return self.fits[support]


def beam_search(cache: FitCache, sizes: Sequence[int]) -> list[SupportFit]:
    """Return the best support found of each of the sizes (ascending), improved by swaps.

    Supports grow one neuron at a time, and the best few of each size are kept.
    """
    level: list[Support] = [()]
    best = []
    for size in range(1, sizes[-1] + 1):
        grown = {}
        for support in level:
            fit = cache.fit(support)
            for neuron in _most_promising(cache.problem, fit, _BRANCHES):
                child = cache.fit((*support, neuron))
                grown[tuple(child.neurons.tolist())] = child.objective
        level = sorted(grown, key=lambda support: (grown[support], support))[:_WIDTH]
        if size in sizes:
            best.append(improve(cache, cache.fit(level[0])))
            improved = tuple(best[-1].neurons.tolist())
            level = [improved, *(support for support in level if support != improved)][:_WIDTH]
    return best


def improve(cache: FitCache, fit: SupportFit) -> SupportFit:
    """Return the support after swaps of one neuron for another, until none tried lowers the objective."""
    for _ in range(_PASSES):
        before = fit.objective
        for neuron in fit.neurons.tolist():
            rest = [other for other in fit.neurons.tolist() if other != neuron]
            for entering in _most_promising(cache.problem, cache.fit(rest), _BEST):
                swapped = cache.fit([*rest, entering])
                if swapped.objective < fit.objective * (1 - 1e-12):
                    fit = swapped
            if neuron not in fit.neurons:
                break
        if fit.objective >= before:
            break
    return fit


def _most_promising(problem: Problem, fit: SupportFit, count: int) -> list[int]:
    """Return the neurons whose entry lowers the objective most, by one Newton step from the fit."""
    order = np.argsort(-entry_gains(problem, fit), kind="stable")[:count]
    return [int(neuron) for neuron in order if neuron not in fit.neurons]


def best_of(fits: Iterable[SupportFit]) -> SupportFit:
    """Return the fit of least objective; of equal ones, the first by its neurons."""
    return min(fits, key=lambda fit: (fit.objective, fit.neurons.tolist()))


def promising_support(shares: Array, must: Indices, k: int) -> Support:
    """Return the k neurons with the largest shares in a relaxation, `must` among them."""
    order = [neuron for neuron in np.argsort(-shares, kind="stable").tolist() if shares[neuron] > 0]
    chosen = list(must) + [neuron for neuron in order if neuron not in set(must.tolist())]
    return tuple(sorted(int(neuron) for neuron in chosen[:k]))
