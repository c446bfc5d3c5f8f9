"""Mean against maximum activation of documents: does a context neuron stay on, or does it only flash?"""

import polars as pl
from matplotlib.figure import Figure

from sparse_probing.figures.focus import ABOUT, in_largest_model, neuron_title
from sparse_probing.figures.marks import DOCUMENT_CLASSES, nothing
from sparse_probing.figures.style import house_style, own_panels
from sparse_probing.settings.experiment import FigureStyle

_PANELS = 6


def data(table: pl.DataFrame) -> pl.DataFrame:
    """The documents of the first six neurons of the largest model, those with the feature last."""
    return in_largest_model(table, by=ABOUT, panels=_PANELS).sort("positive", maintain_order=True)


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """A panel a neuron, a dot a document."""
    if numbers.is_empty():
        return nothing(style, "No neuron of a feature of documents was studied.")
    parts = numbers.partition_by(ABOUT, maintain_order=True)
    figure, grid = own_panels(len(parts), style, height=1.8)
    for axes, part in zip(grid, parts, strict=True):
        for positive, colour, name in DOCUMENT_CLASSES:
            here = part.filter(positive=positive)
            axes.scatter(
                here["mean"], here["maximum"], s=5, color=colour, alpha=0.6, linewidths=0, label=name
            )
        axes.set_title(neuron_title(part))
    figure.supxlabel("Mean activation of the document", fontsize=8)
    figure.supylabel("Maximum activation", fontsize=8)
    figure.legend(*grid[0].get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return figure
