"""The demo corpus of LaTeX articles: format, determinism, variety, and source that scans as written."""

import json
import re
from collections import Counter

import pytest

from sparse_probing.corpora.articles import generate
from sparse_probing.readers.latex_scanner import scan


@pytest.fixture(scope="module")
def texts():
    return [json.loads(line)["text"] for line in generate(documents=400, seed=1)]


def test_same_arguments_same_lines_and_more_documents_change_nothing():
    few, more = list(generate(documents=10, seed=3)), list(generate(documents=20, seed=3))
    assert few == more[:10]
    assert few != list(generate(documents=10, seed=4))


def test_records_are_one_line_each_with_text_and_path():
    lines = list(generate(documents=13, seed=0))
    assert not any("\n" in line for line in lines)
    assert all(set(json.loads(line)) == {"text", "path"} for line in lines)
    assert json.loads(lines[12])["path"] == "paper-0012.tex"


def test_documents_differ_and_have_the_length_of_a_page(texts):
    assert len(set(texts)) == len(texts)
    assert all(100 < len(text.split()) < 450 for text in texts)
    assert not any("«" in text for text in texts)


def test_one_document_in_four_has_front_matter(texts):
    for name in ("title", "author", "abstract"):
        assert sum(any(region.name == name for region in scan(text)) for text in texts) == len(texts) // 4


def test_documents_begin_in_many_ways(texts):
    beginnings = Counter(re.match(r"\\?\w*|.", text)[0] for text in texts)
    assert len(beginnings) > 20
    assert beginnings.most_common(1)[0][1] < len(texts) / 4


def test_the_scanner_agrees_with_every_delimiter_that_can_be_counted(texts):
    for text in texts:
        code = re.sub(r"(?m)(?<!\\)%.*", "", text)
        regions = scan(text)
        delimiters = [text[r.start : r.stop] for r in regions if r.name in ("start_math", "end_math")]
        single = code.replace(r"\$", "").replace("$$", "").count("$")
        assert delimiters.count("$") == single
        assert delimiters.count("$$") == code.count("$$")
        for sign in (r"\(", r"\)", r"\[", r"\]"):
            assert delimiters.count(sign) == code.count(sign)
        assert sum(r.name == "frac" for r in regions) == len(re.findall(r"\\d?frac", code))
        assert sum(r.name == "reference" for r in regions) == len(
            re.findall(r"\\(?:eq)?ref|\\cite|\\label", code)
        )


def test_every_formula_and_environment_is_closed(texts):
    for text in texts:
        count = Counter(region.name for region in scan(text))
        assert count["start_math"] == count["end_math"] == count["math"]
        opened, closed = (re.findall(rf"\\{edge}{{(\w+\*?)}}", text) for edge in ("begin", "end"))
        opened, closed = ([name for name in names if name != "document"] for names in (opened, closed))
        assert Counter(opened) == Counter(closed)


def test_all_kinds_of_region_occur_and_mathematics_is_neither_rare_nor_all(texts):
    count = Counter(region.name for text in texts for region in scan(text))
    assert min(count.values()) >= 100
    assert set(count) == set(
        "math inline_math display_math start_math end_math frac numerator denominator superscript subscript "
        "reference title author abstract".split()
    )
    inside = sum(r.stop - r.start for text in texts for r in scan(text) if r.name == "math")
    assert 0.1 < inside / sum(map(len, texts)) < 0.5


def test_escaped_and_commented_delimiters_occur(texts):
    assert any(r"\$" in text for text in texts)
    assert any(r"\%" in text for text in texts)
    assert any(re.search(r"(?m)^%.*\$", text) for text in texts)
