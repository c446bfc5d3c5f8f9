"""Sum the activations of one shard of a dataset's training rows, class by class, for every feature."""

import polars as pl

from sparse_probing.base_model import BaseModel
from sparse_probing.job import Job, log, run_job
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import ExampleCaps, Split
from sparse_probing.shards import shard_of
from sparse_probing.sum_tables import sums_table
from sparse_probing.summing import sum_classes, training_labels


def main(job: Job) -> None:
    """Label the rows, load the model, run it, write the sums."""
    settings = job.settings
    extraction = settings["extraction"]
    features = [Feature.model_validate(feature) for feature in settings["features"]]
    rows = pl.read_parquet(job.input("rows"))
    labels = training_labels(
        rows,
        features,
        ExampleCaps.model_validate(settings["examples"]),
        Split.model_validate(settings["split"]),
    )
    sequences, rows_of_shard = shard_of(
        pl.read_parquet(job.input("sequences"), columns=["sequence", "tokens"]),
        rows.select("row", "sequence", "start", "stop"),
        shard=settings["shard"],
        shards=settings["shards"],
    )
    model = BaseModel.load(
        job.input("card").parent,
        site=settings["site"],
        dtype=extraction["dtype"],
        device=extraction["device"],
        layers=settings["layers"],
    )
    sums = sum_classes(
        model,
        sequences,
        rows_of_shard,
        labels[:, rows_of_shard["row"].to_numpy()],
        aggregation=settings["aggregation"],
        store_dtype=extraction["store_dtype"],
        tokens_per_batch=extraction["tokens_per_batch"],
    )
    log.info("%d features, %d rows, %d layers", len(features), rows_of_shard.height, len(sums))
    sums_table(sums, [feature.name for feature in features]).write_parquet(job.output("sums"))


if __name__ == "__main__":
    run_job(main, inputs=("sequences", "rows", "card"), outputs=("sums",))
