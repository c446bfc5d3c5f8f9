"""Rank neurons by the class sums of all shards, and keep the best of every feature and layer."""

import polars as pl

from sparse_probing.job import Job, run_job
from sparse_probing.sum_tables import best_neurons


def main(job: Job) -> None:
    """Read the shards one at a time, add them up, rank."""
    shards = map(pl.read_parquet, job.inputs["sums"])
    best_neurons(shards, keep=job.settings["keep"]).write_parquet(job.output("best"))


if __name__ == "__main__":
    run_job(main, inputs=("sums*",), outputs=("best",))
