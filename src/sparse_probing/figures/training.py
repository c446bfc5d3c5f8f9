"""Loss against tokens seen, for the models that are trained here."""

from typing import Any

import polars as pl
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import EngFormatter

from sparse_probing.figures.style import INK, house_style, model_colours
from sparse_probing.settings.experiment import FigureStyle

_LINES: dict[str, dict[str, Any]] = {
    "validation_loss": {"linestyle": "-", "label": "validation"},
    "train_loss": {"linestyle": (0, (2, 1.5)), "label": "training"},
}


def data(curves: pl.DataFrame) -> pl.DataFrame:
    """The curves in their order: model, step, tokens, train_loss, validation_loss (nats a token)."""
    return curves.select("model", "step", "tokens", "train_loss", "validation_loss")


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """One panel, one colour a model."""
    colours = model_colours(numbers["model"].unique(maintain_order=True).to_list(), style)
    figure = Figure(figsize=(style.width * 0.7, style.width * 0.42), layout="constrained")
    axes = figure.subplots()
    for model, colour in colours.items():
        curve = numbers.filter(model=model)
        for column, line in _LINES.items():
            axes.plot(curve["tokens"], curve[column], color=colour, linestyle=line["linestyle"])
    axes.xaxis.set_major_formatter(EngFormatter(sep=""))
    axes.set_xlim(left=0)
    axes.set_xlabel("Tokens seen")
    axes.set_ylabel("Loss (nats a token)")
    handles = [Line2D([], [], color=colour, label=model) for model, colour in colours.items()]
    handles += [Line2D([], [], color=INK, **line) for line in _LINES.values()]
    axes.legend(handles=handles, loc="upper right")
    return figure
