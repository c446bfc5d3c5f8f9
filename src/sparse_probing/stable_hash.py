"""Hashes that are the same on every machine, in every process and with every version of any library."""

import hashlib

import numpy as np
import numpy.typing as npt
import polars as pl


def hash_names(names: pl.Series, *, salt: str) -> npt.NDArray[np.uint64]:
    """Return the first 64 bits of blake2b(f"{salt}:{name}") for each name; (names,) uint64.

    Each distinct name is hashed once, so a long column of few documents is cheap.
    """
    distinct = names.unique(maintain_order=True)
    hashes = [_hash64(f"{salt}:{name}") for name in distinct]
    return names.replace_strict(
        distinct, pl.Series(hashes, dtype=pl.UInt64), return_dtype=pl.UInt64
    ).to_numpy()


def mix(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Scramble 64-bit integers one to one, so that near inputs have unrelated outputs.

    One step of splitmix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators").
    """
    mixed = values + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def row_priority(documents: pl.Series, positions: pl.Series, *, salt: str) -> npt.NDArray[np.uint64]:
    """A pseudo-random number per row, which depends on `salt`, its document's name and its position alone.

    The rows with the smallest numbers are a uniform draw, which adding other rows hardly moves.
    """
    return mix(hash_names(documents, salt=salt) + positions.cast(pl.UInt64).to_numpy())


def _hash64(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
