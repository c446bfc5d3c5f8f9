"""Figures of case studies: what each shows of its table, and that an empty table is no error."""

import importlib

import polars as pl
import pytest
from matplotlib.figure import Figure
from probe_table import probe_table

from sparse_probing.casestudies.ablation import SCHEMA as ABLATION
from sparse_probing.casestudies.bases import COLUMNS as BASES
from sparse_probing.casestudies.context import AMBIGUOUS_COLUMNS, DOCUMENT_COLUMNS, HISTOGRAM_COLUMNS
from sparse_probing.casestudies.facts import ACTIVATION_COLUMNS, NEURON_COLUMNS
from sparse_probing.casestudies.fitting import FIGURES_OF_STUDIES
from sparse_probing.casestudies.frames import FEATURE, MODEL_NEURON, NEURON, Columns
from sparse_probing.casestudies.labels import ACTIVATION, ENDS, F1, LOG_LOSS, NEURONS, OTHERS, RANDOM, SUM
from sparse_probing.casestudies.ngrams import COLUMNS as NGRAMS
from sparse_probing.casestudies.pruning import COLUMNS as PRUNING
from sparse_probing.casestudies.sentence_ends import HISTOGRAM_COLUMNS as SENTENCE_ENDS
from sparse_probing.casestudies.superposition import COLUMNS as SUPERPOSITION
from sparse_probing.casestudies.weights import IDENTITY
from sparse_probing.casestudies.weights import SCHEMA as WEIGHTS
from sparse_probing.figures import emergence, layers, methods, overlap
from sparse_probing.figures.marks import shown_token
from sparse_probing.settings.experiment import FigureStyle

STYLE = FigureStyle(width=6, dpi=50)
SIDES = [{"positive": False}, {"positive": True}]
BAR = {"low": 0.0, "high": 1.0, "count": 5, "share": 0.5}
BOX = {"count": 9, "mean": 0.5, "p05": 0.0, "p25": 0.2, "p50": 0.5, "p75": 0.7, "p95": 1.0}
RISE = {"increase": 0.02, "increase_low": 0.01, "increase_high": 0.03, "loss": 2.0, "positive": True}
INTERVAL = {"test_f1": 0.8, "test_f1_low": 0.7, "test_f1_high": 0.9}

DEPTHS = {"p05": -9.0, "p20": -3.0, "p25": -2.0, "p75": 0.0, "p80": 0.5, "p95": 1.0}
PAIR = {"serves": 2, "previous": "a", "token": "\n", "contexts": 3, "top_mean": 1.0}

# Columns of each table, and what its rows differ in.
KINDS: dict[str, tuple[list[Columns], list[dict[str, object]]]] = {
    "weight_statistics": (
        [IDENTITY, WEIGHTS],
        [{"layer": n, "relative_depth": n / 2, "p50": -float(n), **DEPTHS} for n in range(3)],
    ),
    "context_documents": (
        [NEURON, DOCUMENT_COLUMNS],
        [{"class": "x", "document": "d", "mean": 0.1, "maximum": 1.0, **side} for side in SIDES],
    ),
    "context_histograms": ([NEURON, HISTOGRAM_COLUMNS], [{**BAR, **side} for side in SIDES]),
    "context_ambiguous": (
        [NEURON, AMBIGUOUS_COLUMNS],
        [{"place": 1, "token": " $a", "gap": 1.0, **BOX, **side} for side in SIDES],
    ),
    "context_ablations": (
        [NEURON, ABLATION],
        [
            {"role": role, "ablated": 3, "ablation": ablation, "class": "fr", **RISE}
            for role in ("studied", "random")
            for ablation in ("zero", "mean", "resample")
        ],
    ),
    "ngrams": ([MODEL_NEURON, NGRAMS], [{"place": n, **PAIR} for n in (1, 2)]),
    "superposition": (
        [FEATURE, SUPERPOSITION],
        [
            {"unit": unit, "roc_auc": auc, "f1": 0.5, **BAR, **side}
            for unit, auc in (("7", 0.6), (SUM, 0.9))
            for side in SIDES
        ],
    ),
    "pruning": ([FEATURE, PRUNING], [{"step": step, **INTERVAL} for step in range(3)]),
    "bases": (
        [FEATURE, BASES],
        [
            {"basis": basis, "draw": 0, "measure": measure, "at": at, "value": 0.5}
            for basis in (NEURONS, RANDOM)
            for measure in (F1, LOG_LOSS)
            for at in (1, 2)
        ],
    ),
    "fact_activations": (
        [NEURON, ACTIVATION_COLUMNS],
        [{"class": name, "holds": name == "f0", **BOX} for name in ("f0", "not f0")],
    ),
    "fact_neurons": (
        [NEURON, NEURON_COLUMNS],
        [{"rank": 1, "test_precision": 0.9, "test_recall": 0.2, "reading": "finer"}],
    ),
    "sentence_ends": (
        [NEURON, SENTENCE_ENDS],
        [{"quantity": ACTIVATION, "group": group, **BAR} for group in (ENDS, OTHERS)],
    ),
}
PANELS = {figure: 2 for figure in KINDS} | {"superposition": 4, "fact_neurons": 1, "weight_statistics": 3}
"""Of two features; weights have a panel a model and one of all medians."""


def table(figure: str, features: int) -> pl.DataFrame:
    """Rows of two models about that many features each."""
    columns, kinds = KINDS[figure]
    schema = {name: dtype for part in columns for name, dtype in part.items()}
    rows = [
        {
            "model": model,
            "parameters": size,
            "dataset": "d",
            "feature": f"f{n}",
            "layer": 1,
            "neuron": n,
            **kind,
        }
        for model, size in (("small", 1_000), ("large", 2_000_000))
        for n in range(features)
        for kind in kinds
    ]
    known = [{name: value for name, value in row.items() if name in schema} for row in rows]
    return pl.DataFrame(known, schema=schema)


def module(figure: str):
    return importlib.import_module(f"sparse_probing.figures.{figure}")


def test_every_figure_of_a_study_is_tested() -> None:
    assert KINDS.keys() == set(FIGURES_OF_STUDIES)


@pytest.mark.parametrize("figure", KINDS)
def test_an_empty_table_gives_a_figure_that_says_so(figure: str) -> None:
    numbers = module(figure).data(table(figure, 0))
    drawn = module(figure).draw(numbers, STYLE)
    assert isinstance(drawn, Figure)
    assert drawn.texts[0].get_text().startswith("No ")


@pytest.mark.parametrize("figure", sorted(KINDS.keys() - {"weight_statistics", "pruning"}))
def test_the_largest_model_is_shown(figure: str) -> None:
    assert module(figure).data(table(figure, 2))["model"].unique().to_list() == ["large"]


@pytest.mark.parametrize(("figure", "panels"), PANELS.items())
def test_panels(figure: str, panels: int) -> None:
    features = 1 if figure == "weight_statistics" else 2
    drawn = module(figure).draw(module(figure).data(table(figure, features)), STYLE)
    assert len(drawn.axes) == panels


def test_a_point_that_rounding_puts_outside_of_its_interval_is_drawn() -> None:
    numbers = module("context_ablations").data(table("context_ablations", 1))
    above = numbers.with_columns(change_low=pl.col("change") + 2e-16, change_high=pl.col("change"))
    below = numbers.with_columns(change_low=pl.col("change"), change_high=pl.col("change") - 2e-16)
    for outside in (above, below):
        assert isinstance(module("context_ablations").draw(outside, STYLE), Figure)


def test_changes_of_loss_are_in_per_cent() -> None:
    numbers = module("context_ablations").data(table("context_ablations", 1))
    assert numbers["change"].to_list() == pytest.approx([1.0] * 6)
    assert numbers["change_high"].to_list() == pytest.approx([1.5] * 6)


def test_medians_are_in_units_of_the_largest() -> None:
    numbers = module("weight_statistics").data(table("weight_statistics", 1))
    assert numbers.filter(model="small")["relative_median"].to_list() == [0.0, -0.5, -1.0]


def test_blanks_and_dollars_of_tokens_show() -> None:
    assert shown_token(" $x\n") == "␣\\$x↵"


def test_methods_are_compared_in_the_largest_model_with_their_own_layers() -> None:
    probes = probe_table(
        {"method": "adaptive_threshold", "layer": 0, "validation_f1": 0.9, "test_f1": 0.6},
        {"method": "adaptive_threshold", "layer": 1, "validation_f1": 0.1, "test_f1": 1.0},
        {"method": "random", "layer": 1, "f1": 0.3},
        {"method": "dense", "k": 64, "f1": 1.0},
        {"model": "tiny", "parameters": 10, "method": "random", "f1": 0.1},
    )
    numbers = methods.data(probes)
    assert numbers.select("method", "test_f1").rows() == [("adaptive_threshold", 0.6), ("random", 0.3)]
    assert len(methods.draw(numbers, STYLE).axes) == 1


def neurons(*rows: tuple[str, str, int, int, int, float]) -> pl.DataFrame:
    names = ["model", "feature", "rank", "layer", "neuron", "test_f1"]
    frame = pl.DataFrame(rows, schema=names, orient="row")
    return frame.with_columns(
        parameters=pl.col("model").str.len_chars() * 1000,
        dataset=pl.lit("d"),
        category=pl.lit("text"),
        relative_depth=pl.col("layer") / 2,
        test_f1_low=pl.col("test_f1") - 0.1,
        test_f1_high=pl.col("test_f1") + 0.1,
    )


def test_features_that_move_most_come_first() -> None:
    numbers = emergence.data(
        neurons(
            ("s", "still", 1, 0, 1, 0.5), ("big", "still", 1, 0, 1, 0.5),
            ("s", "new", 1, 0, 2, 0.1), ("big", "new", 1, 1, 3, 0.9), ("big", "new", 2, 1, 9, 1.0),
        )
    )  # fmt: skip
    assert numbers.select("feature", "model", "neuron").rows() == [
        ("new", "s", 2), ("new", "big", 3), ("still", "s", 1), ("still", "big", 1)
    ]  # fmt: skip
    assert len(emergence.draw(numbers, STYLE).axes) == 2


def test_features_that_share_their_best_neuron_of_a_layer_are_counted() -> None:
    numbers = overlap.data(
        neurons(
            ("s", "a", 1, 0, 7, 0.9), ("s", "b", 2, 0, 7, 0.9), ("s", "b", 3, 0, 1, 0.9),
            ("s", "c", 1, 0, 5, 0.9), ("s", "a", 2, 1, 7, 0.9),
        )
    )  # fmt: skip
    assert numbers.select("layer", "features", "neurons", "most").rows() == [(0, 3, 2, 2), (1, 1, 1, 1)]
    assert len(overlap.draw(numbers, STYLE).axes) == 2


def test_layers_are_those_chosen_on_validation() -> None:
    probes = probe_table(
        {"layer": 0, "relative_depth": 0.0, "validation_f1": 0.2, "test_f1": 1.0},
        {"layer": 1, "relative_depth": 1.0, "validation_f1": 0.8, "test_f1": 0.1},
    )
    numbers = layers.data(probes)
    assert numbers["layer"].to_list() == [1]
    assert isinstance(layers.draw(numbers, STYLE), Figure)
