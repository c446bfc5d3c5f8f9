"""What ranks neurons without their activations: counts, sums and sums of squares of two classes."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ClassSums:
    """Sums over the negatives [0] and the positives [1] of a feature, at one layer.

    counts: (2,). sums, squares: (2, neurons), of activations and of their squares. lowest, highest:
    (neurons,), over both classes: they tell a neuron that never varies from one that varies little.
    """

    counts: npt.NDArray[np.int64]
    sums: Array
    squares: Array
    lowest: Array
    highest: Array

    @classmethod
    def of(cls, x: npt.NDArray[np.floating[Any]], y: npt.NDArray[np.bool_]) -> Self:
        """The sums of activations x (rows, neurons) with labels y (rows,)."""
        exact = x.astype(np.float64)
        return cls(
            counts=np.array([np.count_nonzero(~y), np.count_nonzero(y)]),
            sums=np.stack([exact[~y].sum(axis=0), exact[y].sum(axis=0)]),
            squares=np.stack([(exact[~y] ** 2).sum(axis=0), (exact[y] ** 2).sum(axis=0)]),
            lowest=exact.min(axis=0, initial=np.inf),
            highest=exact.max(axis=0, initial=-np.inf),
        )

    def __add__(self, other: "ClassSums") -> "ClassSums":
        """The sums of both, as of two shards."""
        return ClassSums(
            self.counts + other.counts,
            self.sums + other.sums,
            self.squares + other.squares,
            np.minimum(self.lowest, other.lowest),
            np.maximum(self.highest, other.highest),
        )

    @property
    def dead(self) -> npt.NDArray[np.bool_]:
        """Which neurons (neurons,) never vary."""
        return np.asarray(self.lowest == self.highest)


def mean_difference(sums: ClassSums) -> Array:
    """|mean of positives - mean of negatives| of each neuron, in standard deviations; nan for dead ones.

    The score of `ranking.mean_difference` (Gurnee et al. 2023, arXiv 2305.01610), from sums alone.
    """
    live = ~sums.dead
    total = sums.counts.sum()
    mean = sums.sums.sum(axis=0) / total
    variance = np.maximum(sums.squares.sum(axis=0) / total - mean**2, 0)
    scores = np.full(mean.shape, np.nan)
    np.divide(np.abs(_difference(sums)), np.sqrt(variance), out=scores, where=live & (variance > 0))
    return scores


def f_statistic(sums: ClassSums) -> Array:
    """F of the one-way analysis of variance with two classes; nan for dead neurons.

    Variance between the classes over that within them, with 1 and n - 2 degrees of freedom.
    """
    live = ~sums.dead
    total = sums.counts.sum()
    between = sums.counts.prod() / total * _difference(sums) ** 2
    within = (sums.squares - sums.sums**2 / sums.counts[:, None]).sum(axis=0)
    scores = np.full(between.shape, np.nan)
    np.divide((total - 2) * between, within, out=scores, where=live & (within > 0))
    return np.where(live & (within <= 0), np.inf, scores)


def _difference(sums: ClassSums) -> Array:
    negative, positive = sums.sums / sums.counts[:, None]
    return np.asarray(positive - negative)
