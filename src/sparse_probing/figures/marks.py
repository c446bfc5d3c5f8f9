"""Boxes, bars and steps drawn from numbers that are summed up already."""

from typing import Any

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sparse_probing.figures.style import GREY, INK, house_style
from sparse_probing.settings.experiment import FigureStyle

POSITIVE, NEGATIVE = "#D55E00", "#0072B2"
"""Colours of what a feature holds for, and of what it does not (Okabe and Ito 2008)."""
DOCUMENT_CLASSES = ((False, NEGATIVE, "other documents"), (True, POSITIVE, "feature holds"))
"""Values of `positive` with colour and name, in the order in which they are drawn."""


def draw_boxes(
    axes: Axes, frame: pl.DataFrame, places: list[float], colour: str, *, width: float, vertical: bool = True
) -> None:
    """A box for each row of `frame`, with columns p05, p25, p50, p75 and p95; whiskers go from p05 to p95."""
    stats: list[dict[str, Any]] = [
        {"whislo": row["p05"], "q1": row["p25"], "med": row["p50"], "q3": row["p75"], "whishi": row["p95"]}
        for row in frame.iter_rows(named=True)
    ]
    line = {"color": INK, "linewidth": 0.6}
    axes.bxp(
        stats,
        positions=places,
        widths=width,
        orientation="vertical" if vertical else "horizontal",
        showfliers=False,
        patch_artist=True,
        manage_ticks=False,
        boxprops={"facecolor": colour, "alpha": 0.75, "edgecolor": INK, "linewidth": 0.5},
        medianprops={"color": INK, "linewidth": 1.2},
        whiskerprops=line,
        capprops=line,
    )


def draw_steps(axes: Axes, bars: pl.DataFrame, colour: str, label: str) -> None:
    """A histogram of shares, filled: rows with columns low, high and share, in order."""
    edges = [*bars["low"], bars["high"][-1]]
    axes.stairs(bars["share"].to_list(), edges, color=colour, alpha=0.35, fill=True, linewidth=0)
    axes.stairs(bars["share"].to_list(), edges, color=colour, linewidth=0.9, label=label)


@house_style()
def nothing(style: FigureStyle, reason: str) -> Figure:
    """A figure that says why there is nothing to see."""
    figure = Figure(figsize=(style.width / 2, 0.8), layout="constrained")
    figure.text(0.5, 0.5, reason, ha="center", va="center", color=GREY)
    return figure


def shown_token(text: str) -> str:
    """A token between marks, so that blanks show; dollars would begin formulas."""
    visible = text.replace("\n", "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}").replace(
        "\t", "\N{RIGHTWARDS ARROW TO BAR}"
    )
    return visible.replace(" ", "\N{OPEN BOX}").replace("$", r"\$")
