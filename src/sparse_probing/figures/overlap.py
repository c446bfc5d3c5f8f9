"""How many features share a neuron, by depth."""

import polars as pl
from matplotlib.figure import Figure

from sparse_probing.figures.style import house_style, model_colours
from sparse_probing.selection import models_by_size
from sparse_probing.settings.experiment import FigureStyle

_LAYER = ["model", "parameters", "layer", "relative_depth"]


def data(neurons: pl.DataFrame) -> pl.DataFrame:
    """For each layer of each model, the best neuron of every feature in it: one row a layer.

    Columns: model, parameters, layer, relative_depth, `features` (their number), `neurons` (different ones),
    `per_neuron` (features a neuron, their ratio), `most` (features of the neuron that most share).
    """
    best = neurons.sort("rank").unique(
        ["model", "dataset", "feature", "layer"], keep="first", maintain_order=True
    )
    serving = best.group_by(*_LAYER, "neuron").agg(features=pl.len())
    return (
        serving.group_by(_LAYER)
        .agg(features=pl.col("features").sum(), neurons=pl.len(), most=pl.col("features").max())
        .with_columns(per_neuron=pl.col("features") / pl.col("neurons"))
        .sort("parameters", "model", "layer")
        .select(*_LAYER, "features", "neurons", "per_neuron", "most")
    )


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """Two panels against relative depth, a line a model: features a neuron on average, and at most."""
    models = models_by_size(numbers)
    colours = model_colours(models, style)
    figure = Figure(figsize=(style.width * 0.8, 2.5), layout="constrained")
    mean, most = figure.subplots(1, 2)
    for model in models:
        here = numbers.filter(model=model)
        mean.plot(here["relative_depth"], here["per_neuron"], "o-", color=colours[model], label=model)
        most.plot(here["relative_depth"], here["most"], "o-", color=colours[model])
    mean.set_title("Mean")
    most.set_title("Most shared neuron")
    mean.set_ylabel("Features whose best neuron it is")
    for axes in (mean, most):
        axes.set_ylim(bottom=0)
    figure.supxlabel("Relative depth of the layer", fontsize=8)
    figure.legend(*mean.get_legend_handles_labels(), loc="outside upper center", ncols=min(4, len(models)))
    return figure
