"""Share of a planted support that each method finds: what makes the search hard?"""

import numpy as np
import polars as pl
from matplotlib.figure import Figure

from sparse_probing.figures.style import category_looks, house_style, label
from sparse_probing.recovery import PARAMETERS
from sparse_probing.settings.experiment import FigureStyle

_BINS = 5
_LINEAR = ("planted", "correlation")
_HEADINGS = {
    "rows": "Rows",
    "neurons": "Neurons of the layer",
    "planted": "Planted neurons",
    "shift": "Shift (standard deviations)",
    "positives": "Share of positives",
    "correlation": "Correlation of neighbours",
}


def data(trials: pl.DataFrame) -> pl.DataFrame:
    """Means over trials in five bins of each parameter, of equally many trials: one row a bin and method.

    trials: rows of `recover`. Columns: parameter, bin, value (mean of the parameter in the bin), method,
    trials, found.
    """
    drawn = trials.unique(PARAMETERS, maintain_order=True)
    parts = []
    for parameter in PARAMETERS:
        order = np.argsort(np.argsort(drawn[parameter].to_numpy(), kind="stable"), kind="stable")
        bins = drawn.select(PARAMETERS).with_columns(bin=pl.Series(order * _BINS // drawn.height))
        joined = trials.join(bins, on=PARAMETERS, maintain_order="left")
        means = joined.group_by("bin", "method", maintain_order=True).agg(
            value=pl.col(parameter).cast(pl.Float64).mean(),
            trials=pl.col("found").count(),
            found=pl.col("found").mean(),
        )
        parts.append(means.sort("bin", maintain_order=True).with_columns(parameter=pl.lit(parameter)))
    return pl.concat(parts).select("parameter", "bin", "value", "method", "trials", "found")


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """One panel a parameter, one line a method, from the rows of `data`."""
    methods = numbers["method"].unique(maintain_order=True).to_list()
    looks = category_looks(methods)
    figure = Figure(figsize=(style.width, 0.54 * style.width + 0.6), layout="constrained")
    grid = figure.subplots(2, 3, sharey=True).ravel().tolist()
    for axes, parameter in zip(grid, PARAMETERS, strict=True):
        for method in methods:
            here = numbers.filter(parameter=parameter, method=method)
            axes.plot(here["value"], here["found"], **looks[method])
        axes.set_xscale("linear" if parameter in _LINEAR else "log")
        axes.set_title(_HEADINGS[parameter])
        axes.set_ylim(-0.02, 1.02)
    figure.supylabel("Share of the planted neurons found", fontsize=8)
    names = [label(method) for method in methods]
    figure.legend(grid[0].get_lines(), names, loc="outside lower center", ncols=len(names))
    return figure
