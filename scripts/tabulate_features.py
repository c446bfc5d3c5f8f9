"""Count what each feature is asked about and holds for."""

import sys

import polars as pl

from sparse_probing.errors import UserError
from sparse_probing.feature_counts import check_counts, columns_to_read, count_features
from sparse_probing.job import Job, run_job
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import ExampleCaps, Split


def main(job: Job) -> None:
    """Read each dataset's rows once, for each tokenizer in use; one table of all counts and its CSV twin."""
    settings = job.settings
    caps = ExampleCaps.model_validate(settings["examples"])
    split = Split.model_validate(settings["split"])
    tables = []
    for path, block in zip(job.inputs["rows"], settings["blocks"], strict=True):
        features = [Feature.model_validate(feature) for feature in block["features"]]
        rows = pl.read_parquet(path, columns=columns_to_read(features))
        about = [pl.lit(block[key]).alias(key) for key in ("tokenizer", "dataset", "unit", "aggregation")]
        tables.append(count_features(rows, features, caps, split).select(*about, pl.all()))
    table = pl.concat(tables)
    try:
        check_counts(table)
    except UserError as error:  # other probes can be fitted all the same
        print(f"note: {error}", file=sys.stderr)
    table.write_parquet(job.output("features"))
    table.write_csv(job.output("features_csv"))


if __name__ == "__main__":
    run_job(main, inputs=("rows*",), outputs=("features", "features_csv"))
