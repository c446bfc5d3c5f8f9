"""Compare the probes of a feature between methods and between models, by paired differences on test."""

import polars as pl

from sparse_probing.comparison import compare, contenders, pairs
from sparse_probing.job import Job, log, run_job
from sparse_probing.labelling import label_rows
from sparse_probing.selection import best_layer, main_method
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import ExampleCaps, Split
from sparse_probing.settings.statistics import Bootstrap
from sparse_probing.store import Activations
from sparse_probing.tables import collect


def main(job: Job) -> None:
    """Take each model's best layer for each method and k, score its test rows again, compare."""
    settings = job.settings
    feature = Feature.model_validate(settings["feature"])
    bootstrap = Bootstrap.model_validate(settings["bootstrap"])
    probes = collect(job.inputs["probes"])
    best = best_layer(probes.filter(pl.col("k").is_in(settings["k"]) | (pl.col("method") == "dense")))
    models, shards = settings["models"], settings["shards"]
    scored = []
    for number, (model, rows) in enumerate(zip(models, job.inputs["rows"], strict=True)):
        examples = label_rows(
            pl.read_parquet(rows),
            feature,
            ExampleCaps.model_validate(settings["examples"]),
            Split.model_validate(settings["split"]),
        )
        test = examples.filter(pl.col("split") == "test")
        activations = Activations.open(job.inputs["manifests"][number * shards : (number + 1) * shards])
        wanted = test["row"].to_numpy()
        scored += contenders(
            best.filter(pl.col("model") == model),
            test,
            lambda layer, activations=activations, wanted=wanted: activations.layer(layer, wanted),
        )
    chosen = pairs(scored, models=models, method=main_method(probes))
    log.info("%d probes, %d pairs", len(scored), len(chosen))
    identity = {"dataset": settings["dataset"], "category": feature.category, "feature": feature.name}
    table = compare(scored, chosen, identity=identity, draws=bootstrap.draws, seed=bootstrap.seed)
    table.write_parquet(job.output("differences"))


if __name__ == "__main__":
    run_job(main, inputs=("probes*", "manifests*", "rows*"), outputs=("differences",))
