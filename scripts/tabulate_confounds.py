"""Set every feature's best probes beside what its tokens alone and its base rate tell."""

import polars as pl

from sparse_probing.confounds import tabulate_confounds
from sparse_probing.job import Job, run_job


def main(job: Job) -> None:
    """Write the table and its CSV twin."""
    confounds = tabulate_confounds(pl.read_parquet(job.input("probes")))
    confounds.write_parquet(job.output("confounds"))
    confounds.write_csv(job.output("confounds_csv"))


if __name__ == "__main__":
    run_job(main, inputs=("probes",), outputs=("confounds", "confounds_csv"))
