import hashlib

import numpy as np
import polars as pl

from sparse_probing.stable_hash import hash_names, mix, row_priority


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


def test_the_priority_of_a_row_depends_on_document_position_and_salt_alone():
    documents, positions = pl.Series(["a", "b", "a"]), pl.Series([3, 3, 4], dtype=pl.UInt32)
    priority = row_priority(documents, positions, salt="1")
    alone = [row_priority(documents[i : i + 1], positions[i : i + 1], salt="1")[0] for i in range(3)]
    assert priority.tolist() == alone
    assert len({*priority.tolist(), *row_priority(documents, positions, salt="2").tolist()}) == 6


def test_rows_of_small_priority_come_from_all_documents_and_positions_alike():
    documents = pl.Series([f"document {i}" for i in range(100) for _ in range(200)])
    positions = pl.Series([*range(200)] * 100, dtype=pl.UInt32)
    small = np.argsort(row_priority(documents, positions, salt="0"))[:5000]
    per_document = np.unique(small // 200, return_counts=True)[1]
    per_position = np.unique(small % 200, return_counts=True)[1]
    # 50 and 25 expected; the bounds are five standard deviations away.
    assert per_document.size == 100 and per_document.min() > 20 and per_document.max() < 80
    assert per_position.size == 200 and per_position.min() > 3 and per_position.max() < 48
