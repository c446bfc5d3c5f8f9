"""Confidence intervals that respect groups: whole groups are resampled, never single rows."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Interval:
    """The ends of a 95% confidence interval."""

    low: float
    high: float


class ClusterBootstrap:
    """Percentile bootstrap over groups of rows (Field and Welsh 2007, the cluster bootstrap).

    A draw picks as many groups as there are, with replacement, and takes all rows of each. The draws are
    made once and shared by all intervals, which makes those comparable. Memory: 4 bytes for each draw and
    group (40 MB for 1,000 draws of 10,000 groups).
    """

    def __init__(self, groups: npt.ArrayLike, *, draws: int = 1000, seed: int = 0) -> None:
        """Prepare `draws` resamples of the groups; `groups` (rows,) names the group of each row."""
        names, self._codes = np.unique(np.asarray(groups), return_inverse=True)
        if names.size == 0:
            raise ValueError("a cluster bootstrap needs at least one row")
        self._groups = names.size
        rng = np.random.default_rng(seed)
        # How often each draw picks each group. float32 counts exactly up to 2**24 rows in half the memory.
        self._weights = np.empty((draws, self._groups), dtype=np.float32)
        for weights in self._weights:
            weights[:] = np.bincount(rng.integers(self._groups, size=self._groups), minlength=self._groups)

    def f1_interval(self, labels: npt.NDArray[np.bool_], predictions: npt.NDArray[np.bool_]) -> Interval:
        """Return the 95% interval of F1 for labels and predictions, both (rows,).

        As in `Metrics`, F1 is 0 where nothing is positive and nothing is called positive.
        """
        found = self._per_group(labels & predictions)
        called_or_true = self._per_group(labels) + self._per_group(predictions)
        sums = self._weights @ np.stack([found, called_or_true], axis=1)  # (draws, 2)
        f1 = 2 * sums[:, 0].astype(np.float64) / np.maximum(sums[:, 1], 1)
        low, high = np.percentile(f1, [2.5, 97.5])
        return Interval(low=float(low), high=float(high))

    def _per_group(self, rows: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
        return np.bincount(self._codes, weights=rows, minlength=self._groups).astype(np.float32)
