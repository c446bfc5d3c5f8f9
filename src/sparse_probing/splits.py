"""Assign groups of documents to train, validation and test, each by its own hash."""

import math

import numpy as np
import polars as pl

from sparse_probing.errors import UserError
from sparse_probing.stable_hash import hash_names

SPLITS = ("train", "validation", "test")


def assign_splits(groups: pl.Series, *, train: float, validation: float, test: float, seed: int) -> pl.Series:
    """Return the split of each row, given the group of each row; both (rows,) strings.

    A group's split depends on nothing but its name, the seed and the shares: rows of one group never stand
    on both sides of a split, and adding groups never moves another. The shares are those of groups, in
    expectation.

    Raises UserError unless the three shares are in [0, 1] and sum to 1.
    """
    shares = (train, validation, test)
    if min(shares) < 0 or not math.isclose(sum(shares), 1, abs_tol=1e-9):
        found = ", ".join(f"{name} {share}" for name, share in zip(SPLITS, shares, strict=True))
        raise UserError(f"split: shares must be between 0 and 1 and sum to 1, found {found}")
    # The upper 53 bits of a hash make a float in [0, 1) without rounding.
    points = (hash_names(groups, salt=str(seed)) >> np.uint64(11)) * 2.0**-53
    split = np.searchsorted([train, train + validation], points, side="right")
    return pl.Series("split", np.array(SPLITS)[split], dtype=pl.String)
