import polars as pl
import pytest

from sparse_probing.errors import UserError
from sparse_probing.predicates import check_predicate, matches, named_columns

ROWS = pl.DataFrame({"tag": ["A", None, "B"], "token": [" 12", "x", "'"], "group": ["g", "h", "h"]})
COLUMNS = {
    "lang": None,
    "upos": pl.String(),
    "token": pl.String(),
    "position": pl.UInt32(),
    "eos": pl.Boolean(),
}


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


@pytest.mark.parametrize(
    "predicate",
    [
        "lang = 'de'",
        "TRUE",
        "upos IN ('VERB', 'AUX') AND lang IS NOT NULL",
        "upos ~ '^V'",
        "NOT (lang = 'it''s')",
        "eos",
        "lang",
        "lang > 3 AND upos ~ '^V'",
        "position > 3 AND position % 2 = 0",
        "UPPER(token) = token",
    ],
)
def test_a_predicate_over_known_columns_is_accepted(predicate: str) -> None:
    check_predicate(predicate, COLUMNS, where="file.yaml: where")


@pytest.mark.parametrize(
    ("predicate", "message"),
    [
        ("uposs = 'VERB'", "no column 'uposs' in .*; did you mean 'upos'?"),
        ("colour = 'red'", "no column 'colour' in .*; there are: lang, upos, token, position, eos"),
        (
            'upos = "VERB"',
            r"no column 'VERB' in .*; there are: lang, .*, eos \(text is written in single quotes\)",
        ),
        ("upos =", "not an SQL expression: 'upos ='"),
        ("", "not an SQL expression: ''"),
        ("upos = 'VERB' upos", r"not an SQL expression: .* \(found unexpected 'upos'\)"),
        ("upos = 'VERB' or_so", r"not an SQL expression: .* \(found unexpected 'or_so'\)"),
        ("upos; DROP TABLE rows", "not an SQL expression"),
        ("no_such_function(upos)", "not an SQL expression: .*no_such_function"),
        ("SELECT upos FROM rows", "not an SQL expression"),
        ("upos", "'upos': expected true or false for each row, found String"),
        ("1", "'1': expected true or false for each row, found Int32"),
        ("NULL", "'NULL': expected true or false for each row, found Null"),
        ("upos = 3", "'upos = 3' cannot be asked of the rows: cannot compare string with numeric type"),
        ("token ~ '['", ".* cannot be asked of the rows: regex error: .* unclosed character class$"),
        ("COUNT(*) > 1", ".*: expected true or false for each row, found one answer for all rows"),
        ("MAX(position) > 3", ".*: expected true or false for each row, found one answer for all rows"),
        ("COLUMNS('.*') IS NULL", ".* cannot be asked of the rows: "),
    ],
)
def test_a_predicate_that_cannot_work_is_told_with_its_place(predicate: str, message: str) -> None:
    with pytest.raises(UserError, match=f"^file.yaml: where: {message}") as error:
        check_predicate(predicate, COLUMNS, where="file.yaml: where")
    assert "\n" not in str(error.value)


def test_named_columns_are_those_of_all_predicates_once():
    assert named_columns(["tag = 'A' AND lang IS NOT NULL", "NOT tag ~ 'x'", "TRUE"]) == ["lang", "tag"]
    with pytest.raises(UserError, match=r"predicate \"tag = = 'A'\": expected an SQL expression"):
        named_columns(["tag = = 'A'"])
