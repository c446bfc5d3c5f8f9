"""Neurons for ends of sentences: when they fire, and which next tokens they raise."""

import polars as pl
from matplotlib.figure import Figure

from sparse_probing.casestudies.labels import ACTIVATION, ENDS, LOGIT, LOWER, OTHERS, UPPER
from sparse_probing.figures.focus import ABOUT, in_largest_model, neuron_title
from sparse_probing.figures.marks import NEGATIVE, POSITIVE, draw_steps, nothing
from sparse_probing.figures.style import house_style
from sparse_probing.settings.experiment import FigureStyle

_NEURONS = 3
_GROUPS = {ACTIVATION: (OTHERS, ENDS), LOGIT: (LOWER, UPPER)}
_AXES = {ACTIVATION: "Activation", LOGIT: "Direct effect on the logit of a next token"}


def data(table: pl.DataFrame) -> pl.DataFrame:
    """The bins of the first three neurons of the largest model."""
    return in_largest_model(table, by=ABOUT, panels=_NEURONS)


@house_style()
def draw(numbers: pl.DataFrame, style: FigureStyle) -> Figure:
    """A row a neuron: its activations on the left, its effect on logits on the right."""
    if numbers.is_empty():
        return nothing(style, "No neuron for ends of sentences was studied.")
    parts = numbers.partition_by(ABOUT, maintain_order=True)
    figure = Figure(figsize=(style.width * 0.85, 1.9 * len(parts)), layout="constrained")
    for line, part in zip(figure.subplots(len(parts), 2, squeeze=False), parts, strict=True):
        for axes, (quantity, groups) in zip(line, _GROUPS.items(), strict=True):
            for group, colour in zip(groups, (NEGATIVE, POSITIVE), strict=True):
                here = part.filter(quantity=quantity, group=group)
                if here.height:
                    draw_steps(axes, here, colour, group)
            if axes.patches:
                axes.set_xlabel(_AXES[quantity])
                axes.legend()
            else:
                axes.remove()
        line[0].set_yscale("log")
        line[0].set_ylabel("Share")
        line[0].set_title(neuron_title(part))
    return figure
