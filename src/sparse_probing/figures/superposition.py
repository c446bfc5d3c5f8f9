"""Neurons of a compound word one by one, and their sum."""

import polars as pl
from matplotlib.figure import Figure

from sparse_probing.casestudies.labels import SUM
from sparse_probing.figures.focus import in_largest_model
from sparse_probing.figures.marks import NEGATIVE, POSITIVE, draw_steps, nothing
from sparse_probing.figures.style import house_style, label
from sparse_probing.settings.experiment import FigureStyle

_FEATURES = 4
_FEATURE = ("dataset", "feature", "layer")


def data(table: pl.DataFrame) -> pl.DataFrame:
    """The histograms of the four features of the largest model whose sum is farthest ahead of its neurons."""
    is_sum = pl.col("unit") == SUM
    gains = (
        in_largest_model(table, by=_FEATURE, panels=table.height)
        .with_columns(
            gain=pl.col("roc_auc").filter(is_sum).max().over(_FEATURE)
            - pl.col("roc_auc").filter(~is_sum).max().over(_FEATURE)
        )
        .sort("gain", descending=True, maintain_order=True)
    )
    return in_largest_model(gains, by=_FEATURE, panels=_FEATURES)


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """A row a feature; a panel a neuron, the sum last."""
    if numbers.is_empty():
        return nothing(style, "No compound word was studied.")
    rows = numbers.partition_by(_FEATURE, maintain_order=True)
    columns = max(row["unit"].n_unique() for row in rows)
    figure = Figure(figsize=(style.width, 1.25 * len(rows) + 0.5), layout="constrained")
    grid = figure.subplots(len(rows), columns, squeeze=False)
    for line, row in zip(grid, rows, strict=True):
        units = row.partition_by("unit", maintain_order=True)
        for axes in line[len(units) :]:
            axes.remove()
        for axes, unit in zip(line, units, strict=False):
            for positive, colour, name in (
                (False, NEGATIVE, "other texts"),
                (True, POSITIVE, "compound word"),
            ):
                draw_steps(axes, unit.filter(positive=positive), colour, name)
            axes.set_title(f"{unit['unit'][0]}: AUC {unit['roc_auc'][0]:.2f}")
            axes.set_yticks([])
        line[0].set_ylabel(f"{label(row['feature'][0])}\nlayer {row['layer'][0]}")
    figure.supxlabel("Activation in standard deviations, signed as in the probe", fontsize=8)
    figure.legend(*grid[0][0].get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return figure
