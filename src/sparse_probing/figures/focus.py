"""The part of a case study's table that a figure has room for."""

import polars as pl

from sparse_probing.figures.style import label
from sparse_probing.selection import largest_model

ABOUT = ("dataset", "feature", "layer", "neuron")
"""The columns that name a panel of a neuron."""


def in_largest_model(table: pl.DataFrame, *, by: tuple[str, ...], panels: int) -> pl.DataFrame:
    """Rows of the largest model that the table holds, of the first `panels` values of the columns `by`."""
    if table.is_empty():
        return table
    here = table.filter(pl.col("model") == largest_model(table))
    first = here.select(by).unique(maintain_order=True).head(panels)
    return here.join(first, on=list(by), how="semi", maintain_order="left")


def neuron_title(row: pl.DataFrame) -> str:
    """What a panel is about: a feature and a neuron."""
    feature, layer, neuron = row.select("feature", "layer", "neuron").row(0)
    return f"{label(feature)}\nneuron {layer}.{neuron}"
