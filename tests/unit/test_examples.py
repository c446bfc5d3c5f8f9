import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparse_probing.errors import UserError
from sparse_probing.examples import select_examples


def make_rows(tags, documents=40):
    """Rows with the given tags, dealt out to documents."""
    return pl.DataFrame(
        {
            "document": [f"document {i % documents}" for i in range(len(tags))],
            "start": pl.Series([i // documents for i in range(len(tags))], dtype=pl.UInt32),
            "tag": pl.Series(tags, dtype=pl.String),
            "drawn": True,
            "kept": False,
        }
    )


def select(rows, where="tag = 'A'", **changes):
    options = {
        "max_rows": 10_000,
        "min_positive_fraction": 0.0,
        "max_positive_fraction": 1.0,
        "seed": 0,
    }
    return select_examples(rows, where=where, **{**options, **changes})


def drawn(rows, examples):
    return set(rows[examples.index].select("document", "start").iter_rows())


@given(
    positives=st.integers(1, 300),
    negatives=st.integers(1, 300),
    max_rows=st.integers(2, 400),
    bounds=st.tuples(st.floats(0.05, 0.95), st.floats(0.05, 0.95)).map(sorted),
)
def test_size_and_balance_are_kept(positives, negatives, max_rows, bounds):
    low, high = bounds
    rows = make_rows(["A"] * positives + ["B"] * negatives)
    examples = select(rows, max_rows=max_rows, min_positive_fraction=low, max_positive_fraction=high)
    assert (np.diff(examples.index) > 0).all()
    assert examples.labels.tolist() == (rows["tag"][examples.index] == "A").to_list()
    size, found = examples.labels.size, examples.labels.sum()
    assert 2 <= size <= max_rows and 1 <= found < size
    # One row more or less of a class is rounding.
    assert low * size - 1 <= found <= high * size + 1


def test_without_limits_every_row_of_the_universe_is_taken():
    rows = make_rows(["A", "B", "C", "A", None] * 20)
    examples = select(rows, among="tag IN ('A', 'B')")
    assert examples.index.tolist() == [i for i in range(100) if i % 5 in (0, 1, 3)]


def test_rare_positives_are_all_kept_and_negatives_subsampled():
    examples = select(make_rows(["A"] * 30 + ["B"] * 970), min_positive_fraction=0.25)
    assert examples.labels.sum() == 30 and examples.labels.size == 120


def test_frequent_positives_are_subsampled():
    examples = select(make_rows(["A"] * 900 + ["B"] * 100), max_positive_fraction=0.5)
    assert examples.labels.sum() == 100 and examples.labels.size == 200


def test_null_counts_as_false():
    rows = make_rows(["A", None, "B"])
    assert select(rows).labels.tolist() == [True, False, False]


def test_hard_negatives_come_in_the_stated_shares():
    rows = make_rows(["A"] * 100 + ["near"] * 500 + ["far"] * 500 + ["other"] * 2000)
    examples = select(
        rows,
        negatives=[("tag = 'near'", 0.5), ("tag IN ('near', 'far')", 0.3)],
        min_positive_fraction=0.2,
        max_positive_fraction=0.2,
    )
    counts = dict(rows["tag"][examples.index].value_counts().iter_rows())
    # A negative counts for the first predicate it matches, so the second pool is 'far' alone.
    assert counts == {"A": 100, "near": 200, "far": 120, "other": 80}


def test_a_short_pool_is_taken_whole_and_nothing_in_its_place():
    rows = make_rows(["A"] * 100 + ["near"] * 10 + ["other"] * 2000)
    examples = select(
        rows, negatives=[("tag = 'near'", 0.5)], min_positive_fraction=0.25, max_positive_fraction=0.5
    )
    counts = dict(rows["tag"][examples.index].value_counts().iter_rows())
    assert counts == {"A": 100, "near": 10, "other": 150}


def test_positives_give_way_where_short_pools_would_break_the_cap():
    rows = make_rows(["A"] * 100 + ["near"] * 10 + ["other"] * 2000)
    examples = select(
        rows, negatives=[("tag = 'near'", 1.0)], min_positive_fraction=0.2, max_positive_fraction=0.5
    )
    assert examples.labels.sum() == 10 and examples.labels.size == 20


def test_the_draw_does_not_depend_on_the_order_of_rows():
    rows = make_rows(["A"] * 200 + ["B"] * 800)
    shuffled = rows.sample(fraction=1, shuffle=True, seed=1)
    limits = {"max_rows": 100}
    assert drawn(rows, select(rows, **limits)) == drawn(shuffled, select(shuffled, **limits))


def test_adding_documents_displaces_few_rows():
    rows = make_rows((["A"] + ["B"] * 9) * 400, documents=200)
    more = rows.head(400).with_columns(document=pl.lit("new ") + pl.col("document"))
    before = drawn(rows, select(rows, max_rows=500))
    after = drawn(pl.concat([rows, more]), select(pl.concat([rows, more]), max_rows=500))
    # A tenth more rows are to replace about an eleventh of the sample.
    assert 0.85 < len(before & after) / len(before) < 0.97


def test_seeds_give_different_draws():
    rows = make_rows(["A"] * 200 + ["B"] * 800)
    assert drawn(rows, select(rows, max_rows=100)) != drawn(rows, select(rows, max_rows=100, seed=1))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"where": "tag = 'Z'"}, "where \"tag = 'Z'\" among 'TRUE': .*found 0 positives and 100 negatives"),
        ({"among": "tag = 'A'"}, "found 50 positives and 0 negatives"),
        ({"where": "tga = 'A'"}, "predicate \"tga = 'A'\".*tga"),
        ({"where": "tag = = 'A'"}, "predicate \"tag = = 'A'\""),
        ({"where": "start + 1"}, "predicate 'start \\+ 1': expected true or false"),
        ({"negatives": [("tag = 'Z'", 1.0)]}, "none of the 50 negatives"),
        ({"negatives": [("tag = 'B'", 0.7), ("tag = 'C'", 0.7)]}, "at most 1, found \\[0.7, 0.7\\]"),
        ({"max_rows": 1}, "max_rows: expected at least 2, found 1"),
        ({"min_positive_fraction": 0.6, "max_positive_fraction": 0.5}, "found 0.6 and 0.5"),
    ],
)
def test_mistakes_are_told_in_one_line(changes, message):
    with pytest.raises(UserError, match=message) as caught:
        select(make_rows(["A", "B"] * 50), **changes)
    assert "\n" not in str(caught.value)


def kept_rows(tags, *, drawn, kept):
    """Rows of which those with the `drawn` numbers were drawn, and all of the `kept` tags are kept."""
    rows = make_rows(tags).with_row_index("number")
    return rows.with_columns(drawn=pl.col("number").is_in(drawn), kept=pl.col("tag").is_in(kept)).filter(
        pl.col("drawn") | pl.col("kept")
    )


def test_all_rows_of_a_class_count_where_all_are_kept():
    rows = kept_rows(["A"] * 30 + ["B"] * 70, drawn=range(20, 60), kept=["A"])
    examples = select(rows)
    assert examples.labels.sum() == 30
    assert (~examples.labels).sum() == 30


def test_a_class_that_is_kept_in_part_is_represented_by_what_was_drawn():
    rows = kept_rows(["A", "A+"] * 30 + ["B"] * 40, drawn=range(50, 80), kept=["A+"])
    examples = select(rows, "tag IN ('A', 'A+')")
    positives = rows[examples.index].filter(pl.Series(examples.labels))
    assert positives["tag"].to_list() == ["A", "A+"] * 5
    assert (~examples.labels).sum() == 20


def test_the_share_of_positives_is_that_of_the_drawn_rows():
    rows = kept_rows(["A"] * 100 + ["B"] * 900, drawn=range(95, 1000), kept=["A"])
    examples = select(rows, max_rows=905, min_positive_fraction=0.0)
    # 5 of the 905 drawn rows are positive, though 100 positives are at hand.
    assert examples.labels.sum() == 5


def test_a_pool_of_negatives_is_a_class_of_its_own():
    rows = kept_rows(["A"] * 20 + ["hard"] * 20 + ["soft"] * 60, drawn=range(10, 100), kept=["hard"])
    examples = select(rows, negatives=[("tag = 'hard'", 0.5)], max_rows=90)
    tags = rows[examples.index]["tag"].value_counts()
    assert dict(tags.iter_rows())["hard"] == 20


def test_a_universe_that_is_kept_is_taken_whole():
    rows = kept_rows(["A"] * 20 + ["B"] * 60 + ["C"] * 200, drawn=range(70, 280), kept=["A", "B"])
    examples = select(rows, among="tag IN ('A', 'B')")
    assert (examples.labels.sum(), (~examples.labels).sum()) == (20, 60)
