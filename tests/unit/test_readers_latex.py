import json

import pytest
import zstandard

from sparse_probing.errors import UserError
from sparse_probing.readers.read import read_documents
from sparse_probing.settings.sources import LATEX_COLUMNS, LatexSource

ARTICLE = r"""\documentclass{article}
\title{Sums}
\begin{document}
As \cite{euler} knew, $\sum_{n=1}^\infty n^{-2} = \frac{\pi^2}{6}$.
\end{document}
"""


def source(**options):
    return LatexSource(**{"format": "latex", "files": ["any.tex"], **options})


def marked(document, name):
    """The stretches of text that a column marks."""
    return [document.text[s.start : s.stop] for s in document.spans if s.values.get(name)]


def test_a_record_is_marked_true_where_the_scanner_finds_a_region_and_false_for_the_document(tmp_path):
    path = tmp_path / "records.jsonl"
    path.write_text(json.dumps({"text": "so $x^2$", "from": "a"}) + "\n")
    (document,) = read_documents([path], source(annotations={"origin": "from"}))
    assert document.values == {"origin": "a", **dict.fromkeys(LATEX_COLUMNS, False)}
    assert marked(document, "superscript") == ["2"]
    assert marked(document, "math") == ["x^2"]
    assert all(value is True for span in document.spans for value in span.values.values())


@pytest.mark.parametrize("name", ["sums.tex", "sums.tex.zst"])
def test_a_tex_file_is_a_document_and_a_group(tmp_path, name):
    path = tmp_path / name
    content = ARTICLE.encode()
    path.write_bytes(zstandard.compress(content) if path.suffix == ".zst" else content)
    (document,) = read_documents([path], source(annotations={"work": "@file"}))
    assert (document.name, document.group, document.values["work"]) == ("sums.tex", "sums.tex", "sums")
    assert document.text == ARTICLE.removesuffix("\n")
    assert marked(document, "title") == ["Sums"]
    assert marked(document, "reference") == ["euler"]
    assert marked(document, "frac") == [r"\frac{\pi^2}{6}"]
    assert (marked(document, "numerator"), marked(document, "denominator")) == ([r"\pi^2"], ["6"])


def test_tex_files_and_records_can_stand_side_by_side(tmp_path):
    (tmp_path / "a.tex").write_text("$x$")
    (tmp_path / "b.jsonl").write_text('{"body": "$y$"}\n{"body": "$z$"}\n')
    files = [tmp_path / "a.tex", tmp_path / "b.jsonl"]
    documents = list(read_documents(files, source(text="body", group="@file")))
    assert [(d.name, d.group) for d in documents] == [
        ("a.tex", "a"), ("b.jsonl:1", "b"), ("b.jsonl:2", "b"),
    ]  # fmt: skip
    assert [marked(d, "math") for d in documents] == [["x"], ["y"], ["z"]]


def test_a_tex_file_has_no_fields_and_must_be_utf8(tmp_path):
    path = tmp_path / "a.tex"
    path.write_bytes(b"$x$\nna\xefve")
    with pytest.raises(UserError, match=r"a\.tex, line 2: expected UTF-8, found byte 0xef"):
        list(read_documents([path], source()))
    path.write_text("$x$")
    with pytest.raises(UserError, match=r"a\.tex: expected field 'path', found only: text"):
        list(read_documents([path], source(group="path")))
