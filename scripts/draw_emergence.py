"""Draw single features across models."""

import polars as pl

from sparse_probing.figures.emergence import data, draw
from sparse_probing.figures.style import save
from sparse_probing.job import Job, run_job
from sparse_probing.settings.experiment import FigureStyle


def main(job: Job) -> None:
    """Write the figure, and its numbers beside it."""
    style = FigureStyle.model_validate(job.settings["style"])
    numbers = data(pl.read_parquet(job.input("tables")))
    numbers.write_csv(job.output("csv"))
    save(draw(numbers, style), style, pdf=job.output("pdf"), png=job.output("png"))


if __name__ == "__main__":
    run_job(main, inputs=("tables",), outputs=("pdf", "png", "csv"))
