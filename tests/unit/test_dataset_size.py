import json

import polars as pl
import pytest
import zstandard

from sparse_probing import dataset_size
from sparse_probing.dataset_size import (
    DatasetSize,
    bound_size,
    count_documents,
    estimate_size,
    size_of_dataset,
)
from sparse_probing.settings.dataset import Extent, RowSettings

SETTINGS = RowSettings(unit="token", context=16)
COUNTED = DatasetSize(sequences=2, rows=3, tokens=7, basis="counted")


def write_tokens(folder, settings):
    """Two sequences of 3 and 4 tokens with three rows, and the stamp of the settings behind them."""
    folder.mkdir(parents=True)
    pl.DataFrame(
        {"sequence": [0, 1], "document": ["a", "b"], "tokens": [[1, 2, 3], [1, 2, 3, 4]]}
    ).write_parquet(folder / "sequences.parquet")
    pl.DataFrame({"row": [0, 1, 2]}).write_parquet(folder / "rows.parquet")
    record = {"stamp": {"settings": {"rows": settings.model_dump(mode="json")}, "code": "", "packages": {}}}
    (folder / "rows.parquet.stamp.json").write_text(json.dumps(record))


def size(tmp_path, settings=SETTINGS, known=None, files=(), extent=None):
    return size_of_dataset(
        settings,
        tokens=tmp_path / "tokens",
        extent=extent,
        documents=tmp_path / "documents.parquet",
        known=known,
        files=files,
    )


def test_what_is_built_is_counted(tmp_path):
    write_tokens(tmp_path / "tokens", SETTINGS)
    assert size(tmp_path, known=1000) == COUNTED


def test_what_was_built_with_other_settings_is_not_counted(tmp_path):
    write_tokens(tmp_path / "tokens", SETTINGS)
    other = SETTINGS.model_copy(update={"context": 32})
    assert size(tmp_path, other, known=10) == bound_size(other, 10)


@pytest.mark.parametrize("content", ["", "[]", '{"stamp": {}}'])
def test_a_damaged_stamp_says_nothing_of_what_is_built(tmp_path, content):
    write_tokens(tmp_path / "tokens", SETTINGS)
    (tmp_path / "tokens" / "rows.parquet.stamp.json").write_text(content)
    assert size(tmp_path, known=10) == bound_size(SETTINGS, 10)


def test_built_documents_are_known_before_others(tmp_path):
    source = tmp_path / "source.jsonl"
    source.write_text("{}\n" * 7)
    assert size(tmp_path, files=[source]) == bound_size(SETTINGS, 7)
    assert size(tmp_path, files=[source], known=5) == bound_size(SETTINGS, 5)
    pl.DataFrame({"document": ["a", "b"]}).write_parquet(tmp_path / "documents.parquet")
    assert size(tmp_path, files=[source], known=5) == bound_size(SETTINGS, 2)


@pytest.mark.parametrize(
    ("options", "documents", "sequences", "rows"),
    [
        ({"unit": "document", "aggregation": "mean"}, 100, 100, 100),
        ({"unit": "document", "aggregation": "mean", "documents": 30}, 100, 30, 30),
        ({"unit": "document", "aggregation": "mean", "documents": 30}, None, 30, 30),
        ({"unit": "document", "aggregation": "mean", "documents": 300}, 100, 100, 100),
        ({"unit": "document", "aggregation": "mean", "sample": {"rows": 40}}, 100, 40, 40),
        ({"unit": "document", "aggregation": "mean", "sequences_per_document": 3}, 100, 300, 300),
        ({"unit": "token"}, 100, 100, 1000),
        ({"unit": "token", "context": 5}, 100, 100, 500),
        ({"unit": "span"}, 100, 100, 1000),
        ({"unit": "span", "sequences_per_document": None}, 100, 1000, 1000),
        ({"unit": "span"}, None, 1000, 1000),
    ],
)
def test_bounds_follow_from_documents_and_settings(options, documents, sequences, rows):
    settings = RowSettings(**{"context": 16, "sample": {"rows": 1000}, **options})
    bound = bound_size(settings, documents)
    assert bound == DatasetSize(sequences, rows, sequences * settings.context, "upper bound")


def test_rows_that_are_always_kept_are_told_to_be_left_out():
    settings = RowSettings(unit="token", sample={"rows": 10, "keep": "eos"})
    assert bound_size(settings, 5).basis == "upper bound, kept rows aside"


def test_a_cap_for_each_value_bounds_nothing_where_values_are_not_known():
    settings = RowSettings(unit="token", documents=3, documents_by="subset")
    assert bound_size(settings, 100).sequences == 100
    assert bound_size(settings, None).sequences == settings.sample.rows


def test_the_extent_of_the_sources_tells_before_they_are_read(tmp_path):
    extent = Extent(documents=50, tokens=3200, kept=7)
    settings = RowSettings(unit="span", context=16, sequences_per_document=None, sample={"rows": 1000})
    # 50 documents of 4 sequences each, and a last one that is not full.
    assert size(tmp_path, settings, extent=extent) == DatasetSize(250, 1007, 3200, "estimate")
    write_tokens(tmp_path / "tokens", settings)
    assert size(tmp_path, settings, extent=extent) == COUNTED


def test_an_estimate_follows_caps_of_documents_and_rows():
    extent = Extent(documents=50, tokens=3200)
    settings = RowSettings(unit="token", context=16, documents=25, sample={"rows": 100_000})
    assert estimate_size(settings, extent) == DatasetSize(25, 400, 400, "estimate")
    whole = settings.model_copy(update={"sequences_per_document": None})
    assert estimate_size(whole, extent).tokens == 1600
    few = RowSettings(unit="span", context=16, sample={"rows": 10})
    assert estimate_size(few, extent) == DatasetSize(10, 10, 160, "estimate")


def test_documents_are_counted_in_files_of_every_kind(tmp_path):
    lines = tmp_path / "lines.jsonl"
    lines.write_text('{"text": "a"}\n\n{"text": "b"}')
    packed = tmp_path / "packed.jsonl.zst"
    packed.write_bytes(zstandard.compress(b"{}\n{}\n{}\n"))
    table = tmp_path / "table.parquet"
    pl.DataFrame({"prompt": ["a", "b", "c", "d"]}).write_parquet(table)
    treebank = tmp_path / "treebank.conllu"
    treebank.write_text("# newdoc\n1\tA\n2\tb\n\n1-2\tcd\n1\tc\n2\td\n\n")
    paper = tmp_path / "paper.tex"
    paper.write_text("\\section{A}\n\nB\n")
    files = {lines: 2, packed: 3, table: 4, treebank: 2, paper: 1}
    assert {file: count_documents([file]) for file in files} == files
    assert count_documents(list(files)) == 12


def test_documents_are_not_counted_where_nothing_tells_them(tmp_path, monkeypatch):
    lines = tmp_path / "lines.jsonl"
    lines.write_text("{}\n")
    other = tmp_path / "other.json"
    other.write_text("{}")
    assert count_documents([]) is None
    assert count_documents([lines, tmp_path / "missing.jsonl"]) is None
    assert count_documents([lines, other]) is None
    monkeypatch.setattr(dataset_size, "MOST_BYTES", 2)
    assert count_documents([lines]) is None
