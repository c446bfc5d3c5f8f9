"""Score every neuron of every layer by itself for a feature, and keep the best of each layer."""

import polars as pl

from sparse_probing.evaluation import ProbeIdentity
from sparse_probing.job import Job, log, run_job
from sparse_probing.labelling import label_rows
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import ExampleCaps, Split
from sparse_probing.settings.statistics import Bootstrap, SingleNeurons
from sparse_probing.single_neurons import find_neurons
from sparse_probing.store import Activations


def main(job: Job) -> None:
    """Choose the examples, read them layer by layer, score."""
    settings = job.settings
    feature = Feature.model_validate(settings["feature"])
    search = SingleNeurons.model_validate(settings["single_neurons"])
    bootstrap = Bootstrap.model_validate(settings["bootstrap"])
    examples = label_rows(
        pl.read_parquet(job.input("rows")),
        feature,
        ExampleCaps.model_validate(settings["examples"]),
        Split.model_validate(settings["split"]),
    )
    log.info("%d examples, %d positive", examples.height, examples["label"].sum())
    activations = Activations.open(job.inputs["manifests"])
    rows = examples["row"].to_numpy()
    neurons = find_neurons(
        ((layer, activations.layer(layer, rows)) for layer in activations.layers),
        examples,
        identity=ProbeIdentity(
            model=settings["model"],
            parameters=activations.attributes["parameters"],
            dataset=settings["dataset"],
            category=feature.category,
            feature=feature.name,
        ),
        layer_count=activations.attributes["model_layers"],
        keep=search.keep,
        permutations=search.permutations,
        seed=search.seed,
        bootstrap_draws=bootstrap.draws,
        bootstrap_seed=bootstrap.seed,
    )
    neurons.write_parquet(job.output("neurons"))


if __name__ == "__main__":
    run_job(main, inputs=("manifests*", "rows"), outputs=("neurons",))
