"""Put all published neurons into one table, with our best neurons beside them."""

import polars as pl

from sparse_probing.job import Job, run_job
from sparse_probing.published import beside_our_best


def main(job: Job) -> None:
    """Write the table and its CSV twin."""
    scored = pl.concat([pl.read_parquet(file, glob=False) for file in job.inputs["scored"]])
    published = beside_our_best(scored, pl.read_parquet(job.input("neurons")))
    published.write_parquet(job.output("published"))
    published.write_csv(job.output("published_csv"))


if __name__ == "__main__":
    run_job(main, inputs=("scored*", "neurons"), outputs=("published", "published_csv"))
