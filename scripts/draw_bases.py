"""Draw the basis of neurons against random bases."""

import polars as pl

from sparse_probing.figures.bases import data, draw
from sparse_probing.figures.drawing import write_figure
from sparse_probing.job import Job, run_job


def main(job: Job) -> None:
    """Write the figure, and its numbers beside it."""
    write_figure(job, data(pl.read_parquet(job.input("tables"))), draw)


if __name__ == "__main__":
    run_job(main, inputs=("tables",), outputs=("pdf", "png", "csv"))
