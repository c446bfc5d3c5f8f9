"""Put files of one kind of table into one, with its CSV twin."""

import polars as pl

from sparse_probing.job import Job, run_job
from sparse_probing.tables import flat


def main(job: Job) -> None:
    """Stack the files in their order."""
    table = pl.concat([pl.read_parquet(path, glob=False) for path in job.inputs["files"]])
    table.write_parquet(job.output("table"))
    flat(table).write_csv(job.output("csv"))


if __name__ == "__main__":
    run_job(main, inputs=("files*",), outputs=("table", "csv"))
