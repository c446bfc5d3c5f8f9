"""Score the neurons that others published of a model, on the features of a dataset."""

import polars as pl

from sparse_probing.evaluation import ProbeIdentity
from sparse_probing.job import Job, log, run_job
from sparse_probing.labelling import label_rows
from sparse_probing.methods import MethodSettings
from sparse_probing.published import check_neurons, score_neurons
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import ExampleCaps, Split
from sparse_probing.settings.published import PublishedNeuron
from sparse_probing.settings.statistics import Bootstrap
from sparse_probing.store import Activations


def main(job: Job) -> None:
    """Read the layers in which published neurons lie, feature by feature."""
    settings = job.settings
    model = settings["model"]
    neurons = [PublishedNeuron.model_validate(neuron) for neuron in settings["neurons"]]
    caps, split = ExampleCaps.model_validate(settings["examples"]), Split.model_validate(settings["split"])
    bootstrap = Bootstrap.model_validate(settings["bootstrap"])
    activations = Activations.open(job.inputs["manifests"])
    check_neurons(neurons, model=model, layers=activations.layers, width=activations.neurons)
    rows = pl.read_parquet(job.input("rows"))
    tables = []
    for feature in map(Feature.model_validate, settings["features"]):
        examples = label_rows(rows, feature, caps, split)
        of_feature = [neuron for neuron in neurons if neuron.feature == feature.name]
        layers = sorted({neuron.layer for neuron in of_feature})
        log.info("%s: %d neurons in %d layers", feature.name, len(of_feature), len(layers))
        numbers = examples["row"].to_numpy()
        scored = score_neurons(
            ((layer, activations.layer(layer, numbers)) for layer in layers),
            examples,
            of_feature,
            identity=ProbeIdentity(
                model=model,
                parameters=activations.attributes["parameters"],
                dataset=settings["dataset"],
                category=feature.category,
                feature=feature.name,
            ),
            settings=MethodSettings(ks=tuple(settings["k"]), **settings["mean_difference"]),
            bootstrap_draws=bootstrap.draws,
            bootstrap_seed=bootstrap.seed,
        )
        tables.append(scored)
    pl.concat(tables).write_parquet(job.output("published"))


if __name__ == "__main__":
    run_job(main, inputs=("manifests*", "rows"), outputs=("published",))
