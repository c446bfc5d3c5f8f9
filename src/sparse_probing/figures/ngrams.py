"""The pairs of tokens that drive early neurons: how unrelated are they?"""

import polars as pl
from matplotlib.figure import Figure

from sparse_probing.figures.focus import in_largest_model
from sparse_probing.figures.marks import nothing, shown_token
from sparse_probing.figures.style import house_style, model_colours, own_panels
from sparse_probing.settings.experiment import FigureStyle

_PANELS = 4
_PAIRS = 12
_NEURON = ("layer", "neuron")


def data(table: pl.DataFrame) -> pl.DataFrame:
    """Twelve pairs of each of four neurons of the largest model; `pairs` is how many there are."""
    counted = table.with_columns(pairs=pl.len().over("model", *_NEURON))
    return in_largest_model(counted, by=_NEURON, panels=_PANELS).filter(pl.col("place") <= _PAIRS)


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """A panel a neuron; the length of a bar is the mean activation, the number beside it counts contexts."""
    if numbers.is_empty():
        return nothing(style, "No early neuron is part of a sparse probe.")
    parts = numbers.partition_by(_NEURON, maintain_order=True)
    figure, grid = own_panels(len(parts), style, height=0.16 * _PAIRS + 0.5)
    (colour,) = model_colours(["any"], style).values()
    for axes, part in zip(grid, parts, strict=True):
        bars = axes.barh(part["place"], part["top_mean"], height=0.7, color=colour)
        axes.bar_label(bars, labels=[str(count) for count in part["contexts"]], padding=2, fontsize=6)
        names = [
            f"{shown_token(before)}|{shown_token(token)}"
            for before, token in part.select("previous", "token").iter_rows()
        ]
        axes.set_yticks(part["place"].to_list(), names)
        axes.invert_yaxis()
        axes.margins(x=0.12)
        axes.grid(False, axis="y")
        layer, neuron, serves, pairs = part.select(*_NEURON, "serves", "pairs").row(0)
        axes.set_title(f"neuron {layer}.{neuron}: {pairs} pairs, {serves} features")
    figure.supxlabel("Mean activation in the top contexts", fontsize=8)
    return figure
