"""Choose the rows on which a feature is probed, and label them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.errors import UserError
from sparse_probing.predicates import matches
from sparse_probing.stable_hash import row_priority

_Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Examples:
    """The rows chosen for one feature.

    index: (examples,) int64, positions in the frame of rows, ascending.
    labels: (examples,) bool, whether the feature holds.
    """

    index: npt.NDArray[np.int64]
    labels: npt.NDArray[np.bool_]


def select_examples(
    rows: pl.DataFrame,
    *,
    where: str,
    among: str = "TRUE",
    negatives: Sequence[tuple[str, float]] = (),
    max_rows: int,
    min_positive_fraction: float,
    max_positive_fraction: float,
    seed: int,
) -> Examples:
    """Draw at most `max_rows` positive and negative examples of a feature from a dataset's rows.

    Positives are the rows where `among` and `where` hold, negatives those where only `among` holds; both
    are Polars SQL expressions, in which null counts as false. The fraction of positives aimed at is their
    share of the universe `among`, clipped to [min_positive_fraction, max_positive_fraction]; the class in
    excess is subsampled.

    `negatives` asks for hard negatives: pairs of a predicate and the share of the negatives that it shall
    make up. A negative counts for the first predicate that it matches; those that match none make up the
    rest to 1. Where a pool is short, all of it is taken and nothing in its place; positives then give way
    only where they would exceed `max_positive_fraction`.

    The draw takes the rows with the smallest hashes of (seed, document, start), so adding documents
    displaces few of the rows drawn before.

    Rows that `sample.keep` added to the dataset's sample stand for nothing but the classes that it keeps: the
    positives, or a pool of negatives, take them in only where all their rows are kept; else they are the rows
    that the sample drew. So it is with the universe, of which the share is taken.

    Raises UserError where a predicate is not one, a number is out of its range, or a class is empty.
    """
    _check_ranges(negatives, max_rows, min_positive_fraction, max_positive_fraction)
    universe = matches(rows, among)
    holds = matches(rows, where)
    positive = _representative(rows, universe & holds)
    negative = universe & ~holds
    # The salt differs from that of the splits: the draw must not favour documents of one split.
    priority = row_priority(rows["document"], rows["start"], salt=f"examples:{seed}")

    base_rate = _base_rate(where, among, holds[_representative(rows, universe)], positive, negative)
    fraction = min(max(base_rate, min_positive_fraction), max_positive_fraction)
    # Each class gets one row at least.
    take_positive = min(int(positive.sum()), max(1, round(fraction * max_rows)), max_rows - 1)
    take_negative = min(max_rows - take_positive, max(1, round(take_positive * (1 - fraction) / fraction)))

    pools = [_representative(rows, pool) for pool in _split_negatives(rows, negative, negatives)]
    shares = [share for _, share in negatives]
    counts = _apportion(take_negative, [*shares, max(0.0, 1 - sum(shares))])
    drawn = [_draw(pool, count, priority) for pool, count in zip(pools, counts, strict=True)]
    drawn_negative = sum(map(len, drawn))
    if drawn_negative == 0:
        asked = ", ".join(repr(predicate) for predicate, _ in negatives)
        raise UserError(
            f"negatives {asked}: none of the {negative.sum()} negatives of {where!r} is in a pool"
        )
    if max_positive_fraction < 1:
        most = int(drawn_negative * max_positive_fraction / (1 - max_positive_fraction) + 1e-9)
        take_positive = min(take_positive, max(1, most))

    index = np.sort(np.concatenate([_draw(positive, take_positive, priority), *drawn]))
    return Examples(index=index, labels=positive[index])


def _check_ranges(negatives: Sequence[tuple[str, float]], max_rows: int, low: float, high: float) -> None:
    if max_rows < 2:
        raise UserError(f"max_rows: expected at least 2, found {max_rows}")
    if not (0 <= low <= high <= 1 and low < 1 and high > 0):
        raise UserError(
            "min_positive_fraction, max_positive_fraction: "
            f"expected 0 <= min <= max <= 1, found {low} and {high}"
        )
    shares = [share for _, share in negatives]
    if any(share <= 0 for share in shares) or sum(shares) > 1 + 1e-9:
        raise UserError(f"negatives: expected shares above 0 that sum to at most 1, found {shares}")


def _representative(rows: pl.DataFrame, pool: _Truths) -> _Truths:
    """The rows of a pool that are a fair sample of it: all, if all are kept, else those drawn."""
    whole = bool(rows["kept"].to_numpy()[pool].all())
    return pool if whole else pool & rows["drawn"].to_numpy()


def _base_rate(where: str, among: str, universe: _Truths, positive: _Truths, negative: _Truths) -> float:
    """The share of positives in a sample of the universe, of whose rows `universe` tells the answers."""
    if not positive.any() or not negative.any():
        raise UserError(
            f"where {where!r} among {among!r}: expected positive and negative rows, "
            f"found {positive.sum()} positives and {negative.sum()} negatives"
        )
    return float(universe.mean()) if len(universe) else 0.0


def _split_negatives(
    rows: pl.DataFrame, negative: _Truths, predicates: Sequence[tuple[str, float]]
) -> list[_Truths]:
    """Return disjoint pools of negatives: one a predicate, in order, then those that match none."""
    pools = []
    rest = negative
    for predicate, _ in predicates:
        matching = matches(rows, predicate)
        pools.append(rest & matching)
        rest = rest & ~matching
    return [*pools, rest]


def _apportion(total: int, shares: Sequence[float]) -> list[int]:
    """Return whole numbers in the ratio of `shares`, which sum to 1, rounded so that they sum to `total`."""
    borders = np.rint(np.cumsum([0.0, *shares]) * total).astype(int)
    return [int(count) for count in np.diff(borders)]


def _draw(pool: _Truths, count: int, priority: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """Return the first `count` members of a pool by priority, ties by position, or all if it has fewer."""
    members = np.flatnonzero(pool)
    return members[np.argsort(priority[members], kind="stable")[:count]]
