"""Extract the activations of one shard of a dataset's rows into a store."""

import polars as pl

from sparse_probing.extraction import BaseModel, extract
from sparse_probing.job import Job, log, run_job
from sparse_probing.model_card import ModelCard
from sparse_probing.shards import shard_of
from sparse_probing.store import write_manifest
from sparse_probing.version import VERSION


def main(job: Job) -> None:
    """Load the model, run it, write store and manifest."""
    settings = job.settings
    extraction = settings["extraction"]
    card = ModelCard.load(job.input("card"))
    model = BaseModel.load(
        job.input("card").parent,
        site=settings["site"],
        dtype=extraction["dtype"],
        device=extraction["device"],
    )
    sequences, rows = shard_of(
        pl.read_parquet(job.input("sequences")),
        pl.read_parquet(job.input("rows")),
        shard=settings["shard"],
        shards=settings["shards"],
    )
    attributes = {
        "model": settings["model"],
        "origin": card.origin,
        "revision": card.revision,
        "parameters": card.parameters,
        "site": settings["site"],
        "aggregation": settings["aggregation"],
        "computed_in": extraction["dtype"],
        "library": f"sparse-probing {VERSION}",
    }
    shape = extract(
        model,
        sequences,
        rows,
        job.output("store"),
        aggregation=settings["aggregation"],
        store_dtype=extraction["store_dtype"],
        tokens_per_batch=extraction["tokens_per_batch"],
        attributes=attributes,
    )
    log.info("%d rows, %d layers of %d neurons", shape.rows, len(shape.layers), shape.neurons)
    write_manifest(job.output("store"), job.output("manifest"), shape, attributes)


if __name__ == "__main__":
    run_job(main, inputs=("sequences", "rows", "card"), outputs=("store", "manifest"))
