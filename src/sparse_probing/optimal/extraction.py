"""Sharper bounds for the squared loss: curvature of the loss lent to the ridge.

The squared loss is a quadratic with Hessian H. For a diagonal D with H - D positive semidefinite, w'Hw/2 is
w'(H - D)w/2 plus a ridge with penalties D, and the perspective relaxation tightens all of the ridge: its
own and the lent one. Every such D gives a bound; a good one gives most to the neurons that the relaxation
splits.
"""

from dataclasses import dataclass

import numpy as np
import scipy.linalg

from sparse_probing.optimal.perspective import best_shares, minimise_quadratic, sum_of_squares
from sparse_probing.optimal.problem import SAFETY, Array, Problem, largest_sum
from sparse_probing.optimal.relaxation import (
    WORKING,
    Node,
    NodeBound,
    Start,
    child_bounds,
    most_pressing,
    started,
    working_set,
)

_CHECKS = 12
_GROWTH = 24  # neurons that the working set grows by
_ROUNDS = 4
_WIDEST = 600  # neurons whose loans are tuned one by one: an n^3 matter
_BARRIERS = (1e-1, 1e-2, 1e-3)
_NEWTON_STEPS = 8
_KEPT = 1 - 1e-4  # share of a loan that is used, so that H - D stays clear of what rounding can do
_HALVINGS = 10


@dataclass(frozen=True)
class Quadratic:
    """The squared loss as constant - q'w + w'Hw/2, its intercept eliminated.

    hessian: (neurons, neurons) H. linear: (neurons,) q. noise: no entry of either is off by more.
    """

    hessian: Array
    linear: Array
    constant: float
    noise: float

    @classmethod
    def of(cls, problem: Problem) -> "Quadratic":
        """Expand the squared loss of a problem."""
        rooted = problem.signed * np.sqrt(problem.weight)
        imbalance = float(problem.weight @ problem.sign)
        across = problem.signed @ (problem.weight * problem.sign)
        hessian = rooted @ rooted.T - np.outer(across, across) / problem.scale
        linear = problem.signed @ problem.weight - across * (imbalance / problem.scale)
        largest = max(float(np.square(rooted).sum(axis=1).max()), problem.scale)
        noise = 4 * problem.sign.size * float(np.finfo(np.float64).eps) * largest
        return cls(hessian, linear, 0.5 * (problem.scale - imbalance**2 / problem.scale), noise)


@dataclass(frozen=True)
class ExtractedRelaxation:
    """Perspective bounds for the squared loss with lent curvature, in weights v = w sqrt(ridge + D).

    hessian, linear: of the quadratic less the loan, in v, whose ridge is 1. root: (neurons,) sqrt(ridge + D).
    """

    hessian: Array
    linear: Array
    constant: float
    noise: float
    root: Array

    @classmethod
    def lent(cls, quadratic: Quadratic, ridge: float, loan: Array) -> "ExtractedRelaxation":
        """Lend the diagonal `loan` (neurons,), or as much of it as surely leaves a convex loss."""
        loan = safe_loan(quadratic, loan)
        root = np.sqrt(ridge + loan)
        hessian = (quadratic.hessian - np.diag(loan)) / np.outer(root, root)
        return cls(hessian, quadratic.linear / root, quadratic.constant, quadratic.noise, root)

    @classmethod
    def best(cls, quadratic: Quadratic, ridge: float, k: int) -> "ExtractedRelaxation":
        """Choose the loan by turns with the relaxation at the root of the tree for k neurons."""
        neurons = quadratic.linear.size
        everything = Node(np.zeros(neurons, dtype=bool), np.ones(neurons, dtype=bool), k)
        even = even_loan(quadratic.hessian)
        relaxation = cls.lent(quadratic, ridge, even)
        bound = relaxation.bound(everything, cutoff=np.inf, start=None)
        for _ in range(_ROUNDS):
            loan = tuned_loan(quadratic.hessian, even, relaxation._split(bound))
            trial = cls.lent(quadratic, ridge, loan)
            tried = trial.bound(everything, cutoff=np.inf, start=None)
            if tried.bound <= bound.bound:
                break
            relaxation, bound = trial, tried
        return relaxation

    def bound(self, node: Node, *, cutoff: float, start: Start | None) -> NodeBound:
        """Bound a node on a working set of neurons; all neurons certify."""
        weights = started(node, start)[0] * self.root
        wanted = (
            most_pressing(node, np.square(self._residual(weights)), WORKING)
            if start is None
            else start.working
        )
        working = working_set(node, weights, wanted)
        best, best_costs = -np.inf, np.zeros_like(weights)
        for _ in range(_CHECKS):
            inner = self.hessian[np.ix_(working, working)]
            solved = minimise_quadratic(
                inner,
                self.linear[working],
                1.0,
                node.must[working],
                node.room,
                weights[working],
                tolerance=1e-6 * self.constant,
            )
            weights = np.zeros_like(weights)
            weights[working] = solved
            residual = self._residual(weights)
            bound, value = self._certify(node, weights, residual)
            costs = 0.5 * np.square(residual)
            if bound > best:
                best, best_costs = bound, costs
            if best >= cutoff or value - best <= 1e-5 * self.constant:
                break
            grown = np.union1d(working, most_pressing(node, costs, working.size + _GROWTH))
            if grown.size == working.size:
                break
            working = grown
        inside, outside = child_bounds(best, best_costs, node)
        shares = best_shares(weights, node.must, node.room).z
        return NodeBound(best, inside, outside, shares, Start.at(node, weights / self.root, 0.0, best_costs))

    def _residual(self, weights: Array) -> Array:
        live = np.flatnonzero(weights)
        return np.asarray(self.linear - weights[live] @ self.hessian[live])

    def _certify(self, node: Node, weights: Array, residual: Array) -> tuple[float, float]:
        """Return the lower bound of the tangent at the weights, and the relaxation's value there."""
        curved = float((self.linear - residual) @ weights)
        top = sum_of_squares(residual[node.must]) + largest_sum(np.square(residual[node.free]), node.room)
        penalty = best_shares(weights, node.must, node.room).penalty
        # A wrong entry of H or q counts at most once for each pair of |w| here and at the tangent's minimum.
        chosen = np.abs(residual / self.root)
        size = (
            np.abs(weights / self.root).sum()
            + chosen[node.must].sum()
            + largest_sum(chosen[node.free], node.room)
        )
        safety = SAFETY * (self.constant + abs(curved) + top) + self.noise * (1 + float(size)) ** 2
        value = self.constant - float(self.linear @ weights) + 0.5 * (curved + penalty)
        return self.constant - 0.5 * (curved + top) - safety, value

    def _split(self, bound: NodeBound) -> Array:
        """Return (neurons,) what the bound gains from a unit of loan: w^2 (1/z - 1), 0 where z is 1."""
        split = np.zeros_like(self.root)
        live = bound.start.neurons
        split[live] = np.square(bound.start.weights) * (1 / np.maximum(bound.shares[live], 1e-12) - 1)
        return split


def safe_loan(quadratic: Quadratic, loan: Array) -> Array:
    """Return the loan (neurons,), halved until H - D is surely positive semidefinite; 0 where it never is.

    A Cholesky factor of H - D less what H and the factorisation can be off by is a proof (Rump 2006).
    """
    neurons = len(loan)
    epsilon = float(np.finfo(np.float64).eps)
    error = neurons * quadratic.noise + (neurons + 2) * epsilon * float(np.trace(quadratic.hessian))
    for _ in range(_HALVINGS):
        try:
            scipy.linalg.cholesky(quadratic.hessian - np.diag(loan + error), check_finite=False)
        except np.linalg.LinAlgError:
            loan = loan / 2
        else:
            return loan
    return np.zeros(neurons)


def even_loan(hessian: Array) -> Array:
    """Return the largest loan in proportion to what each neuron alone could lend, 1 / (H^-1)_jj."""
    try:
        inverse = np.diagonal(np.linalg.inv(hessian))
    except np.linalg.LinAlgError:
        return np.zeros(len(hessian))
    if not (np.isfinite(inverse) & (inverse > 0)).all():
        return np.zeros(len(hessian))
    alone = 1 / inverse
    root = np.sqrt(alone)
    least = scipy.linalg.eigh(hessian / np.outer(root, root), eigvals_only=True, subset_by_index=[0, 0])[0]
    return np.asarray(max(0.0, _KEPT * float(least)) * alone)


def tuned_loan(hessian: Array, even: Array, favour: Array) -> Array:
    """Return a loan (neurons,) that makes favour @ loan large, by a log-determinant barrier.

    favour: (neurons,) nonnegative. At most `_WIDEST` neurons are tuned; of the others half of the even loan
    is taken, and by Schur's complement what is left of H bounds the loan of the tuned ones.
    """
    if not favour.any() or not even.any():
        return even
    chosen = np.sort(np.argsort(-favour, kind="stable")[:_WIDEST])
    loan = even.copy()
    if chosen.size < favour.size:
        others = np.setdiff1d(np.arange(favour.size), chosen)
        loan[others] *= 0.5
        rest = hessian[np.ix_(others, others)] - np.diag(loan[others])
        between = hessian[np.ix_(others, chosen)]
        hessian = hessian[np.ix_(chosen, chosen)] - between.T @ np.linalg.solve(rest, between)
    weight = np.maximum(favour[chosen], 1e-3 * favour.max())
    tuned = loan[chosen] * 0.9
    weight = weight / float(weight @ tuned)
    for barrier in _BARRIERS:
        tuned = _centre(hessian, tuned, weight, barrier / chosen.size)
    loan[chosen] = _KEPT * np.maximum(tuned, 0.0) if (tuned >= 0).all() else even[chosen] * 0.5
    return loan


def _centre(hessian: Array, loan: Array, weight: Array, barrier: float) -> Array:
    """Maximise weight @ loan + barrier log det(H - D) + barrier sum log loan by damped Newton steps."""

    def value(trial: Array) -> float:
        if (trial <= 0).any():
            return -np.inf
        try:
            factor = scipy.linalg.cholesky(hessian - np.diag(trial), lower=True, check_finite=False)
        except np.linalg.LinAlgError:
            return -np.inf
        logs = 2 * np.log(np.diagonal(factor)).sum() + np.log(trial).sum()
        return float(weight @ trial + barrier * logs)

    current = value(loan)
    for _ in range(_NEWTON_STEPS):
        inverse = np.linalg.inv(hessian - np.diag(loan))
        gradient = weight - barrier * np.diagonal(inverse) + barrier / loan
        curvature = barrier * np.square(inverse)
        curvature[np.diag_indices_from(curvature)] += barrier / np.square(loan)
        step = np.linalg.solve(curvature, gradient)
        length = 1.0
        while (reached := value(loan + length * step)) <= current and length > 1e-6:
            length /= 2
        if length <= 1e-6:
            break
        gained, current, loan = reached - current, reached, loan + length * step
        if gained <= 1e-3 * abs(current):
            break
    return loan
