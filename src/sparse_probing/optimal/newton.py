"""Newton steps of the perspective relaxation on a working set of columns.

They run in single precision: a point that is slightly off gives a bound that is hardly lower, and no less
valid.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sparse_probing.optimal.losses import Loss
from sparse_probing.optimal.perspective import best_shares, minimise_quadratic
from sparse_probing.optimal.problem import Array, Indices, Mask, Problem

_STEPS = 25
_SHORTEST_STEP = 2.0**-10
_DAMPING = 1e-5  # of the largest curvature: single precision may leave the Hessian slightly indefinite


@dataclass(frozen=True)
class RelaxedPoint:
    """A point of the relaxation: the loss of fractional supports, plus the perspective penalty.

    columns: (working, rows) signed activations; coarse: the same, for the Hessian alone. must: (working,)
    mask. room: to be shared by the others. weights: (working,). margin: (rows,). value: the relaxation's
    objective.
    """

    problem: Problem
    loss: Loss
    columns: npt.NDArray[np.float32]
    must: Mask
    room: int
    weights: Array
    intercept: float
    margin: Array
    value: float

    @classmethod
    def of(
        cls,
        problem: Problem,
        loss: Loss,
        working: Indices,
        must: Mask,
        room: int,
        weights: Array,
        intercept: float,
    ) -> "RelaxedPoint":
        """Take weights (working,) on the columns `working`, and a smooth loss."""
        columns = problem.single[working]
        margin = _product(weights, columns) + intercept * problem.sign
        value = _value(problem, loss, margin, weights, must, room)
        return cls(problem, loss, columns, must, room, weights, intercept, margin, value)

    def minimised(self, little: float) -> "RelaxedPoint":
        """Return the point after Newton steps until one gains no more than `little`."""
        point = self
        for _ in range(_STEPS):
            moved = point._newton_step()
            if moved is None:
                break
            gained, point = point.value - moved.value, moved
            if gained <= little:
                break
        return point

    def exact_value(self) -> float:
        """Return the relaxation's objective with the problem's own loss in the place of the smooth one."""
        return _value(self.problem, self.problem.loss, self.margin, self.weights, self.must, self.room)

    def _newton_step(self) -> "RelaxedPoint | None":
        """Return a lower point on the way to the minimum of the quadratic model; None where there is none."""
        problem = self.problem
        pull = problem.weight * self.loss.pull(self.margin)
        curvature = problem.weight * self.loss.curvature(self.margin)
        rooted = self.columns * np.sqrt(curvature).astype(np.float32)
        # The intercept is eliminated. A hinge may be flat in it: a trace of curvature keeps the step finite.
        across = _product(curvature * problem.sign, self.columns.T)
        flat = float(curvature.sum()) + 1e-9 * problem.scale
        slope = float(pull @ problem.sign)
        hessian = (rooted @ rooted.T).astype(np.float64) - np.outer(across, across) / flat
        hessian[np.diag_indices_from(hessian)] += _DAMPING * hessian.diagonal().max(initial=1.0)
        linear = hessian @ self.weights + _product(pull, self.columns.T) - across * (slope / flat)
        target = minimise_quadratic(
            hessian, linear, problem.ridge, self.must, self.room, self.weights, tolerance=1e-7 * problem.scale
        )
        step = target - self.weights
        shift = (slope - float(across @ step)) / flat
        along = _product(step, self.columns) + shift * problem.sign
        length = 1.0
        while length >= _SHORTEST_STEP:
            weights, margin = self.weights + length * step, self.margin + length * along
            value = _value(problem, self.loss, margin, weights, self.must, self.room)
            if value < self.value:
                intercept = self.intercept + length * shift
                return replace(self, weights=weights, intercept=intercept, margin=margin, value=value)
            length /= 2
        return None


def _value(problem: Problem, loss: Loss, margin: Array, weights: Array, must: Mask, room: int) -> float:
    penalty = best_shares(weights, must, room).penalty
    return float(problem.weight @ loss.value(margin)) + problem.ridge / 2 * penalty


def _product(vector: Array, matrix: npt.NDArray[np.float32]) -> Array:
    """Return vector @ matrix, computed in single precision."""
    return np.asarray((vector.astype(np.float32) @ matrix).astype(np.float64))
