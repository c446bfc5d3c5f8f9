"""Which neurons of a probe it can best do without, by the quadratic model of its loss at the minimum."""

import numpy as np
import numpy.typing as npt

from sparse_probing.logistic import LogisticFit, Start

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


def remove(fit: LogisticFit, keep: int) -> tuple[Indices, Indices]:
    """Return which `keep` columns of a fit are best kept, ascending, and the others in the order of removal.

    Columns are taken out one at a time: the one whose loss costs least, which is its coefficient squared over
    twice its variance; the others make up for it as far as they can, and the last of equals goes first. Up
    to the quadratic model this is backward elimination (optimal brain surgeon, Hassibi and Stork 1993).
    """
    columns = fit.coefficients.size
    # float32 takes half the time, and an order of removal needs no more digits.
    coefficients, covariance = (
        values.astype(np.float32) for values in (fit.coefficients, fit.covariance[:-1, :-1])
    )
    removed = []
    for _ in range(columns - keep):
        cost = coefficients**2 / covariance.diagonal()
        worst = columns - 1 - int(np.argmin(cost[::-1]))
        removed.append(worst)
        row = covariance[worst] / np.sqrt(covariance[worst, worst])
        coefficients -= row * (coefficients[worst] / row[worst])
        covariance -= row[:, np.newaxis] * row
        # What is gone costs infinitely much and touches no other column, so it is never chosen again.
        coefficients[worst] = np.inf
        covariance[worst], covariance[:, worst], covariance[worst, worst] = 0, 0, 1
    gone = np.array(removed, dtype=np.int64)
    return np.delete(np.arange(columns), gone), gone


def without(fit: LogisticFit, kept: Indices) -> Start:
    """Return where a fit of the columns `kept` alone begins: the minimum of the quadratic model there."""
    parameters = np.append(fit.coefficients, fit.intercept)
    inside = np.append(kept, fit.coefficients.size)
    outside = np.delete(np.arange(fit.coefficients.size), kept)
    shares = np.linalg.solve(
        fit.covariance[np.ix_(outside, outside)], fit.covariance[np.ix_(outside, inside)]
    )
    moved = parameters[inside] - parameters[outside] @ shares
    covariance = fit.covariance[np.ix_(inside, inside)] - fit.covariance[np.ix_(inside, outside)] @ shares
    return Start(moved[:-1], float(moved[-1]), covariance)
