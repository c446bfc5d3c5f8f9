"""What the model loses without a neuron, class by class, beside random neurons of the layer."""

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sparse_probing.figures.focus import ABOUT, in_largest_model, neuron_title
from sparse_probing.figures.marks import nothing
from sparse_probing.figures.style import GREY, category_looks, house_style, own_panels
from sparse_probing.settings.experiment import FigureStyle

_PANELS = 6


def data(table: pl.DataFrame) -> pl.DataFrame:
    """The losses of the first six neurons of the largest model; `change` is the increase in per cent."""
    here = in_largest_model(table, by=ABOUT, panels=_PANELS)
    return here.with_columns(
        change=100 * pl.col("increase") / pl.col("loss"),
        change_low=100 * pl.col("increase_low") / pl.col("loss"),
        change_high=100 * pl.col("increase_high") / pl.col("loss"),
    )


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """A panel a neuron, a line a class, a marker an ablation; ticks are random neurons."""
    if numbers.is_empty():
        return nothing(style, "No neuron of a causal model was ablated.")
    parts = numbers.partition_by(ABOUT, maintain_order=True)
    classes = max(part["class"].n_unique() for part in parts)
    figure, grid = own_panels(len(parts), style, height=0.2 * classes + 0.6)
    for axes, part in zip(grid, parts, strict=True):
        _draw_neuron(axes, part)
        axes.set_title(neuron_title(part))
    figure.supxlabel("Increase of the loss of the next token (%)", fontsize=8)
    handles, labels = grid[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=4)
    return figure


def _draw_neuron(axes: Axes, part: pl.DataFrame) -> None:
    studied = part.filter(role="studied")
    classes = studied["class"].unique(maintain_order=True).to_list()
    looks = category_looks(studied["ablation"].unique(maintain_order=True).to_list())
    for number, (ablation, look) in enumerate(looks.items()):
        here = studied.filter(ablation=ablation)
        places = [classes.index(name) + 0.22 * (number - 1) for name in here["class"]]
        below, above = here["change"] - here["change_low"], here["change_high"] - here["change"]
        axes.errorbar(
            here["change"],
            places,
            xerr=[below.clip(0), above.clip(0)],  # of one group, rounding puts the point outside
            linestyle="none",
            elinewidth=0.8,
            label=ablation,
            **look,
        )
        others = part.filter(role="random", ablation=ablation)["change"]
        axes.plot(
            others,
            [0.22 * (number - 1)] * len(others),
            "|",
            color=GREY,
            markersize=5,
            zorder=1,
            label="random neurons" if number == 0 else "_",
        )
    axes.axvline(0, color="black", linewidth=0.5)
    axes.set_yticks(range(len(classes)), classes)
    axes.set_ylim(len(classes) - 0.5, -0.5)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.grid(False, axis="y")
