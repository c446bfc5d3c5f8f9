import polars as pl
import pytest
from pydantic import TypeAdapter, ValidationError

from sparse_probing.settings.sources import (
    LATEX_COLUMNS,
    WORD_COLUMNS,
    ConlluSource,
    JsonlSource,
    LatexSource,
    Source,
    TableSource,
)


def source(**options):
    return TypeAdapter(Source).validate_python({"files": ["a"], **options})


def test_the_format_chooses_the_kind_of_source():
    kinds = {"conllu": ConlluSource, "jsonl": JsonlSource, "table": TableSource, "latex": LatexSource}
    for name, kind in kinds.items():
        assert type(source(format=name)) is kind
    with pytest.raises(ValidationError, match="'conllu', 'jsonl', 'table', 'latex'"):
        source(format="csv")


def test_columns_are_those_that_the_reader_yields():
    assert source(format="conllu", feats=["Tense"]).columns() == (*WORD_COLUMNS, "Tense")
    spans = {"spans": "s", "span_annotations": ["sex"]}
    assert source(format="jsonl", annotations={"lang": "l"}, **spans).columns() == ("lang", "sex")
    assert source(format="table", annotations={"kind": "k"}).columns() == ("kind",)
    assert source(format="latex", annotations={"kind": "k"}).columns() == ("kind", *LATEX_COLUMNS)


def test_types_are_known_where_the_format_fixes_them():
    words = source(format="conllu", feats=["Tense"])
    assert set(words.known_types()) == set(words.columns())
    assert words.known_types()["Tense"] == pl.String
    assert words.known_types()["eos"] == pl.Boolean
    assert source(format="latex", annotations={"kind": "k"}).known_types().keys() == set(LATEX_COLUMNS)
    assert source(format="jsonl", annotations={"lang": "l"}).known_types() == {}


def test_text_comes_from_files_or_a_generator():
    generator = {"name": "code", "documents": 3}
    assert source(format="jsonl", files=[], generator=generator).generator.documents == 3
    for options in ({"files": []}, {"generator": generator}):
        with pytest.raises(ValidationError, match="exactly one of 'files' and 'generator' is needed"):
            source(format="jsonl", **options)
    with pytest.raises(ValidationError, match="articles"):
        source(format="jsonl", files=[], generator={"name": "novels", "documents": 3})


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
    ],
)
def test_names_that_would_hide_one_another_are_rejected(options, message):
    with pytest.raises(ValidationError, match=message):
        source(**{"format": "jsonl", **options})
