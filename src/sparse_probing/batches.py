"""Batches of sequences of one length, and the rows that lie in them.

Equal lengths need neither padding nor a mask: nothing is computed in vain, and the numbers of a row do not
depend on what its sequence is batched with.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Stretch:
    """The rows of a batch that have one number of tokens."""

    starts: IntArray
    """(rows,): the first token of each, as a position in the flattened batch; ascending."""
    length: int
    """Tokens of each row."""


@dataclass(frozen=True)
class Batch:
    """Sequences of one length, and the rows that lie in them, stretch by stretch."""

    ids: IntArray
    """(sequences, tokens)."""
    rows: npt.NDArray[np.uint32]
    """(rows,): positions in rows.parquet."""
    stretches: tuple[Stretch, ...]
    """They make up `rows`, in order."""


def plan_batches(
    sequences: pl.DataFrame, rows: pl.DataFrame, *, tokens: int, most_rows: int
) -> Iterator[Batch]:
    """Batches of at most `tokens` tokens and `most_rows` rows, longest sequences first.

    A sequence that alone exceeds a limit makes a batch of its own; one without rows is in none.
    Raises ValueError when a row has no sequence.
    """
    lines = sequences.select(
        "sequence", "tokens", length=pl.col("tokens").list.len().cast(pl.Int64)
    ).with_row_index("line")
    placed = rows.select("row", "sequence", "start", "stop").join(
        lines.select("sequence", "line"), on="sequence", how="inner", maintain_order="left"
    )
    if placed.height != rows.height:
        raise ValueError(f"expected the sequences of {rows.height} rows, found those of {placed.height}")
    row, line, start, stop = (
        placed[name].to_numpy().astype(np.int64) for name in ("row", "line", "start", "stop")
    )
    counts = np.bincount(line, minlength=lines.height)
    lengths = lines["length"].to_numpy()
    used = np.flatnonzero(counts)
    used = used[np.argsort(-lengths[used], kind="stable")]
    by_line = np.argsort(line, kind="stable")
    first_of = np.cumsum(counts) - counts
    ids = lines["tokens"]
    for members in _cut(used, lengths, counts, tokens, most_rows):
        length = int(lengths[members[0]])
        chosen = np.concatenate([by_line[first_of[m] : first_of[m] + counts[m]] for m in members])
        offset = np.repeat(np.arange(len(members)) * length, counts[members])
        order, stretches = _stretches(start[chosen] + offset, stop[chosen] - start[chosen])
        yield Batch(
            ids=ids.gather(members).explode().to_numpy().astype(np.int64).reshape(len(members), length),
            rows=row[chosen][order].astype(np.uint32),
            stretches=stretches,
        )


def _cut(
    ordered: IntArray, lengths: IntArray, counts: IntArray, tokens: int, most_rows: int
) -> Iterator[IntArray]:
    """Runs of the lines `ordered`, longest first, that have one length and keep the limits."""
    borders = np.flatnonzero(np.diff(lengths[ordered])) + 1
    for group in np.split(ordered, borders) if len(ordered) else ():
        most_sequences = max(1, tokens // int(lengths[group[0]]))
        while len(group):
            rows = np.cumsum(counts[group[:most_sequences]])
            taken = max(1, int(np.searchsorted(rows, most_rows, side="right")))
            yield group[:taken]
            group = group[taken:]


def _stretches(starts: IntArray, lengths: IntArray) -> tuple[IntArray, tuple[Stretch, ...]]:
    """An order of the rows by number of tokens, then place; and the stretches that it makes."""
    order = np.lexsort((starts, lengths))
    borders = np.flatnonzero(np.diff(lengths[order])) + 1
    groups = np.split(order, borders)
    return order, tuple(Stretch(starts[group], int(lengths[group[0]])) for group in groups)
