"""Test F1 by layer and number of neurons: where in the largest model is each category?"""

import math

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator

from sparse_probing.figures.style import house_style, label, panels, power_ticks
from sparse_probing.selection import largest_model, main_method
from sparse_probing.settings.experiment import FigureStyle

_MAX_TICKS = 8


def data(probes: pl.DataFrame) -> pl.DataFrame:
    """Means over a category's features for each layer and k of the largest model: one row a cell.

    Columns: category, model, layer, relative_depth, k, features, validation_f1, test_f1, and `chosen`:
    whether the layer has the highest mean validation F1 at this k (ties to the lower layer).
    """
    here = probes.filter(pl.col("model") == largest_model(probes), pl.col("method") == main_method(probes))
    means = here.group_by("category", "model", "layer", "relative_depth", "k", maintain_order=True).agg(
        features=pl.len(), validation_f1=pl.col("validation_f1").mean(), test_f1=pl.col("test_f1").mean()
    )
    best_layer = pl.col("layer").sort_by("validation_f1", "layer", descending=[True, False]).first()
    return means.with_columns(chosen=pl.col("layer") == best_layer.over("category", "k"))


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """One heat map a category, from the rows of `data`; a dot marks the chosen layer of each k."""
    categories = numbers["category"].unique(maintain_order=True).to_list()
    depths = numbers.select("layer", "relative_depth").unique().sort("layer")
    layers = depths["layer"].to_list()
    ks = numbers["k"].unique().sort().to_list()
    k_ticks = [ks.index(k) for k in power_ticks(ks) if k in ks] if len(ks) > _MAX_TICKS else range(len(ks))
    lowest = numbers["test_f1"].min()
    assert isinstance(lowest, float)
    scale = Normalize(min(0.9, math.floor(10 * lowest) / 10), 1)
    figure, grid = panels(len(categories), style)
    for axes, category in zip(grid, categories, strict=True):
        here = numbers.filter(category=category)
        _draw_cells(axes, here, layers, ks, scale, style.palette)
        axes.set_title(f"{label(category)} ({here['features'][0]})")
        axes.grid(False)
        axes.xaxis.set_major_locator(FixedLocator(_ticks(len(layers))))
        axes.xaxis.set_major_formatter(lambda at, _: f"{depths['relative_depth'][int(at)]:.2g}")
        axes.yaxis.set_major_locator(FixedLocator(k_ticks))
        axes.yaxis.set_major_formatter(lambda at, _: str(ks[int(at)]))
    bar = figure.colorbar(ScalarMappable(scale, style.palette), ax=grid, shrink=0.8, aspect=30, pad=0.02)
    bar.outline.set_visible(False)
    bar.set_label("Test F1")
    figure.supxlabel(f"Relative depth of the layer ({numbers['model'][0]}, {len(layers)} layers)", fontsize=8)
    figure.supylabel("Neurons in the probe", fontsize=8)
    return figure


def _draw_cells(
    axes: Axes, here: pl.DataFrame, layers: list[int], ks: list[int], scale: Normalize, palette: str
) -> None:
    column = np.searchsorted(layers, here["layer"])
    row = np.searchsorted(ks, here["k"])
    cells = np.full((len(ks), len(layers)), np.nan)
    cells[row, column] = here["test_f1"]
    axes.imshow(cells, origin="lower", aspect="auto", norm=scale, cmap=palette)
    chosen = here["chosen"].to_numpy()
    axes.plot(
        column[chosen],
        row[chosen],
        "o",
        markersize=2.5,
        color="white",
        markeredgecolor="black",
        markeredgewidth=0.3,
    )


def _ticks(count: int) -> list[int]:
    """At most eight evenly spaced positions, the first one among them."""
    return list(range(0, count, math.ceil(count / _MAX_TICKS)))
