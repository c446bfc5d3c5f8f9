"""Figures of case studies: what each shows of its table, and that an empty table is no error."""

import importlib

import polars as pl
import pytest
from matplotlib.figure import Figure
from probe_table import probe_table
from study_tables import KINDS, table

from sparse_probing.casestudies.fitting import FIGURES_OF_STUDIES
from sparse_probing.figures import emergence, layers, methods, overlap
from sparse_probing.figures.marks import shown_token
from sparse_probing.settings.experiment import FigureStyle

STYLE = FigureStyle(width=6, dpi=50)
PANELS = {figure: 2 for figure in KINDS} | {"superposition": 4, "fact_neurons": 1, "weight_statistics": 3}
"""Of two features; weights have a panel a model and one of all medians."""


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
