"""Print what each feature is asked about and holds for."""

import polars as pl

from sparse_probing.feature_counts import check_counts
from sparse_probing.feature_listing import list_features
from sparse_probing.job import Job, run_job


def main(job: Job) -> None:
    """Read the table, print it, and fail if the probes of a feature could not be fitted."""
    features = pl.read_parquet(job.input("features"))
    print(list_features(features), flush=True)
    check_counts(features)


if __name__ == "__main__":
    run_job(main, inputs=("features",), outputs=())
