"""Ridge-regularised logistic regression on more columns than Newton steps can bear, by L-BFGS."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sparse_probing.logistic import Array, ConvergenceError, Objective


@dataclass(frozen=True)
class WideFit:
    """A minimiser of the objective of `fit_logistic`: coefficients (columns,) and intercept.

    iterations: steps taken. steepest: the largest partial derivative left, as a share of the sum of the
        weights.
    """

    coefficients: Array
    intercept: float
    iterations: int
    steepest: float


def fit_wide_logistic(
    x: npt.NDArray[np.float64],
    y: npt.NDArray[np.bool_],
    *,
    l2: float,
    sample_weight: Array,
    start: WideFit | None = None,
    tolerance: float = 1e-5,
    max_iterations: int = 5000,
) -> WideFit:
    """Minimise the objective of `fit_logistic`, in memory of a few times its columns beside x.

    Arguments are those of `fit_logistic`; `start` is an earlier fit. SciPy is imported here, as only dense
    probes pay for its import.

    Raises ValueError as `fit_logistic`, and ConvergenceError where `max_iterations` steps do not suffice.
    """
    from scipy.optimize import minimize

    objective = Objective.of(x, y, l2=l2, sample_weight=sample_weight)
    total = float(sample_weight.sum())

    def mean_loss(parameters: Array) -> tuple[float, Array]:
        point = objective.at(parameters)
        return point.value / total, objective.gradient(point) / total

    parameters = np.zeros(x.shape[1] + 1) if start is None else np.append(start.coefficients, start.intercept)
    # The slope alone tells when to stop, not by how little the loss falls.
    limits = {"maxiter": max_iterations, "maxfun": 2 * max_iterations, "gtol": tolerance, "ftol": 0.0}
    found = minimize(mean_loss, parameters, jac=True, method="L-BFGS-B", options=limits)
    steepest = float(np.abs(found.jac).max())
    if not steepest <= tolerance:
        raise ConvergenceError(
            f"logistic fit of {x.shape[0]} rows and {x.shape[1]} columns with l2 {l2:g}: a slope of the mean "
            f"loss is still {steepest:.3g} after {found.nit} steps, expected at most {tolerance:g}"
        )
    return WideFit(np.asarray(found.x[:-1]), float(found.x[-1]), int(found.nit), steepest)
