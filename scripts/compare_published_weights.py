"""Put published weight statistics beside those measured."""

import polars as pl

from sparse_probing.casestudies.published import compare_with_published
from sparse_probing.job import Job, run_job


def main(job: Job) -> None:
    """Compare, write both files."""
    comparison = compare_with_published(pl.read_parquet(job.input("statistics")))
    comparison.write_parquet(job.output("table"))
    comparison.write_csv(job.output("csv"))


if __name__ == "__main__":
    run_job(main, inputs=("statistics",), outputs=("table", "csv"))
