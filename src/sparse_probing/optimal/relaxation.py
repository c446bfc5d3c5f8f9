"""Lower bounds on a node of the tree from the perspective relaxation, for any loss."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sparse_probing.optimal.newton import RelaxedPoint
from sparse_probing.optimal.perspective import best_shares
from sparse_probing.optimal.problem import Array, Indices, Mask, Problem

WORKING = 48  # columns to start from: more than are ever partial at strong ridges
_CHECKS = 12
_SHARPEST = 6  # smooth hinges: the steps, in single precision, see no sharper ones
# A node is solved well enough once what is left to gain is this share of what it lacks to be cut off.
_ENOUGH = 0.02
_PRECISION = 1e-5


@dataclass(frozen=True)
class Node:
    """A subproblem: supports of all `must` and up to `room` of the `free` neurons, both masks (neurons,)."""

    must: Mask
    free: Mask
    room: int


@dataclass(frozen=True)
class Start:
    """Where the relaxation of a node below starts: the weights that are not 0, and the intercept.

    working: the neurons to optimise over.
    """

    neurons: Indices
    weights: Array
    intercept: float
    working: Indices

    @classmethod
    def at(cls, node: Node, weights: Array, intercept: float, costs: Array) -> "Start":
        """Start from weights (neurons,) and the neurons that cost the bound most."""
        live = np.flatnonzero(weights)
        return cls(live, weights[live], intercept, most_pressing(node, costs, WORKING))


@dataclass(frozen=True)
class NodeBound:
    """A lower bound on all supports of a node.

    with_neuron: (neurons,) a bound on the supports that have the neuron; without_neuron: on those that do
    not. shares: (neurons,) z of the relaxation. start: for the nodes below.
    """

    bound: float
    with_neuron: Array
    without_neuron: Array
    shares: Array
    start: Start


class Relaxation(Protocol):
    """A way to bound nodes of one problem."""

    def bound(self, node: Node, *, cutoff: float, start: Start | None) -> NodeBound:
        """Bound a node; work stops early once the bound exceeds `cutoff`."""


@dataclass(frozen=True)
class DualRelaxation:
    """Perspective bounds by Newton steps on a working set of columns; all columns certify.

    Each step minimises the quadratic model of the loss plus the perspective penalty (see `perspective`). The
    pulls at the point reached give a bound that holds whether or not the steps have converged.
    """

    problem: Problem

    def bound(self, node: Node, *, cutoff: float, start: Start | None) -> NodeBound:
        """Bound a node, starting from the solution of the node above."""
        problem = self.problem
        weights, intercept = started(node, start)
        working = np.zeros(0, dtype=np.int64) if start is None else start.working
        working = working_set(node, weights, working)
        best, best_costs = -np.inf, np.zeros(problem.neurons)
        stages = problem.loss.stages[:_SHARPEST]
        for stage in stages if start is None else stages[min(2, len(stages) - 1) :]:
            for _ in range(_CHECKS):
                point = RelaxedPoint.of(
                    problem, stage, working, node.must[working], node.room, weights[working], intercept
                )
                point = point.minimised(0.1 * _allowed(point.value, cutoff))
                weights = np.zeros(problem.neurons)
                weights[working], intercept = point.weights, point.intercept
                pull = problem.balanced(stage.pull(point.margin))
                costs = problem.costs(pull, problem.correlations(pull))
                bound = problem.bound(pull, costs, must=node.must, free=node.free, room=node.room)
                if bound > best:
                    best, best_costs = bound, costs
                smoothing = float(problem.weight @ (stage.dual(pull) - problem.loss.dual(pull)))
                if best >= cutoff or point.value - bound - smoothing <= _allowed(point.value, cutoff):
                    break
                grown = np.union1d(working, most_pressing(node, costs, working.size + WORKING // 2))
                if grown.size == working.size:  # nothing is left out, and no step goes further down
                    break
                working = grown
            exact = point.exact_value()
            if best >= cutoff or exact - best <= _allowed(exact, cutoff):
                break
        inside, outside = child_bounds(best, best_costs, node)
        shares = best_shares(weights, node.must, node.room).z
        return NodeBound(best, inside, outside, shares, Start.at(node, weights, intercept, best_costs))


def child_bounds(bound: float, costs: Array, node: Node) -> tuple[Array, Array]:
    """Return what a bound becomes with each neuron forced in, and with each forced out; both (neurons,).

    costs: (neurons,) what each neuron takes off the bound: of free neurons, the `room` largest are taken. A
    neuron forced in takes the place of the last of them; one forced out gives its place to the first that is
    not among them. What is not possible is bounded by infinity.
    """
    ranked = -np.sort(-costs[node.free])
    last = ranked[node.room - 1] if 0 < node.room <= ranked.size else 0.0
    following = ranked[node.room] if node.room < ranked.size else 0.0
    open_to = node.free & (node.room > 0)
    inside = np.where(open_to, bound + np.maximum(last - costs, 0.0), np.where(node.must, bound, np.inf))
    taken = open_to & (costs >= last)
    outside = np.where(taken, bound + (costs - following), np.where(node.must, np.inf, bound))
    return inside, outside


def started(node: Node, start: Start | None) -> tuple[Array, float]:
    """Return weights (neurons,) and intercept to start a node from: those of the start that it allows."""
    weights = np.zeros(node.must.size)
    if start is None:
        return weights, 0.0
    weights[start.neurons] = start.weights
    weights[~(node.must | node.free if node.room else node.must)] = 0.0
    return weights, start.intercept


def working_set(node: Node, weights: Array, wanted: Indices) -> Indices:
    """Return the neurons to optimise over: must, in use, and the free ones of those wanted."""
    needed = node.must | (weights != 0)
    needed[wanted] |= node.free[wanted]
    return np.flatnonzero(needed)


def most_pressing(node: Node, costs: Array, count: int) -> Indices:
    """Return the free neurons of largest costs (neurons,), up to `count` and at least some for each room."""
    pressing = np.where(node.free & (node.room > 0), costs, 0.0)
    order = np.argsort(-pressing, kind="stable")[: max(count, 3 * node.room)]
    return order[pressing[order] > 0]


def _allowed(value: float, cutoff: float) -> float:
    """The gap at which a relaxation counts as solved."""
    lacking = cutoff - value if np.isfinite(cutoff) else 0.0
    return max(_PRECISION * abs(value), _ENOUGH * lacking)
