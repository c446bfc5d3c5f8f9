import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_models import rows_of, sequences_of

from sparse_probing.batches import plan_batches


@st.composite
def datasets(draw: st.DrawFn) -> tuple[list[list[int]], list[tuple[int, int, int]]]:
    """Tokens of some sequences, each token another number, and spans within them."""
    lengths = draw(st.lists(st.integers(1, 6), min_size=1, max_size=12))
    sequences, spans = [], []
    for line, length in enumerate(lengths):
        sequences.append([100 * line + at for at in range(length)])
        for _ in range(draw(st.integers(0, 4))):
            start = draw(st.integers(0, length - 1))
            spans.append((10 + line, start, draw(st.integers(start + 1, length))))
    return sequences, spans


@settings(max_examples=60, deadline=None)
@given(dataset=datasets(), tokens=st.integers(1, 30), most_rows=st.integers(1, 12))
def test_every_row_is_in_one_batch_with_its_own_tokens(
    dataset: tuple[list[list[int]], list[tuple[int, int, int]]], tokens: int, most_rows: int
) -> None:
    sequences, spans = dataset
    rows = rows_of(*spans)
    found: dict[int, list[int]] = {}
    for batch in plan_batches(sequences_of(*sequences), rows, tokens=tokens, most_rows=most_rows):
        assert len(batch.ids) == 1 or (batch.ids.size <= tokens and len(batch.rows) <= most_rows)
        flat = batch.ids.ravel()
        starts = [(start, s.length) for s in batch.stretches for start in s.starts.tolist()]
        for row, (start, length) in zip(batch.rows.tolist(), starts, strict=True):
            assert row not in found
            found[row] = flat[start : start + length].tolist()
    expected = {
        row: sequences[sequence - 10][start:stop]
        for row, sequence, start, stop in rows.select("row", "sequence", "start", "stop").iter_rows()
    }
    assert found == expected


def test_longest_sequences_come_first_and_those_without_rows_not_at_all() -> None:
    sequences = sequences_of([1], [2, 2, 2], [3, 3], [4, 4, 4], [5])
    rows = rows_of((10, 0, 1), (11, 0, 1), (12, 1, 2), (13, 2, 3))
    batches = list(plan_batches(sequences, rows, tokens=100, most_rows=100))
    assert [batch.ids.tolist() for batch in batches] == [[[2, 2, 2], [4, 4, 4]], [[3, 3]], [[1]]]
    assert [batch.rows.tolist() for batch in batches] == [[3, 9], [6], [0]]


def test_a_row_without_its_sequence_is_refused() -> None:
    with pytest.raises(ValueError, match="expected the sequences of 2 rows, found those of 1"):
        list(plan_batches(sequences_of([1]), rows_of((10, 0, 1), (11, 0, 1)), tokens=9, most_rows=9))


def test_nothing_makes_no_batches() -> None:
    empty = pl.DataFrame(schema={"sequence": pl.UInt32, "tokens": pl.List(pl.UInt32)})
    assert list(plan_batches(empty, rows_of(), tokens=9, most_rows=9)) == []
