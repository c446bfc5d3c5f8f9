"""The paper's algorithm: outer approximation of the objective over supports in one branch-and-cut tree.

The objective c(z) of a choice z in {0, 1}^neurons is convex in z, and any balanced pulls p with
correlations u bound it from below, for every z, by the plane sum_i c_i d(p_i) - sum_j z_j u_j^2 / (2
ridge). SCIP minimises t over z with the planes found so far; at each integral z the inner problem gives the
plane that is tight there. Bertsimas, Pauphilet and Van Parys 2017 (arXiv 1710.01352); Gurnee et al. 2023
(arXiv 2305.01610, appendix).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from pyscipopt import Conshdlr, quicksum
from pyscipopt.scip import PY_SCIP_RESULT as SCIP_RESULT

from sparse_probing.optimal.incumbents import FitCache, best_of
from sparse_probing.optimal.problem import SAFETY, Array, Problem, largest_sum
from sparse_probing.optimal.scip import FIRST, Limits, TreeResult, Variables, empty_tree, ending, submit
from sparse_probing.optimal.support import SupportFit
from sparse_probing.optimal.tree import lock_all

# By this much SCIP may miss a plane: a choice that misses its own by twice that is done.
_FEASIBILITY = 1e-9
# Of bounds of linear programs in floating point, of a plane's constant and of what k neurons take off it.
_LP_ERROR = 1e-7


def search_cuts(
    cache: FitCache, k: int, seeds: Sequence[SupportFit], *, gap: float, limits: Limits
) -> TreeResult:
    """Search all supports of up to k neurons by cuts, until the best is proven within `gap` or a limit ends.

    seeds: fits of up to k neurons; each gives a first cut, and the best of them is the first incumbent.
    """
    scale = cache.problem.scale
    model, variables = empty_tree(cache.problem.neurons, k, limits.seconds)
    model.setParam("numerics/feastol", _FEASIBILITY)
    model.setParam("limits/gap", gap)
    planes = _Planes(cache, k, variables, best_of(seeds), limits.work)
    model.includeConshdlr(
        planes,
        "planes",
        "outer approximation",
        enfopriority=-FIRST,
        chckpriority=-FIRST,
        eagerfreq=-1,
        needscons=False,
    )
    for fit in seeds:
        planes.add(fit)
    submit(model, variables, planes.incumbent, scale)
    model.optimize()
    if planes.failure is not None:
        raise planes.failure
    error = _LP_ERROR * (1 + planes.steepest) * scale
    bound = min(model.getDualbound() * scale, planes.incumbent.objective) - error
    status = ending(model, proven=("optimal", "gaplimit"))
    return TreeResult(planes.incumbent, bound, status, int(model.getNTotalNodes()), planes.cuts)


class _Planes(Conshdlr):
    """Holds t above the objective of every support: a plane for each choice that comes up below it.

    steepest: the most that k neurons take off the constant of a plane.
    """

    def __init__(
        self, cache: FitCache, k: int, variables: Variables, incumbent: SupportFit, most: int | None
    ) -> None:
        self.cache, self.k, self.variables, self.incumbent, self.most = cache, k, variables, incumbent, most
        self.cuts = 0
        self.steepest = 0.0
        self.failure: Exception | None = None

    def add(self, fit: SupportFit) -> None:
        """Add the plane of a fit."""
        constant, slopes = plane(self.cache.problem, fit)
        self.steepest = max(self.steepest, largest_sum(slopes, self.k))
        terms = (slope * z for slope, z in zip(slopes.tolist(), self.variables.chosen, strict=True))
        self.model.addCons(self.variables.epigraph + quicksum(terms) >= constant, removable=True)
        self.cuts += 1

    def conscheck(self, constraints: Any, solution: Any, *args: Any) -> dict[str, Any]:
        below = self._below(solution, self._fit(solution))
        return {"result": SCIP_RESULT.INFEASIBLE if below else SCIP_RESULT.FEASIBLE}

    def consenfolp(self, *args: Any) -> dict[str, Any]:
        return self._enforce()

    def consenfops(self, *args: Any) -> dict[str, Any]:
        return self._enforce()

    def conslock(self, constraint: Any, locktype: Any, positive: int, negative: int) -> None:
        lock_all(self.model, self.variables, locktype, positive, negative)

    def _enforce(self) -> dict[str, Any]:
        try:
            fit = self._fit(None)
            if fit.objective < self.incumbent.objective:
                self.incumbent = fit
                submit(self.model, self.variables, fit, self.cache.problem.scale)
            if not self._below(None, fit):
                return {"result": SCIP_RESULT.FEASIBLE}
            if self.most is not None and self.cuts >= self.most:
                self.model.interruptSolve()
            self.add(fit)
            return {"result": SCIP_RESULT.CONSADDED}
        except Exception as error:  # SCIP would print it and go on
            self.failure = error
            self.model.interruptSolve()
            return {"result": SCIP_RESULT.INFEASIBLE}

    def _fit(self, solution: Any) -> SupportFit:
        values = enumerate(self.variables.chosen)
        return self.cache.fit(j for j, z in values if self.model.getSolVal(solution, z) > 0.5)

    def _below(self, solution: Any, fit: SupportFit) -> bool:
        """Whether the t of a solution (None: the node's own) lies below the objective of its support."""
        needed = fit.bound / self.cache.problem.scale - 2 * _FEASIBILITY
        return bool(self.model.getSolVal(solution, self.variables.epigraph) < needed)


def plane(problem: Problem, fit: SupportFit) -> tuple[float, Array]:
    """Return a and g (neurons,) of the plane t + g @ z >= a, which holds for every support z.

    t in units of the mean loss. No slope need exceed a, since t is never below 0.
    """
    costs = problem.costs(fit.pull, problem.correlations(fit.pull))
    constant = max(0.0, float(problem.gain(fit.pull, problem.neurons)) / problem.scale)
    return constant, np.minimum(costs * ((1 + SAFETY) / problem.scale), constant)
