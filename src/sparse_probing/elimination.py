"""Which neurons of a probe it can best do without, by the quadratic model of its loss at the minimum."""

import numpy as np
import numpy.typing as npt

from sparse_probing.logistic import LogisticFit, Start

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


def order_of_removal(fit: LogisticFit) -> Indices:
    """Return the columns of a fit (columns,) in the order in which they are best kept: most needed first.

    Columns are taken out one at a time: the one whose loss costs least, which is its coefficient squared over
    twice its variance; the others make up for it as far as they can, and the last of equals goes first. Up
    to the quadratic model this is backward elimination (optimal brain surgeon, Hassibi and Stork 1993).
    """
    columns = fit.coefficients.size
    coefficients, covariance = fit.coefficients.copy(), fit.covariance[:-1, :-1].copy()
    order = np.empty(columns, dtype=np.int64)
    for left in range(columns, 0, -1):
        cost = coefficients**2 / covariance.diagonal()
        worst = columns - 1 - int(np.argmin(cost[::-1]))
        order[left - 1] = worst
        row = covariance[worst] / np.sqrt(covariance[worst, worst])
        coefficients -= row * (coefficients[worst] / row[worst])
        covariance -= row[:, np.newaxis] * row
        # What is gone costs infinitely much and touches no other column, so it is never chosen again.
        coefficients[worst] = np.inf
        covariance[worst], covariance[:, worst], covariance[worst, worst] = 0, 0, 1
    return order


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
