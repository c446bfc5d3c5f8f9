"""Extract the activations of one shard of a dataset's rows into a store."""

from os.path import relpath

import polars as pl

from sparse_probing.base_model import BaseModel
from sparse_probing.extraction import extract
from sparse_probing.job import Job, log, run_job
from sparse_probing.manifest import ROWS_FILE
from sparse_probing.model_card import ModelCard
from sparse_probing.shards import shard_of
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
        layers=settings["layers"],
    )
    sequences, rows = shard_of(
        pl.read_parquet(job.input("sequences"), columns=["sequence", "tokens"]),
        pl.read_parquet(job.input("rows"), columns=["row", "sequence", "start", "stop"]),
        shard=settings["shard"],
        shards=settings["shards"],
    )
    attributes = {
        "model": settings["model"],
        "origin": card.origin,
        "revision": card.revision,
        "parameters": card.parameters,
        "site": settings["site"],
        "model_layers": model.layers,
        "aggregation": settings["aggregation"],
        "computed_in": extraction["dtype"],
        "library": f"sparse-probing {VERSION}",
        ROWS_FILE: relpath(job.input("rows"), job.output("store").parent),
    }
    manifest = extract(
        model,
        sequences,
        rows,
        job.output("store"),
        aggregation=settings["aggregation"],
        store_dtype=extraction["store_dtype"],
        tokens_per_batch=extraction["tokens_per_batch"],
        slab_bytes=extraction["slab_mb"] * 2**20,
        attributes=attributes,
    )
    shape = manifest.shape
    log.info("%d rows, %d layers of %d neurons", shape.rows, len(shape.layers), shape.neurons)
    manifest.save(job.output("manifest"))


if __name__ == "__main__":
    run_job(main, inputs=("sequences", "rows", "card"), outputs=("store", "manifest"))
