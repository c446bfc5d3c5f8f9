"""|W_in| b_in by layer: how early layers of each model differ from late ones."""

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sparse_probing.figures.marks import draw_boxes, nothing
from sparse_probing.figures.style import house_style, model_colours, own_panels, short_number
from sparse_probing.selection import models_by_size
from sparse_probing.settings.experiment import FigureStyle


def data(table: pl.DataFrame) -> pl.DataFrame:
    """The percentiles of each layer; `relative_median` is the median in units of the model's largest."""
    largest = pl.col("p50").abs().max().over("model")
    return table.with_columns(relative_median=pl.col("p50") / largest)


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """A panel of boxes for each model, and one with the medians of all models against relative depth."""
    if numbers.is_empty():
        return nothing(style, "No model has MLPs with one input matrix and biases.")
    models = models_by_size(numbers)
    colours = model_colours(models, style)
    figure, (*of_models, medians) = own_panels(len(models) + 1, style, height=1.7)
    for axes, model in zip(of_models, models, strict=True):
        here = numbers.filter(model=model).sort("layer")
        draw_boxes(axes, here, here["layer"].cast(pl.Float64).to_list(), colours[model], width=0.7)
        axes.set_title(f"{model} ({short_number(here['parameters'][0])})")
        axes.xaxis.set_major_locator(MaxNLocator(8, integer=True))
        axes.set_xlabel("Layer")
        axes.set_ylabel(r"$|W_{in}|\,b_{in}$")
        _mark_zero(axes)
        medians.plot(here["relative_depth"], here["relative_median"], "o-", color=colours[model], label=model)
    medians.set_title("Medians, scaled")
    medians.set_xlabel("Relative depth")
    medians.set_ylabel("Median / largest |median|")
    _mark_zero(medians)
    medians.legend()
    return figure


def _mark_zero(axes: Axes) -> None:
    axes.axhline(0, color="black", linewidth=0.5)
