"""What grows with the model: the best single neuron's F1, and how many neurons a feature needs."""

from typing import Any

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from sparse_probing.averages import mean_over_features, neurons_needed
from sparse_probing.figures.style import (
    category_looks,
    house_style,
    label,
    power_ticks,
    set_f1_axis,
    short_number,
)
from sparse_probing.selection import best_layer, main_method, smallest_k
from sparse_probing.settings.experiment import FigureStyle

_KEY = ["category", "model", "parameters"]


def data(probes: pl.DataFrame) -> pl.DataFrame:
    """One row for each category and model.

    Columns: category, model, parameters, method, `k` (the smallest one, 1 as a rule), features, test_f1, low,
    high (means over features at that k, of the layer chosen on validation), `needed` (median over features of
    the smallest k whose validation F1 is 95% of the dense probe's; a feature that never comes near counts as
    twice the largest k), `unreached` (how many those are), `compared` (how many features `needed` is about:
    those with a dense probe that tells anything) and `most` (the largest k).
    """
    method = main_method(probes)
    best = best_layer(probes.filter(pl.col("method").is_in([method, "dense"])))
    sparse = best.filter(pl.col("method") == method)
    k = smallest_k(probes, method)
    means = mean_over_features(sparse.filter(pl.col("k") == k), [*_KEY, "method", "k"])
    needed = (
        neurons_needed(best, method)
        .group_by(_KEY, maintain_order=True)
        .agg(needed=pl.col("needed").median(), unreached=(~pl.col("reached")).sum(), compared=pl.len())
    )
    most = sparse.group_by(_KEY, maintain_order=True).agg(most=pl.col("k").max())
    return means.join(needed, on=_KEY, how="left", maintain_order="left").join(
        most, on=_KEY, how="left", maintain_order="left"
    )


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """Two panels against the number of parameters, one where no dense probe says how many are needed."""
    has_needed = numbers["needed"].is_not_null().any()
    figure = Figure(figsize=(style.width if has_needed else style.width / 2, 3.1), layout="constrained")
    (f1_axes, *needed_axes) = figure.subplots(1, 1 + has_needed, squeeze=False).ravel().tolist()
    looks = category_looks(numbers["category"].unique(maintain_order=True).to_list())
    for category, look in looks.items():
        here = numbers.filter(category=category).sort("parameters", maintain_order=True)
        f1_axes.plot(here["parameters"], here["test_f1"], **look, label=label(category))
        for axes in needed_axes:
            _draw_needed(axes, here, look)
    f1_axes.set_title("One neuron" if numbers["k"][0] == 1 else f"{numbers['k'][0]} neurons")
    f1_axes.set_ylabel("Test F1")
    set_f1_axis(f1_axes, numbers["test_f1"])
    for axes in needed_axes:
        axes.set_title("Neurons for 95% of the dense probe's F1")
        axes.set_ylabel("Neurons")
        _set_needed_axis(axes, numbers)
    for axes in (f1_axes, *needed_axes):
        _set_parameter_axis(axes, numbers["parameters"].unique().sort().to_list())
    figure.supxlabel("Parameters of the model", fontsize=8)
    figure.legend(*f1_axes.get_legend_handles_labels(), loc="outside upper center", ncols=min(4, len(looks)))
    return figure


def _draw_needed(axes: Axes, here: pl.DataFrame, look: dict[str, Any]) -> None:
    """A line of medians; a hollow marker where not all features come near the dense probe."""
    axes.plot(here["parameters"], here["needed"], color=look["color"], zorder=2)
    for unreached, face in ((False, look["color"]), (True, "white")):
        points = here.filter((pl.col("unreached") > 0) == unreached)
        axes.plot(
            points["parameters"],
            points["needed"],
            **look,
            linestyle="none",
            markerfacecolor=face,
            zorder=3,
        )


def _set_needed_axis(axes: Axes, numbers: pl.DataFrame) -> None:
    """Powers of two up to the largest k, and one tick above it for features that need more."""
    largest = int(numbers["most"].max())  # type: ignore[arg-type]
    axes.set_yscale("log", base=2)
    axes.set_ylim(2**-0.5, 2**1.6 * largest)
    ticks = power_ticks([1, largest])
    axes.yaxis.set_major_locator(FixedLocator([*ticks, 2 * largest]))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda k, _: f"> {largest}" if k > largest else f"{k:g}"))


def _set_parameter_axis(axes: Axes, sizes: list[int]) -> None:
    """A logarithmic axis with one tick a model, those left out that would touch the one before."""
    axes.set_xscale("log")
    axes.set_xlim(sizes[0] / 1.5, sizes[-1] * 1.5)
    span = (sizes[-1] / sizes[0]) ** 0.11
    ticks = sizes[:1]
    for size in sizes[1:]:
        if size > ticks[-1] * span:
            ticks.append(size)
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda size, _: short_number(size)))
