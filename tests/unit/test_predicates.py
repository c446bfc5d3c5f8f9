import polars as pl
import pytest

from sparse_probing.errors import UserError
from sparse_probing.predicates import matches

ROWS = pl.DataFrame({"tag": ["A", None, "B"], "token": [" 12", "x", "'"], "group": ["g", "h", "h"]})


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        ("tag = 'A'", [True, False, False]),
        ("tag <> 'A'", [False, False, True]),
        ("tag IS NULL", [False, True, False]),
        ("token ~ '^\\s?[0-9]+$'", [True, False, False]),
        ("token = ''''", [False, False, True]),
        ("\"group\" = 'h' AND tag IN ('A', 'B')", [False, False, True]),
        ("TRUE", [True, True, True]),
    ],
)
def test_a_predicate_holds_where_sql_says_so_and_null_counts_as_false(predicate, expected):
    assert matches(ROWS, predicate).tolist() == expected


@pytest.mark.parametrize(
    ("predicate", "message"),
    [
        ("tga = 'A'", "predicate \"tga = 'A'\": .*tga"),
        ("tag = = 'A'", "predicate \"tag = = 'A'\": expected an SQL expression"),
        ("tag", "predicate 'tag': expected true or false for each row, found String"),
    ],
)
def test_mistakes_are_told_in_one_line(predicate, message):
    with pytest.raises(UserError, match=message) as caught:
        matches(ROWS, predicate)
    assert "\n" not in str(caught.value)
