"""Single features across models: which appear with scale, which split or fade?"""

import polars as pl
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from sparse_probing.figures.style import GREY, category_looks, house_style, label, panels, set_f1_axis
from sparse_probing.selection import models_by_size
from sparse_probing.settings.experiment import FigureStyle

_PANELS = 24


def data(neurons: pl.DataFrame) -> pl.DataFrame:
    """The best single neuron of each feature in each model, of the features whose F1 moves most.

    At most 24 features, those with the widest range of test F1 over the models first. Columns: category,
    dataset, feature, model, parameters, layer, neuron, test_f1, test_f1_low, test_f1_high, range.
    """
    best = neurons.filter(pl.col("rank") == 1).with_columns(
        range=(pl.col("test_f1").max() - pl.col("test_f1").min()).over("dataset", "feature")
    )
    moved = (
        best.select("dataset", "feature", "range")
        .unique(maintain_order=True)
        .sort("range", descending=True, maintain_order=True)
        .head(_PANELS)
    )
    return moved.select("dataset", "feature").join(
        best.select(
            *("category", "dataset", "feature", "model", "parameters", "layer", "neuron"),
            *("test_f1", "test_f1_low", "test_f1_high", "range"),
        ),
        on=["dataset", "feature"],
        maintain_order="left_right",
    )


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """One panel a feature, one point a model with its interval and its neuron."""
    models = models_by_size(numbers)
    looks = category_looks(numbers["category"].unique(maintain_order=True).to_list())
    parts = numbers.partition_by("dataset", "feature", maintain_order=True)
    figure, grid = panels(len(parts), style)
    for axes, part in zip(grid, parts, strict=True):
        look = looks[part["category"][0]]
        places = [models.index(model) for model in part["model"]]
        below, above = part["test_f1"] - part["test_f1_low"], part["test_f1_high"] - part["test_f1"]
        axes.errorbar(places, part["test_f1"], yerr=[below.clip(0), above.clip(0)], elinewidth=0.8, **look)
        for place, row in zip(places, part.iter_rows(named=True), strict=True):
            axes.annotate(
                f"{row['layer']}.{row['neuron']}",
                (place, row["test_f1"]),
                xytext=(3, -7),
                textcoords="offset points",
                fontsize=5.5,
                color=GREY,
            )
        axes.set_title(label(part["feature"][0]))
        axes.xaxis.set_major_locator(FixedLocator(range(len(models))))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xticklabels(models, rotation=30, ha="right")
        axes.set_xlim(-0.4, len(models) - 0.4)
        set_f1_axis(axes, numbers["test_f1_low"])
    figure.supylabel("Test F1 of the best neuron", fontsize=8)
    return figure
