"""Test F1 of optimal probes against that of each heuristic, and how far from optimal they can be."""

import math
from collections.abc import Sequence
from typing import Any

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sparse_probing.figures.style import GREY, INK, house_style, label, model_colours, set_k_axis
from sparse_probing.selection import BASELINES, best_layer, largest_model
from sparse_probing.settings.experiment import FigureStyle

_COLUMNS = 3
_POINT: dict[str, Any] = {"s": 9, "linewidths": 0.7}


def data(probes: pl.DataFrame) -> pl.DataFrame:
    """Optimal probes of the largest model beside a heuristic's of as many neurons: one row a pair.

    Each at its own layer, chosen on validation. Columns: category, dataset, feature, k, gap and status of
    the optimal probe, optimal_f1, method and its test_f1; both null where no heuristic was run.
    """
    best = best_layer(probes.filter(pl.col("model") == largest_model(probes)))
    one = ["category", "dataset", "feature", "k"]
    optimal = best.filter(method="optimal").select(*one, "gap", "status", optimal_f1="test_f1")
    heuristics = best.filter(~pl.col("method").is_in(["optimal", *BASELINES]))
    return optimal.join(
        heuristics.select(*one, "method", "test_f1"), on=one, how="left", maintain_order="left_right"
    )


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """One panel a heuristic, and one of gaps, from the rows of `data`; filled points are proven optimal."""
    methods = numbers["method"].drop_nulls().unique(maintain_order=True).to_list()
    ks = numbers["k"].unique().sort().to_list()
    colours = model_colours([str(k) for k in ks], style)
    count = len(methods) + 1
    columns = min(count, _COLUMNS)
    rows = math.ceil(count / columns)
    figure = Figure(
        figsize=(style.width * columns / _COLUMNS, 0.34 * style.width * rows + 0.4), layout="constrained"
    )
    grid = figure.subplots(rows, columns, squeeze=False).ravel().tolist()
    for unused in grid[count:]:
        unused.remove()
    for axes, method in zip(grid, methods, strict=False):
        _draw_pairs(axes, numbers.filter(method=method), method, colours)
    _draw_gaps(
        grid[len(methods)], numbers.unique(["dataset", "feature", "k"], maintain_order=True), ks, colours
    )
    handles = [Line2D([], [], linestyle="", marker="o", color=colours[str(k)], label=f"k = {k}") for k in ks]
    figure.legend(handles=handles, loc="outside upper center", ncols=min(len(ks), 4 * columns))
    return figure


def _draw_pairs(axes: Axes, here: pl.DataFrame, method: str, colours: dict[str, Any]) -> None:
    """Points above the diagonal are features on which the optimal probe is better."""
    axes.axline((1, 1), slope=1, color=GREY, linewidth=0.8, zorder=1)
    _scatter(axes, here, "test_f1", "optimal_f1", colours)
    found, optimal = here["test_f1"].to_numpy(), here["optimal_f1"].to_numpy()
    lowest = min(found.min(), optimal.min(), 0.95)
    axes.set_xlim(lowest - 0.02, 1.01)
    axes.set_ylim(lowest - 0.02, 1.01)
    axes.set_title(f"{label(method)} ({(optimal - found).mean():+.3f})")
    axes.set_xlabel("Test F1 of the heuristic")
    axes.set_ylabel("Test F1 of optimal")


def _draw_gaps(axes: Axes, here: pl.DataFrame, ks: Sequence[int], colours: dict[str, Any]) -> None:
    here = here.with_columns(percent=100 * pl.col("gap"))
    _scatter(axes, here, "k", "percent", colours)
    medians = here.group_by("k").agg(pl.col("percent").median()).sort("k")
    axes.plot(medians["k"], medians["percent"], color=INK, linewidth=0.8, zorder=1)
    set_k_axis(axes, ks)
    axes.set_ylim(bottom=0)
    axes.set_title("What is left to prove")
    axes.set_xlabel("Neurons in the probe")
    axes.set_ylabel("Gap (%)")


def _scatter(axes: Axes, here: pl.DataFrame, x: str, y: str, colours: dict[str, Any]) -> None:
    edges = [colours[str(k)] for k in here["k"]]
    proven = (here["status"] == "optimal").to_list()
    faces = [edge if filled else "none" for edge, filled in zip(edges, proven, strict=True)]
    axes.scatter(here[x], here[y], facecolors=faces, edgecolors=edges, zorder=2, **_POINT)
