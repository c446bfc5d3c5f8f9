"""F1 while the best neuron is dropped again and again: how many others know the same?"""

import polars as pl
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sparse_probing.figures.marks import nothing
from sparse_probing.figures.style import house_style, label, model_colours, panels, set_f1_axis
from sparse_probing.selection import largest_model, models_by_size
from sparse_probing.settings.experiment import FigureStyle

_PANELS = 9


def data(table: pl.DataFrame) -> pl.DataFrame:
    """The steps of the first nine features, of all models."""
    first = table.select("dataset", "feature").unique(maintain_order=True).head(_PANELS)
    return table.join(first, on=["dataset", "feature"], how="semi", maintain_order="left").drop("neurons")


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """A panel a feature, a line a model; the largest has its band."""
    if numbers.is_empty():
        return nothing(style, "No compound word was studied.")
    colours = model_colours(models_by_size(numbers), style)
    parts = numbers.partition_by("dataset", "feature", maintain_order=True)
    figure, grid = panels(len(parts), style)
    for axes, part in zip(grid, parts, strict=True):
        for model, colour in colours.items():
            here = part.filter(model=model).sort("step")
            axes.plot(here["step"], here["test_f1"], "o-", markersize=2.2, color=colour, label=model)
            if model == largest_model(numbers):
                axes.fill_between(
                    here["step"], here["test_f1_low"], here["test_f1_high"], color=colour, alpha=0.15
                )
        axes.set_title(label(part["feature"][0]))
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        set_f1_axis(axes, numbers["test_f1_low"])
    figure.supxlabel("Neurons dropped", fontsize=8)
    figure.supylabel("Test F1", fontsize=8)
    figure.legend(*grid[0].get_legend_handles_labels(), loc="outside upper center", ncols=4)
    return figure
