"""What both searches ask of SCIP: an empty tree, its limits, solutions handed in, and how it ended."""

import time
from dataclasses import dataclass, replace
from typing import Any

from pyscipopt import Model
from pyscipopt.scip import PY_SCIP_PARAMSETTING as SCIP_PARAMSETTING

from sparse_probing.optimal.support import SupportFit

FIRST = 10_000_000
"""Priority of plugins that come before all of SCIP's own; its negative is that of those that come after."""
TOLERANCE = 1e-9
"""SCIP's: objectives, here mean losses, that differ by less are the same to it."""


@dataclass(frozen=True)
class Limits:
    """What the search for one k may take.

    work: nodes of the tree, or cuts; the result is the same on every run. seconds: of CPU time, after which
    no node is begun; the result is not reproducible. The search for starts, which counts with the largest k,
    the bound at the root and an enumeration are not broken off.
    """

    work: int | None = None
    seconds: float | None = None

    def since(self, begun: float) -> "Limits":
        """Return what is left of the limits of a search that began at this `time.process_time()`."""
        if self.seconds is None:
            return self
        return replace(self, seconds=max(0.0, self.seconds - (time.process_time() - begun)))


@dataclass(frozen=True)
class TreeResult:
    """The best support found, a lower bound on all supports, and how the search ended.

    status: `finished`, or the limit that ended the search: `work` or `seconds`. nodes: of SCIP's tree. cuts:
    planes added to it.
    """

    fit: SupportFit
    bound: float
    status: str
    nodes: int
    cuts: int


@dataclass(frozen=True)
class Variables:
    """SCIP's variables: a binary z for each neuron, chosen or not, and t, the mean loss and ridge."""

    chosen: tuple[Any, ...]
    epigraph: Any


def empty_tree(neurons: int, k: int, seconds: float | None) -> tuple[Model, Variables]:
    """Return a model that minimises t over up to k of the neurons, and that does nothing of its own accord.

    It keeps a best-first tree and leaves bounds, cuts and branching to plugins. Reductions that look at t
    alone are off, since plugins know more about t than SCIP does.
    """
    model = Model()
    model.hideOutput()
    model.setPresolve(SCIP_PARAMSETTING.OFF)
    model.setHeuristics(SCIP_PARAMSETTING.OFF)
    model.setSeparating(SCIP_PARAMSETTING.OFF)
    model.setParams(
        {
            "propagating/maxrounds": 0,
            "propagating/maxroundsroot": 0,
            "misc/allowstrongdualreds": False,
            "misc/allowweakdualreds": False,
            "misc/catchctrlc": False,
            "conflict/enable": False,
            "nodeselection/bfs/stdpriority": FIRST,
            "nodeselection/bfs/maxplungedepth": 0,
            "timing/clocktype": 1,  # CPU time
        }
    )
    if seconds is not None:
        model.setParam("limits/time", seconds)
    chosen = tuple(model.addVar(f"z{neuron}", vtype="B", obj=0.0) for neuron in range(neurons))
    epigraph = model.addVar("t", vtype="C", lb=0.0, obj=1.0)
    model.addCons(sum(chosen[1:], start=chosen[0]) <= k)
    return model, Variables(chosen, epigraph)


def submit(model: Model, variables: Variables, fit: SupportFit, scale: float) -> None:
    """Hand SCIP a fitted support as a solution; scale: sum of the weights of the rows."""
    solution = model.createSol()
    for neuron in fit.neurons.tolist():
        model.setSolVal(solution, variables.chosen[neuron], 1.0)
    model.setSolVal(solution, variables.epigraph, fit.objective / scale)
    model.addSol(solution)


def ending(model: Model, *, proven: tuple[str, ...]) -> str:
    """Return how a search ended; `proven` are SCIP's words for a finished one."""
    status = model.getStatus()
    if status in proven:
        return "finished"
    return "seconds" if status == "timelimit" else "work"
