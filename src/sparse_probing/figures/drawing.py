"""What every script that draws a figure does with its numbers."""

from collections.abc import Callable

import polars as pl
from matplotlib.figure import Figure

from sparse_probing.figures.style import save
from sparse_probing.job import Job
from sparse_probing.settings.experiment import FigureStyle


def write_figure(
    job: Job, numbers: pl.DataFrame, draw: Callable[[pl.DataFrame, FigureStyle], Figure]
) -> None:
    """Draw `numbers` in the style of the job's settings; write the figure, and its numbers beside it."""
    style = FigureStyle.model_validate(job.settings["style"])
    numbers.write_csv(job.output("csv"))
    save(draw(numbers, style), style, pdf=job.output("pdf"), png=job.output("png"))
