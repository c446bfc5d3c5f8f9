"""Rank neurons by when they enter a logistic probe whose L1 penalty falls step by step."""

import warnings

import numpy as np
import numpy.typing as npt

from sparse_probing.logistic import ConvergenceError, balanced_weights
from sparse_probing.standardise import Standardiser

# The penalty is halved from step to step, at most this often.
_STEPS = 10
_TOLERANCE = 1e-4
_ITERATIONS = 10_000
# liblinear penalises the intercept too; on a column this large the penalty hardly counts.
_INTERCEPT_SCALING = 10.0


def l1_scores(
    x: npt.NDArray[np.floating], y: npt.NDArray[np.bool_], *, wanted: int
) -> npt.NDArray[np.float64]:
    """Return scores that rank first the neurons whose coefficient is the first to leave 0.

    x: (rows, neurons) activations, which are standardised here. y: (rows,) labels with both classes present.
    wanted: how many neurons shall have a rank of their own; the path ends as soon as so many have entered.

    The fits minimise the class-balanced logistic loss plus penalty times the sum of |coefficients|, the
    penalty halved from half the largest at which any neuron enters. Neurons that enter at one step stand by
    |coefficient|; those that never do come after them, by the absolute gradient of the loss at the end.
    Gurnee et al. 2023 (arXiv 2305.01610) rank by the coefficients of one such fit, in which most are 0.

    scikit-learn is imported here, as only this ranking pays for its import. Raises ConvergenceError.
    """
    standardiser = Standardiser.fit(x)
    columns = standardiser.apply(x)
    weight = balanced_weights(y)
    # At coefficients of 0 the balanced classes have log-odds 0, so each row's residual is one half.
    penalty = np.abs(columns.T @ (weight * (y - 0.5))).max()
    entry, size = np.full(x.shape[1], _STEPS), np.zeros(x.shape[1])
    residual = y - 0.5
    for step in range(_STEPS):
        penalty /= 2
        coefficients, intercept = _fit(columns, y, penalty)
        new = (coefficients != 0) & (entry == _STEPS)
        entry[new], size[new] = step, np.abs(coefficients[new])
        residual = y - 1 / (1 + np.exp(-(columns @ coefficients + intercept)))
        if np.count_nonzero(entry < _STEPS) >= wanted:
            break
    order = np.lexsort((-np.abs(columns.T @ (weight * residual)), -size, entry))
    scores = np.empty(x.shape[1])
    scores[order] = np.arange(x.shape[1], 0, -1)
    return np.where(standardiser.deviation > 0, scores, np.nan)


def _fit(
    x: npt.NDArray[np.float64], y: npt.NDArray[np.bool_], penalty: float
) -> tuple[npt.NDArray[np.float64], float]:
    """Coefficients and intercept by coordinate descent, which sets those that do not pay exactly to 0."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(
        solver="liblinear",
        l1_ratio=1,
        C=1 / penalty,
        class_weight="balanced",
        intercept_scaling=_INTERCEPT_SCALING,
        tol=_TOLERANCE,
        max_iter=_ITERATIONS,
        random_state=0,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            model.fit(x, y)
        except ConvergenceWarning as warning:
            raise ConvergenceError(
                f"L1-penalised logistic fit of {x.shape[0]} rows and {x.shape[1]} columns with penalty "
                f"{penalty:g} has not converged after {_ITERATIONS} iterations of liblinear"
            ) from warning
    return model.coef_[0], float(model.intercept_[0])
