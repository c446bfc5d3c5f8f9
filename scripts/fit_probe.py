"""Fit a feature's probes by one method: every layer, every k."""

import polars as pl

from sparse_probing.evaluation import ProbeIdentity
from sparse_probing.job import Job, log, run_job
from sparse_probing.labelling import control_labels, label_rows
from sparse_probing.methods import MethodSettings
from sparse_probing.probes import fit_probes
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import ExampleCaps, Split
from sparse_probing.settings.statistics import Bootstrap
from sparse_probing.store import Activations


def main(job: Job) -> None:
    """Choose the examples, read them layer by layer, fit."""
    settings = job.settings
    feature = Feature.model_validate(settings["feature"])
    bootstrap = Bootstrap.model_validate(settings["bootstrap"])
    rows = pl.read_parquet(job.input("rows"))
    examples = label_rows(
        rows,
        feature,
        ExampleCaps.model_validate(settings["examples"]),
        Split.model_validate(settings["split"]),
    )
    chosen = examples["row"].to_numpy()
    if settings["method"] == "control":
        examples = control_labels(examples, rows["token"][chosen], seed=settings["method_settings"]["seed"])
    log.info("%d examples, %d positive", examples.height, examples["label"].sum())
    activations = Activations.open(job.inputs["manifests"])
    probes = fit_probes(
        ((layer, activations.layer(layer, chosen)) for layer in activations.layers),
        examples,
        identity=ProbeIdentity(
            model=settings["model"],
            parameters=activations.attributes["parameters"],
            dataset=settings["dataset"],
            category=feature.category,
            feature=feature.name,
        ),
        method=settings["method"],
        settings=MethodSettings.of(settings["k"], settings["method_settings"]),
        layer_count=activations.attributes["model_layers"],
        bootstrap_draws=bootstrap.draws,
        bootstrap_seed=bootstrap.seed,
    )
    probes.write_parquet(job.output("probes"))


if __name__ == "__main__":
    run_job(main, inputs=("manifests*", "rows"), outputs=("probes",))
