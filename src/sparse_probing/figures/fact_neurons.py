"""Precision against recall of the best neurons of facts: finer features, or coarser ones?"""

import polars as pl
from matplotlib.figure import Figure

from sparse_probing.figures.focus import in_largest_model
from sparse_probing.figures.marks import nothing
from sparse_probing.figures.style import GREY, category_looks, house_style
from sparse_probing.settings.experiment import FigureStyle
from sparse_probing.wording import words


def data(table: pl.DataFrame) -> pl.DataFrame:
    """The neurons of the largest model."""
    return in_largest_model(table, by=("dataset", "feature"), panels=table.height)


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """A marker a neuron, a look a fact; neurons above the diagonal tell something finer than the fact."""
    if numbers.is_empty():
        return nothing(style, "No fact was studied.")
    figure = Figure(figsize=(style.width * 0.75, style.width * 0.45), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=0.6)
    for feature, look in category_looks(numbers["feature"].unique(maintain_order=True).to_list()).items():
        here = numbers.filter(feature=feature)
        axes.plot(here["test_recall"], here["test_precision"], linestyle="none", **look, label=words(feature))
    axes.text(0.02, 0.97, "finer than the fact", va="top", color=GREY)
    axes.text(0.98, 0.03, "coarser", ha="right", color=GREY)
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, 1.02)
    axes.set_aspect("equal")
    axes.set_xlabel("Test recall")
    axes.set_ylabel("Test precision")
    axes.set_title(numbers["model"][0])
    figure.legend(loc="outside right upper")
    return figure
