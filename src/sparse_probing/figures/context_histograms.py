"""Activations of tokens in and out of a feature's documents: does every token tell them apart?"""

import polars as pl
from matplotlib.figure import Figure

from sparse_probing.figures.focus import ABOUT, in_largest_model, neuron_title
from sparse_probing.figures.marks import DOCUMENT_CLASSES, draw_steps, nothing
from sparse_probing.figures.style import house_style, own_panels
from sparse_probing.settings.experiment import FigureStyle

_PANELS = 6


def data(table: pl.DataFrame) -> pl.DataFrame:
    """The bins of the first six neurons of the largest model."""
    return in_largest_model(table, by=ABOUT, panels=_PANELS)


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """A panel a neuron, two histograms each."""
    if numbers.is_empty():
        return nothing(style, "No neuron of a feature of documents was studied.")
    parts = numbers.partition_by(ABOUT, maintain_order=True)
    figure, grid = own_panels(len(parts), style, height=1.6)
    for axes, part in zip(grid, parts, strict=True):
        for positive, colour, name in DOCUMENT_CLASSES:
            here = part.filter(positive=positive)
            if here.height:
                draw_steps(axes, here, colour, name)
        axes.set_yscale("log")
        axes.set_title(neuron_title(part))
    figure.supxlabel("Activation of a token", fontsize=8)
    figure.supylabel("Share of the tokens", fontsize=8)
    figure.legend(*grid[0].get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return figure
