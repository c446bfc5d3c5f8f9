"""SCIP's branch and bound over supports, with our bounds at its nodes.

SCIP keeps the tree, picks the node, holds the incumbent and counts; a relaxation handler bounds each node and
fixes neurons that cannot be in, or out of, a better support; a branching rule picks the neuron to decide on.
"""

from typing import Any

import numpy as np
from pyscipopt import Branchrule, Conshdlr, Model
from pyscipopt.scip import PY_SCIP_RESULT as SCIP_RESULT
from pyscipopt.scip import Relax

from sparse_probing.optimal.completion import entry_bounds
from sparse_probing.optimal.incumbents import FitCache, improve, promising_support
from sparse_probing.optimal.problem import Array, Mask
from sparse_probing.optimal.relaxation import Node, NodeBound, Relaxation, Start
from sparse_probing.optimal.scip import (
    FIRST,
    TOLERANCE,
    Limits,
    TreeResult,
    Variables,
    empty_tree,
    ending,
    submit,
)
from sparse_probing.optimal.support import SupportFit

_AT_ONCE = 32  # neurons that complete a support, bounded together
_NEARLY = 0.7  # mean share of a support's neurons from which it is worth a fit


def search_tree(
    cache: FitCache, k: int, relaxation: Relaxation, incumbent: SupportFit, *, gap: float, limits: Limits
) -> TreeResult:
    """Search all supports of up to k neurons, until the best is proven within `gap` or a limit ends it."""
    scale = cache.problem.scale
    model, variables = empty_tree(cache.problem.neurons, k, limits.seconds)
    search = _Search(cache, k, relaxation, incumbent, gap)
    model.setParam("lp/solvefreq", -1)
    if limits.work is not None:
        model.setParam("limits/totalnodes", limits.work)
    model.includeConshdlr(
        _Epigraph(cache, variables),
        "epigraph",
        "t is the objective of the support",
        enfopriority=-FIRST,
        chckpriority=-FIRST,
        eagerfreq=-1,
        needscons=False,
    )
    model.includeRelax(_Bounds(search, variables), "perspective", "perspective relaxation", FIRST, 1)
    model.includeBranchrule(_Decisions(search, variables), "decide", "in or out", FIRST, -1, 1.0)
    submit(model, variables, incumbent, scale)
    model.optimize()
    if search.failure is not None:
        raise search.failure
    status = ending(model, proven=("optimal", "infeasible"))
    left = search.incumbent.objective if status == "finished" else model.getDualbound() * scale
    bound = min(left, search.least_cut_off) - 2 * TOLERANCE * scale
    return TreeResult(search.incumbent, bound, status, int(model.getNTotalNodes()), cuts=0)


class _Search:
    """What the plugins of one tree share: the incumbent, the starts of open nodes, and what was cut off.

    decision: the neuron to branch on at the current node, and bounds with and without it.
    least_cut_off: the lowest bound of the supports that are no longer looked at.
    """

    def __init__(
        self, cache: FitCache, k: int, relaxation: Relaxation, incumbent: SupportFit, gap: float
    ) -> None:
        self.cache = cache
        self.k = k
        self.relaxation = relaxation
        self.incumbent = incumbent
        self.gap = gap
        self.starts: dict[int, Start] = {}
        self.decision: tuple[int, float, float] = (-1, 0.0, 0.0)
        self.least_cut_off = np.inf
        self.failure: Exception | None = None

    @property
    def cutoff(self) -> float:
        """Bounds from here on prove the incumbent within the gap."""
        return self.incumbent.objective * (1 - self.gap)

    def cut_off(self, bound: float) -> None:
        """Remember that supports with this lower bound are no longer looked at."""
        self.least_cut_off = min(self.least_cut_off, bound)

    def fix(self, bounds: Array, among: Mask) -> Mask:
        """Return which neurons have bounds (neurons,) beyond the cutoff; those supports are cut off."""
        beyond = among & (bounds >= self.cutoff)
        self.cut_off(float(bounds[beyond].min(initial=np.inf)))
        return beyond


class _Bounds(Relax):
    """Bounds the current node, and cuts it off or fixes neurons."""

    def __init__(self, search: _Search, variables: Variables) -> None:
        self.search, self.variables = search, variables

    def relaxexec(self) -> dict[str, Any]:
        try:
            return self._bound()
        except Exception as error:  # SCIP would print it and go on
            self.search.failure = error
            self.model.interruptSolve()
            return {"result": SCIP_RESULT.DIDNOTRUN}

    def _bound(self) -> dict[str, Any]:
        search, chosen = self.search, self.variables.chosen
        must = np.array([variable.getLbLocal() > 0.5 for variable in chosen])
        allowed = np.array([variable.getUbLocal() > 0.5 for variable in chosen])
        node = Node(must, allowed & ~must, search.k - int(must.sum()))
        if node.room == 0 or not node.free.any():
            return self._settle(must)
        current = self.model.getCurrentNode()
        parent = current.getParent()
        start = None if parent is None else search.starts.get(parent.getNumber())
        found = search.relaxation.bound(node, cutoff=search.cutoff, start=start)
        support = promising_support(found.shares, np.flatnonzero(must), search.k)
        nearly = found.shares[list(support)].sum() >= _NEARLY * len(support)
        if found.bound < search.cutoff and nearly:
            self._propose(search.cache.fit(support))
        if found.bound >= search.cutoff:
            return self._cut_off(found.bound)
        if node.room == 1:
            self._complete(node, found)
            return {"result": SCIP_RESULT.CUTOFF}
        search.starts[current.getNumber()] = found.start
        return self._fix_and_decide(node, found)

    def _fix_and_decide(self, node: Node, found: NodeBound) -> dict[str, Any]:
        search = self.search
        out = search.fix(found.with_neuron, node.free)
        inside = search.fix(found.without_neuron, node.free & ~out)
        for neuron in np.flatnonzero(out).tolist():
            self.model.chgVarUb(self.variables.chosen[neuron], 0.0)
        for neuron in np.flatnonzero(inside).tolist():
            self.model.chgVarLb(self.variables.chosen[neuron], 1.0)
        undecided = node.free & ~out & ~inside
        if np.count_nonzero(inside) >= node.room or not undecided.any():
            return self._settle(node.must | inside)
        neuron = most_fractional(found.shares, undecided)
        search.decision = (neuron, found.with_neuron[neuron], found.without_neuron[neuron])
        return {"result": SCIP_RESULT.SUCCESS, "lowerbound": found.bound / search.cache.problem.scale}

    def _complete(self, node: Node, found: NodeBound) -> None:
        """Settle a node with room for one: each neuron that the bound leaves, by its own."""
        search = self.search
        fit = search.cache.fit(np.flatnonzero(node.must))
        left = np.flatnonzero(node.free & ~search.fix(found.with_neuron, node.free))
        left = left[np.argsort(found.with_neuron[left], kind="stable")]
        for first in range(0, left.size, _AT_ONCE):
            entering = left[first : first + _AT_ONCE]
            bounds = entry_bounds(search.cache.problem, fit, entering)
            for position in np.argsort(bounds, kind="stable"):
                if bounds[position] >= search.cutoff:
                    search.cut_off(bounds[position])
                    continue
                completed = search.cache.fit([*fit.neurons, entering[position]])
                search.cut_off(completed.bound)
                self._propose(completed)

    def _settle(self, must: Mask) -> dict[str, Any]:
        """End a node with one support."""
        fit = self.search.cache.fit(np.flatnonzero(must))
        self._propose(fit)
        return self._cut_off(fit.bound)

    def _cut_off(self, bound: float) -> dict[str, Any]:
        self.search.cut_off(bound)
        return {"result": SCIP_RESULT.CUTOFF}

    def _propose(self, fit: SupportFit) -> None:
        """Take a better incumbent, and hand it to SCIP."""
        search = self.search
        if fit.objective < search.incumbent.objective:
            search.incumbent = improve(search.cache, fit)
            submit(self.model, self.variables, search.incumbent, search.cache.problem.scale)


class _Decisions(Branchrule):
    """Branches on the neuron that the bound of the node has picked: in or out."""

    def __init__(self, search: _Search, variables: Variables) -> None:
        self.search, self.chosen = search, variables.chosen

    def branchexecps(self, allowaddcons: bool) -> dict[str, Any]:
        neuron, with_neuron, without_neuron = self.search.decision
        scale = self.search.cache.problem.scale
        estimate = self.model.getLocalEstimate()
        inside = self.model.createChild(1, estimate)
        self.model.chgVarLbNode(inside, self.chosen[neuron], 1.0)
        self.model.updateNodeLowerbound(inside, with_neuron / scale)
        outside = self.model.createChild(0, estimate)
        self.model.chgVarUbNode(outside, self.chosen[neuron], 0.0)
        self.model.updateNodeLowerbound(outside, without_neuron / scale)
        return {"result": SCIP_RESULT.BRANCHED}


class _Epigraph(Conshdlr):
    """Accepts a solution only with the objective of its support; all else must be branched on."""

    def __init__(self, cache: FitCache, variables: Variables) -> None:
        self.cache, self.variables = cache, variables

    def conscheck(self, constraints: Any, solution: Any, *args: Any) -> dict[str, Any]:
        values = [self.model.getSolVal(solution, variable) for variable in self.variables.chosen]
        needed = self.cache.fit(np.flatnonzero(np.array(values) > 0.5)).objective / self.cache.problem.scale
        given = self.model.getSolVal(solution, self.variables.epigraph)
        return {"result": SCIP_RESULT.FEASIBLE if given >= needed - TOLERANCE else SCIP_RESULT.INFEASIBLE}

    def consenfolp(self, *args: Any) -> dict[str, Any]:
        return {"result": SCIP_RESULT.INFEASIBLE}

    def consenfops(self, *args: Any) -> dict[str, Any]:
        return {"result": SCIP_RESULT.INFEASIBLE}

    def conslock(self, constraint: Any, locktype: Any, positive: int, negative: int) -> None:
        lock_all(self.model, self.variables, locktype, positive, negative)


def lock_all(model: Model, variables: Variables, locktype: Any, positive: int, negative: int) -> None:
    """Tell SCIP that a smaller t, or one neuron fewer, may break the constraint."""
    for variable in (variables.epigraph, *variables.chosen):
        model.addVarLocksType(variable, locktype, positive, negative)


def most_fractional(shares: Array, among: Mask) -> int:
    """Return the neuron of the mask with the largest share (neurons,) below 1, else one with a share of 1."""
    partial = np.where(shares < 1 - 1e-9, shares, -0.5)
    return int(np.argmax(np.where(among, partial, -1.0)))
