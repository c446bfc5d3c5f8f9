import polars as pl
import pytest
from pydantic import TypeAdapter, ValidationError

from sparse_probing.settings.sources import (
    LATEX_COLUMNS,
    WORD_COLUMNS,
    ConlluSource,
    FolderSource,
    JsonlSource,
    LatexSource,
    RelationsSource,
    Source,
    TableSource,
)


def source(**options):
    return TypeAdapter(Source).validate_python({"files": ["a"], **options})


def folder(**options):
    return TypeAdapter(Source).validate_python(
        {"format": "folder", "folder": "code", "extensions": {"c": "C"}, **options}
    )


def test_the_format_chooses_the_kind_of_source():
    kinds = {
        "conllu": ConlluSource,
        "jsonl": JsonlSource,
        "table": TableSource,
        "latex": LatexSource,
        "relations": RelationsSource,
    }
    for name, kind in kinds.items():
        assert type(source(format=name)) is kind
    assert type(folder()) is FolderSource
    with pytest.raises(ValidationError, match="'conllu', 'jsonl', 'table', 'latex', 'folder', 'relations'"):
        source(format="csv")


def test_columns_are_those_that_the_reader_yields():
    assert source(format="conllu", feats=["Tense"]).columns() == (*WORD_COLUMNS, "Tense")
    spans = {"spans": "s", "span_annotations": ["sex"]}
    assert source(format="jsonl", annotations={"lang": "l"}, **spans).columns() == ("lang", "sex")
    assert source(format="table", annotations={"kind": "k"}).columns() == ("kind",)
    assert source(format="latex", annotations={"kind": "k"}).columns() == ("kind", *LATEX_COLUMNS)
    assert folder(annotations={"file": "@file"}).columns() == ("label", "path", "file")
    assert source(format="relations").columns() == ("relation", "truth")


def test_types_are_known_where_the_format_fixes_them():
    words = source(format="conllu", feats=["Tense"])
    assert set(words.known_types()) == set(words.columns())
    assert words.known_types()["Tense"] == pl.String
    assert words.known_types()["eos"] == pl.Boolean
    latex = source(format="latex", annotations={"kind": "k", "file": "@file"}).known_types()
    assert latex == {**dict.fromkeys(LATEX_COLUMNS, pl.Boolean), "file": pl.String}
    part = {"field": "l", "pattern": "^.."}
    for kind in ("jsonl", "table"):
        known = source(format=kind, annotations={"lang": "l", "code": part}).known_types()
        assert known == {"code": pl.String}
    assert set(folder(annotations={"file": "@file"}).known_types().values()) == {pl.String()}
    assert source(format="relations").known_types() == {"relation": pl.String, "truth": pl.Boolean}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"files": ["a/x.jsonl", "b/x.jsonl"]}, "two of 'files' are named 'x.jsonl'"),
        ({"files": ["x.jsonl", "y.jsonl", "x.jsonl.zst"]}, "two of 'files' are named 'x.jsonl'"),
        ({"annotations": {"token": "t"}}, "the annotation column 'token' needs another name"),
        ({"annotations": {"level": "t"}}, "the annotation column 'level' needs another name"),
        (
            {"annotations": {"a": "t"}, "spans": "s", "span_annotations": ["a"]},
            "column 'a' needs another name",
        ),
        ({"span_annotations": ["a"]}, "'span_annotations' needs 'spans'"),
        ({"annotations": {"a b": "t"}}, "pattern"),
        (
            {"format": "latex", "annotations": {"math": "t"}},
            "the annotation column 'math' needs another name",
        ),
        ({"format": "conllu", "feats": ["upos"]}, "the annotation column 'upos' needs another name"),
        ({"format": "conllu", "feats": ["a b"]}, "expected an attribute of FEATS"),
    ],
)
def test_names_that_would_hide_one_another_are_rejected(options, message):
    with pytest.raises(ValidationError, match=message):
        source(**{"format": "jsonl", **options})


def test_a_file_of_a_folder_has_no_fields_but_path_and_label():
    assert folder(group={"field": "path", "pattern": "^.*/"}).columns() == ("label", "path")
    for options in ({"group": "repo"}, {"annotations": {"repo": {"field": "repo", "pattern": "x"}}}):
        with pytest.raises(
            ValidationError, match="a file has the fields label, path, @file alone, not 'repo'"
        ):
            folder(**options)
    with pytest.raises(ValidationError, match="the annotation column 'path' needs another name"):
        folder(annotations={"path": "@file"})


@pytest.mark.parametrize("key", ["group", "annotations", "span"])
def test_a_pattern_is_checked_when_it_is_read(key):
    part = {"field": "a", "pattern": "(a"}
    options = {"group": part, "annotations": {"x": part}, "span": "(a"}[key]
    with pytest.raises(ValidationError, match=r"expected a regular expression, found '\(a': missing \)"):
        source(format="table", **{key: options})
