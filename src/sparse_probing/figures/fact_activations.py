"""Activations of the best neuron of each fact, by what holds of the row."""

import polars as pl
from matplotlib.figure import Figure

from sparse_probing.figures.focus import ABOUT, in_largest_model, neuron_title
from sparse_probing.figures.marks import NEGATIVE, POSITIVE, draw_boxes, nothing
from sparse_probing.figures.style import house_style, own_panels
from sparse_probing.settings.experiment import FigureStyle
from sparse_probing.wording import words

_PANELS = 12


def data(table: pl.DataFrame) -> pl.DataFrame:
    """The classes of the first twelve facts in the largest model."""
    return in_largest_model(table, by=ABOUT, panels=_PANELS)


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """A panel a fact, a box a class."""
    if numbers.is_empty():
        return nothing(style, "No fact was studied.")
    parts = numbers.partition_by(ABOUT, maintain_order=True)
    classes = max(part.height for part in parts)
    figure, grid = own_panels(len(parts), style, height=0.16 * classes + 0.5)
    for axes, part in zip(grid, parts, strict=True):
        numbered = part.with_row_index("place")
        for holds, colour in ((True, POSITIVE), (False, NEGATIVE)):
            here = numbered.filter(holds=holds)
            draw_boxes(
                axes, here, here["place"].cast(pl.Float64).to_list(), colour, width=0.6, vertical=False
            )
        names = [f"{words(row['class'])} ({row['count']})" for row in part.iter_rows(named=True)]
        axes.set_yticks(range(part.height), names)
        axes.invert_yaxis()
        axes.grid(False, axis="y")
        axes.set_title(neuron_title(part))
    figure.supxlabel("Activation of a row", fontsize=8)
    return figure
