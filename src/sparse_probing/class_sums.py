"""What ranks neurons without their activations: counts, means and sums of squares of two classes."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ClassSums:
    """Of the negatives [0] and the positives [1] of a feature, at one layer.

    counts: (2,). means, squares: (2, neurons), of activations and of their distances from the mean of their
    class: sums of raw squares would lose a small deviation beside a large mean. A class without rows has
    zeros.
    """

    counts: npt.NDArray[np.int64]
    means: Array
    squares: Array

    @classmethod
    def of(cls, x: npt.NDArray[np.floating[Any]], y: npt.NDArray[np.bool_]) -> Self:
        """The sums of activations x (rows, neurons) with labels y (rows,)."""
        means, squares = np.zeros((2, 2, x.shape[1]))
        for label in (0, 1):
            members = x[y == label].astype(np.float64)
            if len(members):
                distances = members - members[0]  # so that those of a constant are 0, not nearly 0
                from_first = distances.mean(axis=0)
                means[label] = members[0] + from_first
                squares[label] = ((distances - from_first) ** 2).sum(axis=0)
        return cls(counts=np.array([np.count_nonzero(~y), np.count_nonzero(y)]), means=means, squares=squares)

    def __add__(self, other: "ClassSums") -> "ClassSums":
        """The sums of both, as of two shards."""
        return ClassSums(
            self.counts + other.counts,
            *merge(
                (self.counts[:, None], self.means, self.squares),
                (other.counts[:, None], other.means, other.squares),
            ),
        )


def merge(one: tuple[Any, Any, Any], other: tuple[Any, Any, Any]) -> tuple[Any, Any]:
    """Mean and sum of squares of two groups together, each given as count, mean and sum of squares.

    Squares are of distances from the group's mean; arrays or tensors whose shapes go together (Chan, Golub
    and LeVeque 1983, "Algorithms for computing the sample variance", equation 2.1). Groups that share one
    value keep it to the bit, and squares of 0.
    """
    (count, mean, squares), (other_count, other_mean, other_squares) = one, other
    total = (count + other_count).clip(min=1)
    distance = other_mean - mean
    return (
        mean + distance * (other_count / total),
        squares + other_squares + distance**2 * (count * other_count / total),
    )


def mean_difference(sums: ClassSums) -> Array:
    """|mean of positives - mean of negatives| of each neuron, in standard deviations; nan for dead ones.

    The score of `ranking.mean_difference` (Gurnee et al. 2023, arXiv 2305.01610), from sums alone.
    """
    difference = np.abs(sums.means[1] - sums.means[0])
    deviation = np.sqrt((_within(sums) + _between(sums)) / sums.counts.sum())
    scores = np.full(difference.shape, np.nan)
    np.divide(difference, deviation, out=scores, where=deviation > 0)
    return scores


def f_statistic(sums: ClassSums) -> Array:
    """F of the one-way analysis of variance with two classes; nan for dead neurons.

    Variance between the classes over that within them, with 1 and n - 2 degrees of freedom; infinite where a
    neuron has one value a class.
    """
    within, between = _within(sums), _between(sums)
    scores = np.where(between > 0, np.inf, np.nan)
    np.divide((sums.counts.sum() - 2) * between, within, out=scores, where=within > 0)
    return scores


def _within(sums: ClassSums) -> Array:
    """Squares (neurons,) of the distances from the mean of the class."""
    return np.asarray(sums.squares.sum(axis=0))


def _between(sums: ClassSums) -> Array:
    """What they lack to the squares (neurons,) of the distances from the mean of all rows."""
    return np.asarray(sums.counts.prod() / sums.counts.sum() * (sums.means[1] - sums.means[0]) ** 2)
