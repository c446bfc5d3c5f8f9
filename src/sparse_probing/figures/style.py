"""How all figures look, and how they become files whose bytes depend on nothing but the figure."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MultipleLocator, NullLocator

from sparse_probing.settings.experiment import FigureStyle
from sparse_probing.wording import words

INK = "#262626"
GREY = "#8a8a8a"

_RC: Any = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so it is the same everywhere
    "font.size": 7.5,
    "axes.titlesize": 8,
    "axes.titlelocation": "left",
    "axes.titlepad": 4,
    "axes.labelsize": 8,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e4e4e4",
    "grid.linewidth": 0.5,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "lines.linewidth": 1.3,
    "lines.markersize": 3.5,
    "lines.solid_capstyle": "round",
    "legend.frameon": False,
    "legend.fontsize": 7,
    "legend.handlelength": 2.2,
    "legend.columnspacing": 1.4,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "pdf.fonttype": 42,
    "svg.hashsalt": "sparse-probing",
}

# Okabe and Ito (2008), safe for colour-blind readers; its yellow is too faint for lines on white.
_CATEGORY_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", INK)
_CATEGORY_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<", ">", "p", "h", "*")


@contextmanager
def house_style() -> Iterator[None]:
    """The style of all figures, for the time of a `with` block or of a decorated function."""
    with mpl.rc_context(_RC):
        yield


def model_colours(models: Sequence[str], style: FigureStyle) -> dict[str, Any]:
    """A colour for each of `models`, given in order of size: along the palette, its ends left out."""
    palette = mpl.colormaps[style.palette]
    last = max(1, len(models) - 1)
    return {model: palette(0.1 + 0.72 * position / last) for position, model in enumerate(models)}


def category_looks(categories: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Colour and marker for each category; no two of up to twelve categories share both."""
    return {
        category: {
            "color": _CATEGORY_COLOURS[position % len(_CATEGORY_COLOURS)],
            "marker": _CATEGORY_MARKERS[position % len(_CATEGORY_MARKERS)],
        }
        for position, category in enumerate(categories)
    }


def panels(count: int, style: FigureStyle) -> tuple[Figure, list[Axes]]:
    """A figure with `count` panels in rows of three at most (four are two by two), of the same axes.

    The lowest panel of each column shows its ticks.
    """
    columns = 2 if count == 4 else min(count, 3)
    rows = math.ceil(count / columns)
    width = style.width / 2 if count == 1 else style.width
    figure = Figure(figsize=(width, 0.27 * style.width * rows + 0.6), layout="constrained")
    grid = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False).ravel().tolist()
    for unused in grid[count:]:
        unused.remove()
    for lowest in grid[max(0, count - columns) : count]:
        lowest.tick_params(labelbottom=True)
    return figure, grid[:count]


def own_panels(count: int, style: FigureStyle, *, height: float) -> tuple[Figure, list[Axes]]:
    """A figure with `count` panels in rows of three at most, each `height` inches, with axes of its own."""
    columns = 2 if count == 4 else min(count, 3)
    rows = math.ceil(count / columns)
    width = style.width * {1: 0.55, 2: 0.8, 3: 1}[columns]
    figure = Figure(figsize=(width, height * rows + 0.5), layout="constrained")
    grid = figure.subplots(rows, columns, squeeze=False).ravel().tolist()
    for unused in grid[count:]:
        unused.remove()
    return figure, grid[:count]


def label(name: str) -> str:
    """A name of the config as a reader sees it: `natural_language` is Natural language."""
    return words(name).capitalize()


def set_k_axis(axes: Axes, ks: Sequence[float]) -> None:
    """Make x a logarithmic axis for numbers of neurons, with ticks at powers of 4 (of 2 on short axes)."""
    axes.set_xscale("log", base=2)
    axes.set_xlim(min(ks) / 1.25, max(ks) * 1.25)
    axes.xaxis.set_major_locator(FixedLocator(power_ticks(ks)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))


def power_ticks(ks: Sequence[float]) -> list[float]:
    """Powers of 4 between the smallest and the largest of `ks`; powers of 2 where those are few."""
    low, high = math.ceil(math.log2(min(ks))), math.floor(math.log2(max(ks)))
    step = 2 if high - low >= 5 else 1
    return [float(2**power) for power in range(low, high + 1, step)] or [min(ks)]


def set_f1_axis(axes: Axes, values: pl.Series) -> None:
    """Make y an axis for F1 up to 1, from the quarter below the smallest of `values`."""
    lowest = math.floor(4 * min([*values.drop_nulls(), 1 - 1e-9])) / 4
    axes.set_ylim(lowest, 1.02)
    step = 0.25 if lowest < 0.5 else 0.1
    axes.yaxis.set_major_locator(MultipleLocator(step))


def short_number(value: float) -> str:
    """A count in three digits: 70.4M, 1.01B, 210k."""
    for size, unit in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:.3g}{unit}"
    return f"{value:g}"


def save(figure: Figure, style: FigureStyle, *, pdf: Path, png: Path) -> None:
    """Write `figure` as PDF and PNG, without dates and names of programs: equal figures are equal bytes."""
    with house_style():
        nothing = {"Creator": None, "Producer": None, "CreationDate": None}
        figure.savefig(pdf, format="pdf", metadata=nothing)
        figure.savefig(png, format="png", dpi=style.dpi, metadata={"Software": None})
