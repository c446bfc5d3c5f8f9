"""Tokens that stand in and out of a feature's documents: does the neuron tell where?"""

import polars as pl
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sparse_probing.figures.focus import ABOUT, in_largest_model, neuron_title
from sparse_probing.figures.marks import NEGATIVE, POSITIVE, draw_boxes, nothing, shown_token
from sparse_probing.figures.style import house_style, own_panels
from sparse_probing.settings.experiment import FigureStyle

_PANELS = 3


def data(table: pl.DataFrame) -> pl.DataFrame:
    """The tokens of the first three neurons of the largest model that have any."""
    return in_largest_model(table, by=ABOUT, panels=_PANELS)


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """A panel a neuron; for each token a box of its activations on either side."""
    if numbers.is_empty():
        return nothing(style, "No token is frequent enough on both sides of a feature.")
    parts = numbers.partition_by(ABOUT, maintain_order=True)
    tokens = max(part["place"].n_unique() for part in parts)
    figure, grid = own_panels(len(parts), style, height=0.17 * tokens + 0.5)
    for axes, part in zip(grid, parts, strict=True):
        for positive, colour, shift in ((False, NEGATIVE, 0.2), (True, POSITIVE, -0.2)):
            here = part.filter(positive=positive)
            places = (here["place"].cast(pl.Float64) + shift).to_list()
            draw_boxes(axes, here, places, colour, width=0.36, vertical=False)
        names = part.unique("place", maintain_order=True)
        axes.set_yticks(names["place"].to_list(), [shown_token(token) for token in names["token"]])
        axes.invert_yaxis()
        axes.grid(False, axis="y")
        axes.set_title(neuron_title(part))
    figure.supxlabel("Activation", fontsize=8)
    sides = [Patch(color=POSITIVE, label="feature holds"), Patch(color=NEGATIVE, label="other documents")]
    figure.legend(handles=sides, loc="outside upper center", ncols=2)
    return figure
