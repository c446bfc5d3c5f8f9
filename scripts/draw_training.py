"""Draw loss against tokens seen."""

import polars as pl

from sparse_probing.figures.drawing import write_figure
from sparse_probing.figures.training import data, draw
from sparse_probing.job import Job, run_job


def main(job: Job) -> None:
    """Write the figure, and its numbers beside it."""
    write_figure(job, data(pl.concat([pl.read_parquet(path) for path in job.inputs["training"]])), draw)


if __name__ == "__main__":
    run_job(main, inputs=("training*",), outputs=("pdf", "png", "csv"))
