import hashlib

import numpy as np
import polars as pl

from sparse_probing.stable_hash import hash_names, mix


def test_names_are_hashed_by_blake2b_of_salt_and_name():
    names = pl.Series(["b", "a", "b", "ünïcode"])
    expected = [
        int.from_bytes(hashlib.blake2b(f"7:{name}".encode(), digest_size=8).digest(), "big") for name in names
    ]
    assert hash_names(names, salt="7").tolist() == expected


def test_mix_gives_the_published_splitmix64_sequence():
    # The first two outputs of the reference generator from state 1234567: each adds the constant once more.
    states = np.array([1234567, 1234567 + 0x9E3779B97F4A7C15], dtype=np.uint64)
    assert mix(states).tolist() == [6457827717110365317, 3203168211198807973]


def test_mix_spreads_neighbours_evenly_over_the_range():
    points = mix(np.arange(10_000, dtype=np.uint64)) / 2.0**64
    counts, _ = np.histogram(points, bins=10, range=(0, 1))
    assert (abs(counts - 1000) < 150).all()
