"""Ridge-regularised logistic regression, solved to optimality by damped Newton steps."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sparse_probing.errors import UserError

Array = npt.NDArray[np.float64]

_SUFFICIENT_DECREASE = 1e-4
_SHORTEST_STEP = 2.0**-40
# Second derivatives are taken anew after a step that leaves more than this share of the steepest slope.
_GOOD_STEP = 0.5


class ConvergenceError(UserError):
    """A fit has not reached its tolerance; nothing is returned that could be mistaken for a solution."""


@dataclass(frozen=True)
class LogisticFit:
    """The minimiser of the objective of `fit_logistic`.

    coefficients: (columns,) float64. A row's score, in log-odds, is x @ coefficients + intercept.
    covariance: (columns + 1, columns + 1), the intercept last: the inverse of the second derivatives of the
        objective, taken at a point near the minimum.
    iterations: steps taken. steepest: the largest partial derivative left, as a share of the sum of the
        weights. objective: the minimum.
    """

    coefficients: Array
    intercept: float
    covariance: Array
    iterations: int
    steepest: float
    objective: float


@dataclass(frozen=True)
class Start:
    """Where a fit begins: coefficients (columns,), intercept, and the covariance expected, if it is known."""

    coefficients: Array
    intercept: float
    covariance: Array | None = None


def fit_logistic(
    x: npt.NDArray[np.floating],
    y: npt.NDArray[np.bool_],
    *,
    l2: float,
    sample_weight: Array,
    start: Start | None = None,
    tolerance: float = 1e-8,
    max_iterations: int = 200,
) -> LogisticFit:
    """Minimise sum_i w_i log(1 + exp(-s_i (x_i v + b))) + l2/2 |v|^2 over v and b, where s_i is +1 or -1.

    x: (rows, columns), float32 or float64; with float32 a fit takes half the time, and reaches tolerances
    down to about 1e-6. y: (rows,) bool. l2: strength of the ridge, above 0; the intercept b is not penalised.
    sample_weight: (rows,) w above 0. start: by default zeros.
    Done when no partial derivative exceeds `tolerance` times the sum of the weights. The ridge makes the
    minimum unique and finite even where a plane separates the classes.

    Steps are Newton's, damped. Second derivatives cost many times as much as a step, so they are kept as long
    as each step halves the steepest slope, and `start` may bring those of an earlier fit. They decide how
    many steps are taken, not where these end.

    Raises ValueError where l2 is not positive, a class is missing or x is not finite, and ConvergenceError
    where `max_iterations` steps do not suffice.
    """
    objective = Objective.of(x, y, l2=l2, sample_weight=sample_weight)
    start = Start(np.zeros(x.shape[1]), 0.0) if start is None else start
    point = objective.at(np.append(start.coefficients, start.intercept))
    if not np.isfinite(point.value):  # nan, too, times a coefficient of 0
        raise ValueError("x: expected finite values, found nan or infinity")
    gradient, covariance = objective.gradient(point), start.covariance
    total = float(sample_weight.sum())
    for iteration in range(max_iterations + 1):
        if covariance is None:
            covariance = objective.covariance(point)
        steepest = float(np.abs(gradient).max())
        if steepest <= tolerance * total:
            *coefficients, intercept = point.parameters
            return LogisticFit(
                np.array(coefficients), intercept, covariance, iteration, steepest / total, point.value
            )
        point = _step(objective, point, gradient, covariance)
        gradient = objective.gradient(point)
        if np.abs(gradient).max() > _GOOD_STEP * steepest:
            covariance = None
    raise ConvergenceError(
        f"logistic fit of {x.shape[0]} rows and {x.shape[1]} columns with l2 {l2:g}: a partial derivative "
        f"is still {steepest:.3g} after {max_iterations} steps, expected at most {tolerance * total:.3g}"
    )


def balanced_weights(y: npt.NDArray[np.bool_]) -> Array:
    """Return weights (rows,) that give each class half of the total, which is the number of rows."""
    positives = np.count_nonzero(y)
    return np.where(y, y.size / (2 * positives), y.size / (2 * (y.size - positives)))


@dataclass(frozen=True)
class Point:
    """Parameters (columns + 1,), the intercept last, and the objective there."""

    parameters: Array
    wrong: Array  # (rows,) probability given to the wrong class
    value: float


@dataclass(frozen=True)
class Objective:
    """The objective of `fit_logistic`. Long sums are taken in the number type of x, the rest in float64."""

    x: npt.NDArray[np.floating]  # (rows, columns)
    sign: Array  # (rows,) +1 for positives, -1 for negatives
    weight: Array  # (rows,)
    ridge: Array  # (columns + 1,), 0 for the intercept

    @classmethod
    def of(
        cls, x: npt.NDArray[np.floating], y: npt.NDArray[np.bool_], *, l2: float, sample_weight: Array
    ) -> "Objective":
        """Arguments, and the first two mistakes, are those of `fit_logistic`."""
        if l2 <= 0:
            raise ValueError(f"l2: expected a number above 0, found {l2}")
        if y.all() or not y.any():
            raise ValueError(f"y: expected both classes, found only {bool(y.size and y[0])}")
        return cls(x, np.where(y, 1.0, -1.0), sample_weight, np.append(np.full(x.shape[1], float(l2)), 0.0))

    def at(self, parameters: Array) -> Point:
        """Return the objective at parameters (columns + 1,), the intercept last."""
        margins = self.sign * (self.x @ parameters[:-1].astype(self.x.dtype) + parameters[-1])
        # Loss log(1 + exp(-margin)) and chance 1 / (1 + exp(margin)) without overflow; twice as fast as by
        # logaddexp, for which numpy has no vectorised code.
        shrunk = np.exp(-np.abs(margins))
        losses = np.log1p(shrunk) + np.maximum(-margins, 0.0)
        wrong = np.where(margins > 0, shrunk, 1.0) / (1.0 + shrunk)
        penalty = 0.5 * float(parameters @ (self.ridge * parameters))
        return Point(parameters, wrong, float(self.weight @ losses) + penalty)

    def gradient(self, point: Point) -> Array:
        """Return the partial derivatives (columns + 1,)."""
        pull = self.sign * self.weight * point.wrong
        down = np.append(pull.astype(self.x.dtype) @ self.x, pull.sum())
        return np.asarray(self.ridge * point.parameters - down, dtype=np.float64)

    def covariance(self, point: Point) -> Array:
        """Return the inverse of the second derivatives."""
        curvature = self.weight * point.wrong * (1 - point.wrong)
        hessian = np.empty((self.ridge.size, self.ridge.size))
        # One factor times its own transpose: numpy computes only half of it.
        scaled = self.x * np.sqrt(curvature).astype(self.x.dtype)[:, np.newaxis]
        hessian[:-1, :-1] = scaled.T @ scaled
        hessian[-1, :-1] = hessian[:-1, -1] = curvature.astype(self.x.dtype) @ self.x
        hessian[-1, -1] = curvature.sum()
        hessian[np.diag_indices_from(hessian)] += self.ridge
        try:
            return np.asarray(np.linalg.inv(hessian), dtype=np.float64)
        except np.linalg.LinAlgError as error:
            raise ConvergenceError("logistic fit: the loss has become flat in some direction") from error


def _step(objective: Objective, point: Point, gradient: Array, covariance: Array) -> Point:
    """Return the point after one Newton step, halved until the objective falls enough (Armijo's rule)."""
    step = -covariance @ gradient
    slope = float(gradient @ step)
    slack = 8 * float(np.finfo(objective.x.dtype).eps) * point.value  # differences below this are rounding
    length = 1.0
    while length >= _SHORTEST_STEP:
        trial = objective.at(point.parameters + length * step)
        if trial.value <= point.value + _SUFFICIENT_DECREASE * length * slope + slack:
            return trial
        length /= 2
    raise ConvergenceError("logistic fit: no step along the Newton direction lowers the objective")
