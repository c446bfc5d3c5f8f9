import numpy as np
import polars as pl
import pytest

from sparse_probing.token_bags import TokenBags

SEQUENCES = pl.DataFrame(
    {"sequence": [2, 5, 9], "tokens": [[1, 10, 11, 12], [1, 20], [1, 30, 31, 30]]},
    schema={"sequence": pl.UInt32, "tokens": pl.List(pl.UInt32)},
)


def bags(*rows):
    """Bags of rows given as (sequence, start, stop)."""
    schema = dict.fromkeys(("sequence", "start", "stop"), pl.UInt32)
    return TokenBags.of(pl.DataFrame(rows, schema=schema, orient="row"), SEQUENCES)


def test_a_row_has_the_tokens_from_its_start_to_its_stop_and_no_others():
    # The sequences begin with a special token 1; the third row skips one more.
    found = bags((9, 1, 4), (2, 1, 2), (2, 2, 4), (5, 1, 2))
    assert found.ids.tolist() == [30, 31, 30, 10, 11, 12, 20]
    assert found.lengths.tolist() == [3, 1, 2, 1]


def test_tokens_are_counted_in_the_chosen_rows_alone():
    counts = bags((9, 1, 4), (2, 1, 2), (9, 3, 4)).counts(np.array([True, False, True]), 32)
    assert {token: int(counts[token]) for token in np.flatnonzero(counts)} == {30: 3, 31: 1}
    assert counts.shape == (32,)


def test_values_of_tokens_become_their_mean_or_maximum():
    found = bags((2, 1, 4), (5, 1, 2))
    values = np.array([3.0, -6.0, 9.0, -1.0])
    assert found.pool(values, "mean") == pytest.approx([2.0, -1.0])
    assert found.pool(values, "max").tolist() == [9.0, -1.0]
    assert bags((5, 1, 2), (2, 3, 4)).pool(values[:2], "none").tolist() == [3.0, -6.0]
