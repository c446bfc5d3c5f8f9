"""The tokens of rows, without their order."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import polars as pl


@dataclass(frozen=True)
class TokenBags:
    """The token ids of some rows, row after row.

    ids: (tokens,) int64. lengths: (rows,) int64, the number of tokens of each row, at least 1.
    """

    ids: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int64]

    @classmethod
    def of(cls, rows: pl.DataFrame, sequences: pl.DataFrame) -> Self:
        """Gather the tokens from `start` to `stop` of each row; those that a dataset skips are in no row.

        rows: columns `sequence`, `start`, `stop` of rows.parquet. sequences: the frame of sequences.parquet,
        with numbers in ascending order, in which every sequence of a row stands.
        """
        flat = sequences["tokens"].explode().to_numpy().astype(np.int64)
        behind = sequences["tokens"].list.len().cast(pl.Int64).cum_sum().to_numpy()
        first = np.append(0, behind)[np.searchsorted(sequences["sequence"], rows["sequence"])]
        starts, stops = (first + rows[name].cast(pl.Int64).to_numpy() for name in ("start", "stop"))
        lengths = stops - starts
        # Positions count on within a row, and jump to the next start behind it.
        jumps = np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
        return cls(flat[jumps + np.arange(lengths.sum())], lengths)

    def counts(self, rows: npt.NDArray[np.bool_], vocabulary: int) -> npt.NDArray[np.int64]:
        """Return how often each token id below `vocabulary` stands in the rows marked in `rows` (rows,)."""
        return np.bincount(self.ids[np.repeat(rows, self.lengths)], minlength=vocabulary)

    def pool(self, values: npt.NDArray[np.float64], aggregation: str) -> npt.NDArray[np.float64]:
        """Return one number a row, (rows,): the mean or, for `max`, the largest of `values` (tokens,)."""
        starts = np.cumsum(self.lengths) - self.lengths
        if aggregation == "max":
            return np.maximum.reduceat(values, starts)
        return np.add.reduceat(values, starts) / self.lengths
