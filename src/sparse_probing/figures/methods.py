"""Ways to choose neurons compared: test F1 against the number of neurons, one line a method."""

import polars as pl
from matplotlib.figure import Figure

from sparse_probing.averages import mean_over_features
from sparse_probing.figures.style import (
    category_looks,
    house_style,
    label,
    panels,
    set_f1_axis,
    set_k_axis,
)
from sparse_probing.selection import best_layer, largest_model
from sparse_probing.settings.experiment import FigureStyle
from sparse_probing.wording import words

_WITHOUT_K = ("dense", "unigram", "control", "majority")
"""Methods that have one probe, whatever the number of neurons."""


def data(probes: pl.DataFrame) -> pl.DataFrame:
    """Mean test F1 of the largest model over a category's features, of the layer chosen on validation.

    One row for each category, method and k, with the columns of `mean_over_features`.
    """
    here = probes.filter(
        pl.col("model") == largest_model(probes), ~pl.col("method").is_in(_WITHOUT_K), pl.col("k") > 0
    )
    return mean_over_features(best_layer(here), ["category", "model", "method", "k"])


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """One panel a category, one line a method with its interval."""
    categories = numbers["category"].unique(maintain_order=True).to_list()
    looks = category_looks(numbers["method"].unique(maintain_order=True).to_list())
    ks = numbers["k"].unique().sort().to_list()
    figure, grid = panels(len(categories), style)
    for axes, category in zip(grid, categories, strict=True):
        here = numbers.filter(category=category)
        for method, look in looks.items():
            line = here.filter(method=method).sort("k")
            axes.plot(line["k"], line["test_f1"], **look, markersize=2.2, label=words(method))
            axes.fill_between(
                line["k"], line["low"], line["high"], color=look["color"], alpha=0.1, linewidth=0
            )
        axes.set_title(f"{label(category)} ({here['features'][0]})")
        set_k_axis(axes, ks)
        set_f1_axis(axes, numbers["test_f1"])
    figure.supxlabel(f"Neurons in the probe ({numbers['model'][0]})", fontsize=8)
    figure.supylabel("Test F1", fontsize=8)
    figure.legend(*grid[0].get_legend_handles_labels(), loc="outside upper center", ncols=min(5, len(looks)))
    return figure
