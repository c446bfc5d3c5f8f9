"""Pages of the report, from small tables."""

import dataclasses
import json
from html.parser import HTMLParser

import polars as pl
import pytest
from probe_table import MAJORITY, UNIGRAM

import tiny_report
from sparse_probing.report.amounts import amount
from sparse_probing.report.categories import category_pages
from sparse_probing.report.charts import chart
from sparse_probing.report.links import category_page, neuron_page, way_up
from sparse_probing.report.neurons import neuron_pages, thresholds
from sparse_probing.report.overview import Overview
from sparse_probing.report.pictures import Picture
from sparse_probing.report.search import as_script, entries
from sparse_probing.report.site import inline_json, render_pages, visible, with_blanks

FIGURE = Picture("depth", "Where it is.", ("One line and another.", "The end."), "Shown: 1 value.", None)
VOID = {"meta", "img", "br", "link", "input"}


def site(*rows, title="A title", pictures=(FIGURE,), published=None):
    made = tiny_report.contents(*rows)
    if published is not None:
        made = dataclasses.replace(made, published=published)
    overview = Overview.of(made, pictures, title=title)
    return render_pages(overview, list(category_pages(made)), list(neuron_pages(made)))


def page(*rows, **options):
    return site(*rows, **options)["index.html"]


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


@pytest.mark.parametrize("column", ["model", "dataset", "feature"])
def test_names_are_escaped(column):
    html = page({column: "<b onclick='x'>&"})
    assert "<b onclick" not in html
    assert "&lt;b onclick=&#39;x&#39;&gt;&amp;" in html


def test_the_same_tables_give_the_same_page():
    assert page(*FULL) == page(*FULL)


def test_all_elements_of_all_pages_are_closed():
    for path, html in site().items():
        assert Reader(html).open == [], path


def test_figures_stand_with_captions_and_files():
    reader = Reader(page(*FULL))
    files = [f"assets/figures/depth.{suffix}" for suffix in ("png", "pdf", "csv")]
    assert set(files) <= set(reader.urls)
    for text in ("Where it is.", "One line and another.", "The end.", "Shown: 1 value."):
        assert text in reader.text


def test_there_is_a_page_for_each_category_and_each_best_neuron_of_each_model():
    pages = {"index.html"}
    for model in ("small", "large"):
        pages |= {category_page(model, "text"), category_page(model, "natural_language")}
        pages |= {neuron_page(model, 1, 31), neuron_page(model, 1, 9)}
    assert set(site()) == pages


def test_pages_know_their_way_up():
    assert way_up("index.html") == ""
    assert way_up(neuron_page("m", 1, 2)) == "../../../"


def test_the_overview_leads_to_pages_that_exist():
    pages = site()
    linked = {url for url in Reader(pages["index.html"]).urls if url.startswith("pages/")}
    assert {category_page("small", "text"), neuron_page("large", 1, 31)} <= linked <= set(pages)


def test_a_neuron_that_serves_two_features_has_one_page_with_both():
    html = site()[neuron_page("large", 1, 31)]
    assert 'id="corpus-verb"' in html
    assert 'id="corpus-noun"' in html
    assert "50 of them positive" in html
    assert "[+0.1250, +0.5000]" in html


def test_a_neuron_of_which_no_case_study_is_there_says_so():
    html = site()[neuron_page("small", 1, 31)]
    assert "Not measured" in html
    assert 'id="snippets"' not in html


def test_other_features_are_those_for_which_another_neuron_is_better():
    rows = [
        {"feature": "a", "layer": 0, "neurons": [5], "f1": 0.9},
        {"feature": "b", "layer": 0, "neurons": [5], "f1": 0.4},
        {"feature": "b", "layer": 1, "neurons": [6], "f1": 0.8},
    ]
    cells = Reader(site(*rows)[neuron_page("small", 0, 5)]).rows
    assert [row[:4] for row in cells if row[0] == "b"] == [["b", "text", "2", "0.40"]]


def test_snippets_are_shaded_by_activation_and_hold_no_markup_of_the_text():
    html = site()[neuron_page("large", 1, 9)]
    assert '<span style="--value: 0.25" title="0.500"> a</span>' in html
    assert 'class="peak" style="--value: 1.00" title="2.000"' in html
    assert (
        '<span style="--value: 0.00" title="-1.000">\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}</span>' in html
    )
    assert tiny_report.HOSTILE not in html


def test_numbers_of_charts_cannot_end_their_element():
    rows = [{"feature": tiny_report.HOSTILE}]
    for html in site(*rows).values():
        assert tiny_report.HOSTILE not in html


def test_thresholds_tell_precision_and_recall_from_the_histogram():
    bars = pl.DataFrame(
        {
            "positive": [True, True, False, False],
            "low": [0.0, 1.0, 0.0, 1.0],
            "high": [1.0, 2.0, 1.0, 2.0],
            "count": [10, 30, 50, 10],
            "share": [1 / 4, 3 / 4, 5 / 6, 1 / 6],
        }
    )
    assert thresholds(bars, above=True).rows() == [(1.0, 30 / 40, 30 / 40), (0.0, 40 / 100, 1.0)]
    silent = bars.with_columns(~pl.col("positive"))
    assert thresholds(silent, above=False).rows() == [(1.0, 50 / 60, 50 / 60), (2.0, 60 / 100, 1.0)]


def test_the_table_of_neurons_tells_their_direction_and_not_the_histogram_of_test_rows():
    made = tiny_report.contents()
    turned = made.neurons.with_columns(sign=pl.lit(-1, pl.Int8), threshold=pl.lit(0.125))
    for known, side in ((made, "above 0.000"), (dataclasses.replace(made, neurons=turned), "below 0.125")):
        overview = Overview.of(known, (), title="A title")
        html = render_pages(overview, [], list(neuron_pages(known)))[neuron_page("large", 1, 9)]
        assert f"what lies {side}," in html
        assert f"activation {side.split()[0]} a threshold" in html


def test_a_number_that_is_none_leaves_a_gap_in_a_chart():
    nan, inf = float("nan"), float("inf")
    numbers = pl.DataFrame({"model": ["m"] * 3, "step": [1, 2, 3], "train_loss": [0.5, nan, inf]})
    drawn = chart("training", numbers.with_columns(validation_loss=pl.lit(nan)))
    (values,) = json.loads(str(inline_json(drawn)))["datasets"].values()
    assert [row["train_loss"] for row in values] == [0.5, None, None]
    with pytest.raises(ValueError, match="JSON"):
        inline_json({"value": nan})


@pytest.mark.parametrize("figure", ["ngrams", "context_ambiguous"])
def test_tokens_of_one_text_stay_apart_in_charts(figure):
    same = pl.DataFrame({"place": [1, 2], "token": [" a", " a"], "previous": ["", ""]})
    numbers = same.with_columns(
        feature=pl.lit("fr"), layer=0, neuron=3, positive=True, top_mean=1.0, contexts=2, occurrences=3,
        mean=0.5, count=9, p05=0.0, p25=0.1, p50=0.2, p75=0.3, p95=0.4,
    )  # fmt: skip
    drawn = json.loads(str(inline_json(chart(figure, numbers))))
    (values,) = drawn["datasets"].values()
    assert len({row["shown"] for row in values}) == 2
    assert '"field":"token"' not in str(inline_json(drawn))


def test_baselines_are_not_counted_as_sparse_probes():
    text = " ".join(Reader(page(*FULL)).text.split())
    assert "found by 2 sparse probes; 3 others stand beside them as baselines" in text


def test_a_category_tells_over_how_many_rows_and_groups():
    rows = Reader(site()[category_page("large", "text")]).rows
    verb = next(row for row in rows if row[0] == "verb")
    assert verb[-3:] == ["16", "1,200", "40"]


def said(figure, **columns):
    return amount(figure, pl.DataFrame(columns), tiny_report.contents())


def test_scores_tell_over_how_many_test_rows_and_groups_they_are():
    features = {"dataset": "corpus", "feature": ["verb", "verb"], "test_f1": [0.5, 0.6]}
    rows = "scores are of 1,200 test rows a feature, from 40 groups of documents."
    assert said("layers", model=["small", "large"], **features) == f"1 feature in 2 models: {rows}"
    assert said("optimality", **features) == f"1 feature in 1 model: {rows}"
    assert said("sparsity", model=["small"], category=["text"]) == f"2 features in 1 model: {rows}"
    assert said("layers", model=["small"], dataset=["other"], feature=["verb"]) == ""


def test_rows_that_repeat_are_counted_once():
    assert (
        said("training", model=["a", "a"], tokens=[100, 300])
        == "1 model, 300 tokens seen by each in the end."
    )
    neuron = {"model": "m", "dataset": "d", "feature": "f", "layer": 1, "neuron": 2}
    ablated = {
        "role": ["studied", "studied", "random"], "class": "f", "documents": 7, "groups": 5, "tokens": 90
    }  # fmt: skip
    assert said("context_ablations", **neuron, **ablated) == (
        "1 neuron, 7 test documents each with 90 tokens: 7 documents a class, of 5 groups."
    )
    trials = {"parameter": ["rows", "rows", "neurons"], "method": "a", "trials": [4, 5, 9]}
    assert said("recovery", **trials) == "9 drawn layers a method."


def test_every_figure_of_the_report_tells_how_much_stands_behind_it():
    made = tiny_report.contents()
    for figure, numbers in tiny_report.numbers_of_figures(made).items():
        assert amount(figure, numbers, made).endswith("."), figure
        assert amount(figure, numbers.clear(), made) == "", figure


def test_rows_are_those_in_the_tokens_of_the_model():
    made = tiny_report.contents()
    other = made.features.with_columns(tokenizer=pl.lit("words"), probe_negatives=pl.lit(50))
    both = dataclasses.replace(
        made,
        features=pl.concat([other, made.features]),
        tokenizers={"small": "words", "large": "bpe"},
    )
    rows = {page.model: {score["rows"] for score in page.scores} for page in category_pages(both)}
    assert rows == {"small": {100}, "large": {1_200}}
    numbers = pl.DataFrame({"model": ["small", "large"]})
    assert amount("sparsity", numbers, both) == (
        "3 features in 2 models: scores are of 100 to 1,200 test rows a feature, from 40 groups of documents."
    )


def test_captions_have_a_heading_and_paragraphs():
    made = tiny_report.contents()
    numbers = pl.DataFrame({"model": ["a"]})
    picture = Picture.of(numbers, "x", caption="Only\nthis.", contents=made)
    assert (picture.heading, picture.paragraphs, picture.chart) == ("Only this.", (), None)
    longer = Picture.of(numbers, "x", caption=tiny_report.CAPTIONS["sparsity"], contents=made)
    assert longer.paragraphs == ("One line and another.", "The end.")


def test_search_knows_features_neurons_and_categories():
    made = tiny_report.contents()
    found = entries(list(category_pages(made)), list(neuron_pages(made)))
    neurons = [entry.name for entry in found if entry.kind == "neuron"]
    assert sorted(neurons) == ["1.31", "1.31", "1.9", "1.9"]
    assert {entry.page.partition("#")[0] for entry in found} <= set(site())
    script = as_script(found)
    assert len(json.loads(script.partition("=")[2].rstrip().rstrip(";"))) == len(found)


def test_blanks_and_parts_of_characters_can_be_seen():
    assert with_blanks(" a") == "\N{OPEN BOX}a"
    assert visible("") == "\N{MIDDLE DOT}"
    assert visible("a\n\tb") == "a\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}\N{RIGHTWARDS ARROW TO BAR}b"
