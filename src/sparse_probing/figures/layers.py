"""Relative depth of the best layer of each feature, by category: what is early, what is late?"""

import numpy as np
import polars as pl
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sparse_probing.figures.style import INK, house_style, label, model_colours
from sparse_probing.selection import best_layer, main_method, models_by_size, smallest_k
from sparse_probing.settings.experiment import FigureStyle

_JITTER = 0.28


def data(probes: pl.DataFrame) -> pl.DataFrame:
    """The layer chosen on validation for the probe on the fewest neurons: one row a feature and model.

    Columns: category, model, parameters, dataset, feature, layer, relative_depth, test_f1.
    """
    method = main_method(probes)
    sparse = probes.filter(pl.col("method") == method, pl.col("k") == smallest_k(probes, method))
    columns = ("category", "model", "parameters", "dataset", "feature", "layer", "relative_depth", "test_f1")
    return best_layer(sparse).select(columns)


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """A line a category, a dot a feature and model, a stroke at the median over all."""
    categories = numbers["category"].unique(maintain_order=True).to_list()
    models = models_by_size(numbers)
    colours = model_colours(models, style)
    figure = Figure(figsize=(style.width * 0.75, 0.38 * len(categories) + 1.1), layout="constrained")
    axes = figure.subplots()
    for line, category in enumerate(categories):
        here = numbers.filter(category=category)
        heights = np.linspace(-_JITTER, _JITTER, here.height) if here.height > 1 else [0.0]
        for height, (model, depth) in zip(
            heights, here.select("model", "relative_depth").iter_rows(), strict=True
        ):
            axes.plot(depth, line + height, "o", markersize=2.6, color=colours[model], alpha=0.85)
        median = float(np.median(here["relative_depth"]))
        axes.plot([median, median], [line - 0.38, line + 0.38], color=INK, linewidth=1.6)
    axes.set_yticks(range(len(categories)), [label(category) for category in categories])
    axes.set_ylim(len(categories) - 0.5, -0.5)
    axes.set_xlim(-0.03, 1.03)
    axes.grid(False, axis="y")
    axes.set_xlabel("Relative depth of the best layer")
    handles = [Line2D([], [], color=colours[m], marker="o", linestyle="none", label=m) for m in models]
    figure.legend(handles=handles, loc="outside upper center", ncols=min(4, len(models)))
    return figure
