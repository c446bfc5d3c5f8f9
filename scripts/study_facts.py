"""Show where the best neurons of facts fire, and what their precision and recall say."""

import polars as pl

from sparse_probing.casestudies.choice import of_features
from sparse_probing.casestudies.facts import (
    ACTIVATION_COLUMNS,
    NEURON_COLUMNS,
    activations_by_fact,
    precision_and_recall,
)
from sparse_probing.casestudies.frames import NEURON, about, by_dataset, together
from sparse_probing.casestudies.reading import features_of, named, read_test_rows
from sparse_probing.job import Job, run_job
from sparse_probing.settings.casestudies import Facts
from sparse_probing.store import Activations


def main(job: Job) -> None:
    """Read the neurons of each fact on test rows, write both tables."""
    settings = job.settings
    study = Facts.model_validate(settings["study"])
    features = features_of(settings["features"])
    rows, manifests = by_dataset(job.inputs["rows"]), by_dataset(job.inputs["manifests"])
    neurons = of_features(
        pl.read_parquet(job.input("neurons")), model=settings["model"], among=named(features)
    )
    tables = []
    for neuron in neurons.filter(pl.col("rank") == 1).iter_rows(named=True):
        dataset = neuron["dataset"]
        test = read_test_rows(rows[dataset][0], settings)
        layer = Activations.open(manifests[dataset]).layer(neuron["layer"], test["row"].to_numpy())
        facts = features[dataset]
        distribution = activations_by_fact(
            test, layer[:, neuron["neuron"]], facts[neuron["feature"]], list(facts.values())
        )
        tables.append(about(distribution, NEURON, neuron))
    together(tables, NEURON, ACTIVATION_COLUMNS).write_parquet(job.output("fact_activations"))
    told = precision_and_recall(neurons, count=study.neurons)
    told.select(*NEURON, *NEURON_COLUMNS).write_parquet(job.output("fact_neurons"))


if __name__ == "__main__":
    run_job(main, inputs=("neurons", "manifests*", "rows*"), outputs=("fact_activations", "fact_neurons"))
