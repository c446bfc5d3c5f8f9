import json

import pytest
import zstandard

from sparse_probing.documents import Span
from sparse_probing.errors import UserError
from sparse_probing.readers.read import read_documents
from sparse_probing.settings.sources import JsonlSource


def source(**options):
    return JsonlSource(**{"format": "jsonl", "files": ["any.jsonl"], **options})


def write(folder, *records, name="records.jsonl"):
    """Write records as JSON lines; a string is written as it stands."""
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    path = folder / name
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def read(path, options):
    return list(read_documents([path], options))


def test_a_record_becomes_a_document_annotated_by_its_fields(tmp_path):
    path = write(
        tmp_path,
        {"text": "Säge 🪚", "meta": {"pile_set_name": "FreeLaw", "year": 1999}, "ok": True},
        "",
        {"text": "", "meta": {"pile_set_name": None, "year": 2.5}, "ok": False},
    )
    fields = {"subset": "meta.pile_set_name", "year": "meta.year", "ok": "ok"}
    first, second = read(path, source(annotations=fields))
    assert (first.name, first.group, first.text) == ("records.jsonl:1", "records.jsonl:1", "Säge 🪚")
    assert first.values == {"subset": "FreeLaw", "year": 1999, "ok": True}
    assert second.name == "records.jsonl:3"
    assert second.values == {"subset": None, "year": 2.5, "ok": False}


def test_only_the_records_that_count_are_read_and_keep_the_numbers_of_their_lines(tmp_path):
    records = [{"text": name, "meta": {"set": name}} for name in ("Books", "ArXiv", "Mail", "ArXiv")]
    path = write(tmp_path, *records)
    only = {"field": "meta.set", "values": ["ArXiv", "Mail"]}
    assert [document.name for document in read(path, source(only=only))] == [
        "records.jsonl:2", "records.jsonl:3", "records.jsonl:4",
    ]  # fmt: skip
    with pytest.raises(UserError, match=r"records\.jsonl, line 1: expected field 'set'"):
        read(path, source(only={"field": "set", "values": ["ArXiv"]}))


def test_equal_values_of_the_group_field_form_a_group_and_null_one_of_its_own(tmp_path):
    groups = ["x", "y", "x", 7, None, None]
    path = write(tmp_path, *({"text": "t", "meta": {"origin": group}} for group in groups))
    documents = read(path, source(group="meta.origin"))
    assert [document.group for document in documents] == [
        "x", "y", "x", "7", "records.jsonl:5", "records.jsonl:6",
    ]  # fmt: skip


def test_another_field_may_hold_the_text_and_spans_annotate_parts(tmp_path):
    spans = [{"start": 0, "stop": 3, "sex": "female", "born": 1900, "rest": 1}, {"start": 3, "stop": 4}]
    path = write(tmp_path, {"body": "Ada!", "marks": {"people": spans}})
    options = source(text="body", spans="marks.people", span_annotations=["sex", "born"])
    (document,) = read(path, options)
    assert document.text == "Ada!"
    assert document.spans == [Span(0, 3, {"sex": "female", "born": 1900}), Span(3, 4, {})]


def test_a_compressed_file_reads_the_same(tmp_path):
    path = write(tmp_path, {"text": "ä", "lang": "de"}, {"text": "b", "lang": "en"})
    packed = tmp_path / "records.jsonl.zst"
    packed.write_bytes(zstandard.compress(path.read_bytes()))
    options = source(annotations={"lang": "lang"})
    assert read(path, options) == read(packed, options)


def test_a_pattern_picks_a_part_of_a_field_and_null_where_it_does_not_match(tmp_path):
    sources = ["novel.xml#12", "page", None, 1999]
    path = write(tmp_path, *({"text": "t", "meta": {"source": source}} for source in sources))
    annotations = {
        "work": {"field": "meta.source", "pattern": "^[^#]*"},
        "chunk": {"field": "meta.source", "pattern": "#([0-9]+)"},
        "suffix": {"field": "meta.source", "pattern": "[.](xml)|page"},
    }
    documents = read(path, source(annotations=annotations, group=annotations["work"]))
    assert [document.values for document in documents] == [
        {"work": "novel.xml", "chunk": "12", "suffix": "xml"},
        {"work": "page", "chunk": None, "suffix": None},
        {"work": None, "chunk": None, "suffix": None},
        {"work": "1999", "chunk": None, "suffix": None},
    ]
    assert [document.group for document in documents] == ["novel.xml", "page", "records.jsonl:3", "1999"]


def test_a_record_whose_group_does_not_match_is_one_of_its_own(tmp_path):
    path = write(tmp_path, {"text": "t", "url": "https://a.org/x"}, {"text": "t", "url": "unknown"})
    documents = read(path, source(group={"field": "url", "pattern": "//([^/]+)"}))
    assert [document.group for document in documents] == ["a.org", "records.jsonl:2"]


def test_of_several_group_fields_the_first_counts_that_says_something(tmp_path):
    metas = [
        {"case": 7, "title": "t"},
        {"title": "t"},
        {"case": None, "title": "t"},
        {"url": "a#1"},
        {"url": "b"},
    ]
    path = write(tmp_path, *({"text": "t", "meta": meta} for meta in metas))
    fields = ["meta.case", "meta.title", {"field": "meta.url", "pattern": "^(.*)#"}]
    documents = read(path, source(group=fields))
    assert [document.group for document in documents] == ["7", "t", "t", "a", "records.jsonl:5"]


@pytest.mark.parametrize("name", ["fr.part-2.jsonl", "fr.part-2.jsonl.zst"])
def test_the_name_of_the_file_is_a_field(tmp_path, name):
    path = tmp_path / name
    line = b'{"text": "a"}\n'
    path.write_bytes(zstandard.compress(line) if path.suffix == ".zst" else line)
    lang = {"field": "@file", "pattern": "^[a-z]+"}
    (document,) = read(path, source(annotations={"lang": lang, "file": "@file"}, group="@file"))
    assert document.values == {"lang": "fr", "file": "fr.part-2"}
    assert document.group == "fr.part-2"


def test_a_key_with_dots_is_found_before_dots_descend(tmp_path):
    path = write(tmp_path, {"text": "t", "a.b": 1, "a": {"b": 2, "c": 3}})
    (document,) = read(path, source(annotations={"x": "a.b", "y": "a.c"}))
    assert document.values == {"x": 1, "y": 3}


@pytest.mark.parametrize(
    ("record", "options", "message"),
    [
        ('{"text": "a"', {}, "expected a JSON object, but .* at column 13"),
        ("[1, 2]", {}, "expected a JSON object, found a list"),
        ('"text"', {}, "expected a JSON object, found text"),
        ("null", {}, "expected a JSON object, found null"),
        ({"txt": "a", "id": 3}, {}, "expected field 'text', found only: txt, id"),
        ({"text": 3}, {}, "expected field 'text' to be text, found a number"),
        ({"text": None}, {}, "expected field 'text' to be text, found null"),
        (
            {"text": "a"},
            {"annotations": {"lang": "meta.lang"}},
            "expected field 'meta.lang', found only: text",
        ),
        ({"text": "a", "meta": 3}, {"annotations": {"lang": "meta.lang"}}, "expected field 'meta.lang'"),
        (
            {"text": "a", "meta": {"lang": ["de"]}},
            {"annotations": {"lang": "meta.lang"}},
            "expected field 'meta.lang' to be a plain value, found a list",
        ),
        ({"text": "a"}, {"group": "url"}, "expected field 'url'"),
        (
            {"text": "a"},
            {"group": {"field": "url", "pattern": "."}},
            "expected field 'url', found only: text",
        ),
        ({"text": "a", "url": {}}, {"group": "url"}, "expected field 'url' to be a plain value"),
        ({"text": "a"}, {"spans": "spans"}, "expected field 'spans'"),
        ({"text": "a", "spans": {"start": 0}}, {"spans": "spans"}, "expected field 'spans' to be a list"),
        (
            {"text": "a", "spans": 1},
            {"spans": "spans"},
            "expected field 'spans' to be a list, found a number",
        ),
        ({"text": "a", "spans": [[0, 1]]}, {"spans": "spans"}, "expected a span to be an object"),
        ({"text": "a", "spans": [{"start": 0}]}, {"spans": "spans"}, "expected field 'stop'"),
        (
            {"text": "a", "spans": [{"start": 0, "stop": "1"}]},
            {"spans": "spans"},
            "expected integers .* 0, 1",
        ),
        ({"text": "a", "spans": [{"start": 0, "stop": True}]}, {"spans": "spans"}, "expected integers"),
        ('{"text": "cut \\ud83d"}', {}, r"expected Unicode text in field 'text', found a lone \\ud83d"),
    ],
)
def test_mistakes_name_file_line_and_field(tmp_path, record, options, message):
    path = write(tmp_path, {"text": "fine", "meta": {"lang": "de"}, "url": "u", "spans": []}, record)
    with pytest.raises(UserError, match=rf"records\.jsonl, line 2: .*{message}") as caught:
        read(path, source(**options))
    assert "\n" not in str(caught.value)


def test_an_escaped_pair_of_surrogates_is_one_character(tmp_path):
    path = write(tmp_path, '{"text": "\\ud83e\\ude9a"}')
    assert read(path, source())[0].text == "🪚"


def test_bytes_that_are_not_text_and_files_that_are_not_there_are_told(tmp_path):
    path = tmp_path / "latin.jsonl"
    path.write_bytes(b'{"text": "a"}\n{"text": "caf\xe9"}\n')
    with pytest.raises(UserError, match=r"latin\.jsonl, line 2: expected UTF-8, found byte 0xe9"):
        read(path, source())
    with pytest.raises(UserError, match=r"absent\.jsonl: cannot be read"):
        read(tmp_path / "absent.jsonl", source())


def test_a_compressed_file_that_is_cut_off_is_told(tmp_path):
    packed = tmp_path / "cut.jsonl.zst"
    packed.write_bytes(zstandard.compress(b'{"text": "a"}\n' * 1000)[:-1])
    with pytest.raises(UserError, match=r"cut\.jsonl\.zst: expected zstd-compressed text, but it is cut off"):
        read(packed, source())
