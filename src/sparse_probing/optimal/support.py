"""The inner problem: the best weights on a given support, with a certified lower bound."""

from dataclasses import dataclass

import numpy as np

from sparse_probing.optimal.losses import Loss
from sparse_probing.optimal.problem import Array, Indices, Problem

_TOLERANCE = 1e-9  # of a partial derivative, as a share of the sum of weights
_STEPS = 40
_NEAR = 1e-5  # relative gap of a fit with smooth corners
_SHORTEST_STEP = 2.0**-30


@dataclass(frozen=True)
class SupportFit:
    """The minimiser on one support.

    neurons: (k,) ascending. coefficients: (k,). objective: the loss and ridge of these weights, hence an
    upper bound. bound: a lower bound on this support's minimum. pull: (rows,) the balanced pulls that prove
    it.
    """

    neurons: Indices
    coefficients: Array
    intercept: float
    objective: float
    bound: float
    pull: Array


def fit_support(problem: Problem, neurons: Indices) -> SupportFit:
    """Minimise over weights on `neurons` (k,) and the intercept by damped Newton steps.

    The hinge is fitted with smooth corners that grow sharper; what is left of them shows between the bounds.
    """
    design = np.vstack([problem.signed[neurons], problem.sign])
    penalty = np.append(np.full(neurons.size, problem.ridge), 0.0)
    everything = np.ones(neurons.size, dtype=bool)
    point = np.zeros(neurons.size + 1)
    for stage in problem.loss.stages:
        point, margin = _minimise(problem, stage, design, penalty, point)
        pull = problem.balanced(stage.pull(margin))
        ridge = 0.5 * float(point @ (penalty * point))
        objective = float(problem.weight @ problem.loss.value(margin)) + ridge
        costs = problem.costs(pull, design[:-1] @ (problem.weight * pull))
        bound = problem.bound(pull, costs, must=everything, free=~everything, room=0)
        if objective - bound <= _NEAR * objective:
            break
    return SupportFit(neurons, point[:-1], float(point[-1]), objective, max(0.0, min(bound, objective)), pull)


def _minimise(
    problem: Problem, loss: Loss, design: Array, penalty: Array, point: Array
) -> tuple[Array, Array]:
    """Return the minimiser (k + 1,) of the weighted loss and ridge, and its margins (rows,)."""
    margin = point @ design
    value = float(problem.weight @ loss.value(margin)) + 0.5 * float(point @ (penalty * point))
    for _ in range(_STEPS):
        gradient = penalty * point - design @ (problem.weight * loss.pull(margin))
        if np.abs(gradient).max() <= _TOLERANCE * problem.scale:
            break
        rooted = design * np.sqrt(problem.weight * loss.curvature(margin))
        hessian = rooted @ rooted.T
        # A hinge without rows near its corner is flat in the intercept: a trace of curvature keeps steps
        # finite.
        trace = 1e-9 * problem.scale + 1e-12 * float(hessian.diagonal().max())
        hessian[np.diag_indices_from(hessian)] += penalty + trace
        step = -np.linalg.solve(hessian, gradient)
        slope, along = float(gradient @ step), step @ design
        slack = 4 * np.finfo(np.float64).eps * value  # differences below this are rounding
        length = 1.0
        while length >= _SHORTEST_STEP:
            trial, moved = point + length * step, margin + length * along
            lower = float(problem.weight @ loss.value(moved)) + 0.5 * float(trial @ (penalty * trial))
            if lower <= value + 1e-4 * length * slope + slack:
                break
            length /= 2
        else:
            break
        point, margin, value = trial, moved, lower
    return point, margin
