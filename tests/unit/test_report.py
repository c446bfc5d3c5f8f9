import base64
import re
from html.parser import HTMLParser
from importlib.resources import files

import polars as pl
import pytest
from probe_table import MAJORITY, UNIGRAM, neurons_of, probe_table

from sparse_probing.confounds import tabulate_confounds
from sparse_probing.report import Report, ReportFigure, render

TEMPLATE = files("sparse_probing").joinpath("templates", "report.html.j2").read_text(encoding="utf-8")
FIGURE = ReportFigure.of(
    "depth", png=b"picture", caption="Where it is.\n\nOne line\nand another.\n\nThe end.\n"
)
VOID = {"meta", "img", "br", "link"}


def page(*rows, title="A title", figures=(FIGURE,), published=None):
    probes = probe_table(*rows)
    tables = probes.drop("neurons", "coefficients"), neurons_of(probes), tabulate_confounds(probes)
    report = Report.of(*tables, figures, title=title, published=published)
    return render(report, TEMPLATE)


class Reader(HTMLParser):
    """Text of the table cells by row, URLs, and whether all elements are closed."""

    def __init__(self, html):
        super().__init__()
        self.open, self.rows, self.urls, self.text = [], [], [], ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.urls += [value for name, value in attributes if name in ("src", "href")]
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data.strip()


FULL = [
    {"f1": 0.91, "layer": 2, "neurons": [31]},
    {"f1": 0.94, "layer": 2, "k": 16},
    {"f1": 0.95, "layer": 2, "k": 64, "method": "dense"},
    {"f1": 0.25, "layer": 2, "method": "random"},
    UNIGRAM | {"f1": 0.42},
]


def test_all_elements_are_closed():
    assert Reader(page(*FULL)).open == []


def test_the_best_neuron_stands_with_its_scores():
    row = {"validation_f1": 0.93, "test_f1": 0.91, "test_f1_low": 0.86, "test_f1_high": 0.95}
    rows = Reader(page(row | {"layer": 2, "neurons": [31]}, UNIGRAM | {"f1": 0.42})).rows
    assert ["verb", "text", "2.31", "0.93", "0.91", "[0.86, 0.95]", "0.50", "0.50", "0.42"] in rows


def test_features_stand_by_kind_of_probe():
    rows = Reader(page(*FULL)).rows
    kinds = ["1 neuron", "16 neurons", "all neurons", "tokens alone", "1 random"]
    assert ["Feature", "Category", "Dataset", *kinds] in rows
    assert ["verb", "text", "corpus", "0.91", "0.94", "0.95", "0.42", "0.25"] in rows


def test_kinds_of_probes_that_were_not_run_have_no_column():
    assert ["Feature", "Category", "Dataset", "1 neuron"] in Reader(page({})).rows


def test_a_feature_without_a_baseline_shows_a_dash():
    rows = Reader(page({"feature": "a"}, {"feature": "b"}, UNIGRAM | {"feature": "a", "f1": 0.3})).rows
    assert ["b", "text", "corpus", "0.50", "\N{EN DASH}"] in rows


def test_features_that_a_unigram_solves_are_listed_with_their_numbers_and_counted_by_dataset():
    rows = [
        {"feature": "told", "f1": 0.8},
        UNIGRAM | {"feature": "told", "f1": 0.79, "test_f1_low": 0.7, "test_f1_high": 0.85},
        MAJORITY | {"feature": "told", "f1": 0.33},
        {"feature": "contextual", "f1": 0.9},
        UNIGRAM | {"feature": "contextual", "f1": 0.3},
        MAJORITY | {"feature": "contextual"},
        {"dataset": "other", "feature": "untold", "f1": 0.9},
    ]
    reader = Reader(page(*rows))
    solved = ["told", "text", "corpus", "0.79", "[0.70, 0.85]", "0.80", "0.99", "0.80", "0.33"]
    assert [row for row in reader.rows if "[0.70, 0.85]" in row] == [solved]
    assert "corpus: 1 of 2 features" in reader.text
    assert "other: " not in reader.text.partition("What was run")[0]


def test_without_a_unigram_nothing_is_said_of_what_it_solves():
    assert 'id="unigram"' not in page({})


def test_published_neurons_stand_beside_ours():
    scored = {"test_f1": 0.8, "test_f1_low": 0.7, "test_f1_high": 0.9, "rank": 4, "published_f1": 0.96}
    ours = {"layer_best_neuron": 5, "layer_best_f1": 0.85, "best_layer": 2, "best_neuron": 6, "best_f1": 0.88}
    names = {"feature": "fr", "dataset": "corpus", "model": "small", "layer": 3, "neuron": 609}
    rows = pl.DataFrame(
        [names | scored | ours, names | scored | dict.fromkeys(ours) | {"published_f1": None}]
    )
    known, unknown = [row for row in Reader(page({}, published=rows)).rows if "3.609" in row]
    place, dash = ["fr", "corpus", "small", "3.609"], "\N{EN DASH}"
    assert known == [*place, "0.96", "0.80", "[0.70, 0.90]", "4", "3.5", "0.85", "2.6", "0.88"]
    assert unknown == [*place, dash, "0.80", "[0.70, 0.90]", "4", "", dash, "", dash]


def test_without_published_neurons_there_is_no_section_of_them():
    assert 'id="published"' not in page({})


def test_only_the_largest_model_is_in_the_tables_of_features():
    rows = Reader(page({"feature": "s"}, {"model": "big", "parameters": 5_000_000, "feature": "b"})).rows
    assert "b" in [row[0] for row in rows]
    assert "s" not in [row[0] for row in rows]


def test_what_was_run_is_told_and_a_layer_is_not_counted_for_unigram():
    text = " ".join(Reader(page(*FULL)).text.split())
    assert "small: 1,000 parameters, 1 layer probed" in text
    assert "corpus: 1 feature (text)" in text
    assert "adaptive threshold, dense, random, unigram" in text
    assert "Neurons in a probe: 1, 16" in text
    assert "Rows in probes: 5" in text
    assert "Rows in neurons: 1" in text


def test_figures_are_inlined_with_their_captions():
    reader = Reader(page(*FULL))
    (image,) = [url for url in reader.urls if url.startswith("data:")]
    assert base64.b64decode(image.partition("base64,")[2]) == b"picture"
    assert "Where it is." in reader.text
    assert "One line and another." in reader.text


def test_nothing_is_loaded_from_elsewhere():
    html = page(*FULL)
    assert all(url.startswith(("data:", "#")) for url in Reader(html).urls)
    assert not re.search(r"https?:|//|url\(|@import|<script|<link", re.sub(r"base64,[^\"]*", "", html))


def test_links_lead_to_parts_of_the_page():
    html = page(*FULL)
    for url in Reader(html).urls:
        if url.startswith("#"):
            assert f'id="{url[1:]}"' in html


@pytest.mark.parametrize("column", ["model", "dataset", "feature"])
def test_names_are_escaped(column):
    html = page({column: "<b onclick='x'>&"})
    assert "<b onclick" not in html
    assert "&lt;b onclick=&#39;x&#39;&gt;&amp;" in html


def test_title_and_captions_are_escaped():
    figure = ReportFigure.of('"><i>', png=b"", caption="<u>heading\n\n<u>text")
    html = page({}, title="</title><script>alert(1)</script>", figures=[figure])
    assert "<script" not in html
    assert "<u>" not in html
    assert "<i>" not in html


def test_the_page_follows_the_readers_colours_and_width():
    html = page(*FULL)
    assert "prefers-color-scheme: dark" in html
    assert 'name="viewport"' in html


def test_the_same_tables_give_the_same_page():
    assert page(*FULL) == page(*FULL)


def test_a_caption_of_one_paragraph_is_a_heading():
    assert ReportFigure.of("x", png=b"", caption="Only\nthis.").heading == "Only this."
