"""Ridge-regularised logistic regression, solved to optimality by damped Newton steps."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sparse_probing.errors import UserError

Array = npt.NDArray[np.float64]

_SUFFICIENT_DECREASE = 1e-4
_SHORTEST_STEP = 2.0**-40


class ConvergenceError(UserError):
    """A fit has not reached its tolerance; nothing is returned that could be mistaken for a solution."""


@dataclass(frozen=True)
class LogisticFit:
    """The minimiser of the objective of `fit_logistic`.

    coefficients: (columns,) float64. A row's score, in log-odds, is x @ coefficients + intercept.
    iterations: Newton steps taken. objective: the minimum.
    """

    coefficients: Array
    intercept: float
    iterations: int
    objective: float


def fit_logistic(
    x: npt.NDArray[np.floating],
    y: npt.NDArray[np.bool_],
    *,
    l2: float,
    sample_weight: Array,
    start: tuple[Array, float] | None = None,
    tolerance: float = 1e-8,
    max_iterations: int = 100,
) -> LogisticFit:
    """Minimise sum_i w_i log(1 + exp(-s_i (x_i v + b))) + l2/2 |v|^2 over v and b, where s_i is +1 or -1.

    x: (rows, columns). y: (rows,) bool. l2: strength of the ridge, above 0; the intercept b is not penalised.
    sample_weight: (rows,) w above 0. start: coefficients and intercept to start from, by default zeros.
    Done when no partial derivative exceeds `tolerance` times the sum of the weights. The ridge makes the
    minimum unique and finite even where a plane separates the classes.

    Raises ValueError where l2 is not positive, a class is missing or x is not finite, and ConvergenceError
    where `max_iterations` Newton steps do not suffice.
    """
    _check(x, y, l2)
    problem = _Problem.build(x, y, l2, sample_weight)
    limit = tolerance * float(sample_weight.sum())
    point = problem.at(np.zeros(x.shape[1] + 1) if start is None else np.append(*start))
    steepest = np.inf
    for iteration in range(max_iterations + 1):
        gradient, curvature = problem.derivatives(point)
        steepest = float(np.abs(gradient).max())
        if steepest <= limit:
            return LogisticFit(point.parameters[:-1], float(point.parameters[-1]), iteration, point.value)
        if iteration < max_iterations:
            point = _newton_step(problem, point, gradient, curvature)
    raise ConvergenceError(
        f"logistic fit of {x.shape[0]} rows and {x.shape[1]} columns with l2 {l2:g}: a partial derivative "
        f"is still {steepest:.3g} after {max_iterations} Newton steps, expected at most {limit:.3g}"
    )


def balanced_weights(y: npt.NDArray[np.bool_]) -> Array:
    """Return weights (rows,) that give each class half of the total, which is the number of rows."""
    positives = np.count_nonzero(y)
    return np.where(y, y.size / (2 * positives), y.size / (2 * (y.size - positives)))


@dataclass(frozen=True)
class _Point:
    """Parameters (columns + 1,), the intercept last, and the objective there."""

    parameters: Array
    wrong: Array  # (rows,) probability given to the wrong class
    value: float


@dataclass(frozen=True)
class _Problem:
    """The objective, with a column of ones for the intercept and the signs of the labels folded into x."""

    signed: Array  # (rows, columns + 1)
    weight: Array  # (rows,)
    ridge: Array  # (columns + 1,), 0 for the intercept

    @classmethod
    def build(
        cls, x: npt.NDArray[np.floating], y: npt.NDArray[np.bool_], l2: float, weight: Array
    ) -> "_Problem":
        signed = np.ones((x.shape[0], x.shape[1] + 1))
        signed[:, :-1] = x
        signed[~y] *= -1
        return cls(signed, weight, np.append(np.full(x.shape[1], float(l2)), 0.0))

    def at(self, parameters: Array) -> _Point:
        margins = self.signed @ parameters
        losses = np.logaddexp(0.0, -margins)
        penalty = 0.5 * float(parameters @ (self.ridge * parameters))
        wrong = np.exp(-margins - losses)  # 1 / (1 + exp(margin)) without overflow
        return _Point(parameters, wrong, float(self.weight @ losses) + penalty)

    def derivatives(self, point: _Point) -> tuple[Array, Array]:
        """Return the gradient and, for each row, the second derivative of its weighted loss by its margin."""
        slope = self.weight * point.wrong
        return self.ridge * point.parameters - slope @ self.signed, slope * (1 - point.wrong)


def _newton_step(problem: _Problem, point: _Point, gradient: Array, curvature: Array) -> _Point:
    """Return the point after one Newton step, halved until the objective falls enough (Armijo's rule)."""
    # One factor times its own transpose: numpy computes only half of it.
    scaled = problem.signed * np.sqrt(curvature)[:, np.newaxis]
    hessian = scaled.T @ scaled
    hessian[np.diag_indices_from(hessian)] += problem.ridge
    try:
        step = -np.linalg.solve(hessian, gradient)
    except np.linalg.LinAlgError as error:
        raise ConvergenceError("logistic fit: the loss has become flat in some direction") from error
    slope = float(gradient @ step)
    slack = 8 * np.finfo(np.float64).eps * point.value  # differences below this are rounding
    length = 1.0
    while length >= _SHORTEST_STEP:
        trial = problem.at(point.parameters + length * step)
        if trial.value <= point.value + _SUFFICIENT_DECREASE * length * slope + slack:
            return trial
        length /= 2
    raise ConvergenceError("logistic fit: no step along the Newton direction lowers the objective")


def _check(x: npt.NDArray[np.floating], y: npt.NDArray[np.bool_], l2: float) -> None:
    if l2 <= 0:
        raise ValueError(f"l2: expected a number above 0, found {l2}")
    if y.all() or not y.any():
        raise ValueError(f"y: expected both classes, found only {bool(y.size and y[0])}")
    if not np.isfinite(x).all():
        raise ValueError("x: expected finite values, found nan or infinity")
