"""Put the tables of one kind of all models into one, with its CSV twin."""

import polars as pl

from sparse_probing.job import Job, run_job
from sparse_probing.tables import flat


def main(job: Job) -> None:
    """Read in order, write both."""
    table = pl.concat([pl.read_parquet(path) for path in job.inputs["tables"]])
    table.write_parquet(job.output("table"))
    flat(table).write_csv(job.output("csv"))


if __name__ == "__main__":
    run_job(main, inputs=("tables*",), outputs=("table", "csv"))
