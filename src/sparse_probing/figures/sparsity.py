"""Test F1 against the number of neurons: how sparse is what a model knows of each category?"""

from typing import Any

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sparse_probing.averages import mean_over_features
from sparse_probing.figures.style import (
    GREY,
    INK,
    house_style,
    label,
    model_colours,
    panels,
    set_f1_axis,
    set_k_axis,
    short_number,
)
from sparse_probing.selection import best_layer, largest_model, main_method, models_by_size
from sparse_probing.settings.experiment import FigureStyle

_MODELS_WITH_BANDS = 3
"""With more models, only the largest has its band."""
_DENSE: dict[str, Any] = {"linestyle": (0, (4, 2)), "linewidth": 0.8}
_RANDOM: dict[str, Any] = {"linestyle": ":", "color": GREY, "linewidth": 1.3}
_UNIGRAM: dict[str, Any] = {"linestyle": "-", "color": INK, "linewidth": 0.6, "marker": "|", "markersize": 4}


def data(probes: pl.DataFrame) -> pl.DataFrame:
    """Mean test F1 over a category's features, of the layer chosen on validation: one row a point.

    Columns: category, model, parameters, `line` (sparse, dense, random, unigram), method, k, features,
    test_f1, low, high. Random neurons and unigram are those of the largest model; `k` is null for unigram.
    """
    method = main_method(probes)
    lines = {method: "sparse", "dense": "dense", "random": "random", "unigram": "unigram"}
    of_every_model = pl.col("method").is_in([method, "dense"])
    of_one_model = pl.col("method").is_in(["random", "unigram"]) & (pl.col("model") == largest_model(probes))
    drawn = probes.filter(of_every_model | of_one_model).with_columns(
        line=pl.col("method").replace_strict(lines)
    )
    by = ["category", "model", "parameters", "line", "method", "k"]
    return mean_over_features(best_layer(drawn), by)


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """One panel a category, one line a model, from the rows of `data`."""
    categories = numbers["category"].unique(maintain_order=True).to_list()
    models = models_by_size(numbers)
    colours = model_colours(models, style)
    ks = numbers.filter(line="sparse")["k"].unique().sort().to_list()
    figure, grid = panels(len(categories), style)
    for axes, category in zip(grid, categories, strict=True):
        here = numbers.filter(category=category)
        _draw_models(axes, here, colours)
        _draw_baselines(axes, here, ks)
        features = here.filter(line="sparse")["features"][0]
        axes.set_title(f"{label(category)} ({features})")
        set_k_axis(axes, ks)
        set_f1_axis(axes, numbers["test_f1"])
    figure.supxlabel("Neurons in the probe", fontsize=8)
    figure.supylabel("Test F1", fontsize=8)
    _add_legend(figure, numbers, colours)
    return figure


def _draw_models(axes: Axes, here: pl.DataFrame, colours: dict[str, Any]) -> None:
    models = list(colours)
    with_bands = models if len(models) <= _MODELS_WITH_BANDS else models[-1:]
    for model, colour in colours.items():
        of_model = here.filter(model=model)
        sparse = of_model.filter(line="sparse")
        if model in with_bands:
            low, high = sparse["low"], sparse["high"]
            axes.fill_between(sparse["k"], low, high, color=colour, alpha=0.15, linewidth=0, zorder=1)
        axes.plot(sparse["k"], sparse["test_f1"], color=colour, marker="o", markersize=2.2, zorder=3)
        for height in of_model.filter(line="dense")["test_f1"]:
            axes.axhline(height, color=colour, zorder=2, **_DENSE)


def _draw_baselines(axes: Axes, here: pl.DataFrame, ks: list[int]) -> None:
    random = here.filter(line="random")
    axes.plot(random["k"], random["test_f1"], zorder=2, **_RANDOM)
    for height in here.filter(line="unigram")["test_f1"]:
        axes.plot(ks, [height] * len(ks), zorder=2, **_UNIGRAM)


def _add_legend(figure: Figure, numbers: pl.DataFrame, colours: dict[str, Any]) -> None:
    """Models, then the baselines that are drawn."""
    parameters = dict(numbers.select("model", "parameters").iter_rows())
    handles = [
        Line2D([], [], color=colour, marker="o", label=f"{model} ({short_number(parameters[model])})")
        for model, colour in colours.items()
    ]
    baselines = {
        "dense": Line2D([], [], **{"color": INK, **_DENSE}, label="all neurons of the layer"),
        "random": Line2D([], [], **_RANDOM, label="random neurons"),
        "unigram": Line2D([], [], **_UNIGRAM, label="tokens alone (unigram)"),
    }
    drawn = numbers["line"].unique().to_list()
    handles += [handle for line, handle in baselines.items() if line in drawn]
    figure.legend(handles=handles, loc="outside upper center", ncols=min(4, len(handles)))
