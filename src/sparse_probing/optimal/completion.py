"""What one more neuron does for a fitted support, for many such neurons at once."""

import numpy as np

from sparse_probing.optimal.losses import Loss
from sparse_probing.optimal.problem import SAFETY, Array, Indices, Problem
from sparse_probing.optimal.support import SupportFit


def entry_gains(problem: Problem, fit: SupportFit) -> Array:
    """Return (neurons,) what one Newton step in the support and one more neuron lowers the objective by.

    u_j^2 / 2 over the curvature along neuron j that is left when support and intercept follow. 0 in the
    support.
    """
    curvature, design = _expansion(problem, _stage(problem), fit)
    across = (design * curvature) @ problem.signed.T
    following = np.linalg.solve(_inner(problem, design, curvature), across)
    own = problem.squares @ curvature.astype(np.float32) + problem.ridge
    left = own - np.einsum("kj,kj->j", across, following)
    gains: Array = np.square(problem.correlations(fit.pull)) / np.maximum(2 * left, problem.ridge)
    gains[fit.neurons] = 0.0
    return gains


def entry_bounds(problem: Problem, fit: SupportFit, entering: Indices) -> Array:
    """Return lower bounds (entering,) on the objective of the fitted support with each one of the neurons.

    The pulls after one Newton step are pulls like any others, so the bounds hold however good the step was.
    It runs in single precision.
    """
    stage = _stage(problem)
    curvature, design = _expansion(problem, stage, fit)
    columns = problem.single[entering]
    across = ((design * curvature).astype(np.float32) @ columns.T).astype(np.float64)
    following = np.linalg.solve(_inner(problem, design, curvature), across)
    left = np.square(columns) @ curvature.astype(np.float32) + problem.ridge
    left -= np.einsum("kj,kj->j", across, following)
    step = columns @ (problem.weight * fit.pull).astype(np.float32) / np.maximum(left, problem.ridge / 2)
    moved = columns - following.T.astype(np.float32) @ design.astype(np.float32)
    moved *= step.astype(np.float32)[:, np.newaxis]
    moved += _margin(design, fit).astype(np.float32)
    pulls = problem.balanced(stage.pull(moved)).astype(np.float32)
    weighted = problem.weight * pulls
    own = np.einsum("ji,ji->j", weighted, problem.signed[entering])
    cost = problem.costs(pulls, np.vstack([own, problem.signed[fit.neurons] @ weighted.T])).sum(axis=0)
    return np.asarray(problem.gain(pulls, fit.neurons.size + 1) - cost * (1 + SAFETY))


def _stage(problem: Problem) -> Loss:
    """A loss with curvature to step with: the hinge's is smooth over the margins that a neuron moves."""
    stages = problem.loss.stages
    return stages[min(2, len(stages) - 1)]


def _expansion(problem: Problem, stage: Loss, fit: SupportFit) -> tuple[Array, Array]:
    """Return the curvature of each row (rows,) and the fitted columns with the intercept's, (k + 1, rows)."""
    design = np.vstack([problem.signed[fit.neurons], problem.sign])
    return problem.weight * stage.curvature(_margin(design, fit)), design


def _margin(design: Array, fit: SupportFit) -> Array:
    return np.append(fit.coefficients, fit.intercept) @ design


def _inner(problem: Problem, design: Array, curvature: Array) -> Array:
    """The Hessian of support and intercept, (k + 1, k + 1)."""
    inner = (design * curvature) @ design.T
    trace = 1e-9 * problem.scale + 1e-12 * float(inner.diagonal().max())
    inner[np.diag_indices_from(inner)] += np.append(np.full(len(design) - 1, problem.ridge), 0.0) + trace
    return inner
