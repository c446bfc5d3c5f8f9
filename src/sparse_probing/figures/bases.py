"""The basis of neurons against random orthogonal bases: F1 by rank, log loss by the number of directions."""

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sparse_probing.casestudies.labels import F1, LOG_LOSS, NEURONS, RANDOM
from sparse_probing.figures.marks import NEGATIVE, POSITIVE, nothing
from sparse_probing.figures.style import house_style, set_k_axis
from sparse_probing.selection import largest_model
from sparse_probing.settings.experiment import FigureStyle

_BY = ["model", "parameters", "basis", "measure", "at"]


def data(table: pl.DataFrame) -> pl.DataFrame:
    """Means over features, of the largest model: one row for each basis, measure and number.

    `value` is the mean over draws too; `low` and `high` are the lowest and the highest draw.
    """
    if table.is_empty():
        return table
    here = table.filter(pl.col("model") == largest_model(table))
    draws = here.group_by(*_BY, "draw", maintain_order=True).agg(pl.col("value").mean(), features=pl.len())
    return draws.group_by(_BY, maintain_order=True).agg(
        pl.col("features").first(),
        pl.col("value").mean(),
        low=pl.col("value").min(),
        high=pl.col("value").max(),
    )


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """Two panels, two lines each; the band of random bases goes from the lowest to the highest."""
    if numbers.is_empty():
        return nothing(style, "No compound word was studied.")
    figure = Figure(figsize=(style.width * 0.8, 2.4), layout="constrained")
    of_rank, of_k = figure.subplots(1, 2)
    for axes, measure in ((of_rank, F1), (of_k, LOG_LOSS)):
        _draw_measure(axes, numbers.filter(measure=measure))
    of_rank.set_xlabel("Rank of the direction")
    of_rank.set_ylabel("Test F1 of one direction")
    of_k.set_xlabel("Directions in the probe")
    of_k.set_ylabel("Test log loss (nats)")
    set_k_axis(of_k, numbers.filter(measure=LOG_LOSS)["at"].unique().sort().to_list())
    model, features = numbers.select("model", "features").row(0)
    figure.suptitle(f"{model}, mean over {features} features", fontsize=8)
    figure.legend(*of_rank.get_legend_handles_labels(), loc="outside lower center", ncols=2)
    return figure


def _draw_measure(axes: Axes, numbers: pl.DataFrame) -> None:
    names = {NEURONS: ("neurons", POSITIVE), RANDOM: ("random orthogonal bases", NEGATIVE)}
    for basis, (name, colour) in names.items():
        here = numbers.filter(basis=basis).sort("at")
        axes.plot(here["at"], here["value"], color=colour, label=name)
        axes.fill_between(here["at"], here["low"], here["high"], color=colour, alpha=0.2, linewidth=0)
