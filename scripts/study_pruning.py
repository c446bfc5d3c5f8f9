"""Drop the best neuron of each compound word, refit, and so on."""

import polars as pl

from sparse_probing.casestudies.choice import of_features
from sparse_probing.casestudies.frames import FEATURE, about, by_dataset, together
from sparse_probing.casestudies.pruning import COLUMNS, prune
from sparse_probing.casestudies.reading import features_of, named, read_examples
from sparse_probing.casestudies.superposition import chosen_groups
from sparse_probing.job import Job, run_job
from sparse_probing.settings.casestudies import Pruning
from sparse_probing.settings.probing import Bootstrap


def main(job: Job) -> None:
    """Prune in the layer of each feature's best probe."""
    settings = job.settings
    study = Pruning.model_validate(settings["study"])
    features = features_of(settings["features"])
    rows, manifests = by_dataset(job.inputs["rows"]), by_dataset(job.inputs["manifests"])
    probes = of_features(pl.read_parquet(job.input("probes")), model=settings["model"], among=named(features))
    tables = []
    for probe in chosen_groups(probes, k=study.k).iter_rows(named=True):
        dataset, layer = probe["dataset"], probe["layer"]
        examples = read_examples(
            rows[dataset][0], manifests[dataset], features[dataset][probe["feature"]], layer, settings
        )
        steps = prune(
            examples, layer=layer, method=probe["method"], k=study.k, drops=study.drops,
            bootstrap=Bootstrap.model_validate(settings["bootstrap"]),
        )  # fmt: skip
        tables.append(about(steps, FEATURE, probe))
    together(tables, FEATURE, COLUMNS).write_parquet(job.output("pruning"))


if __name__ == "__main__":
    run_job(main, inputs=("probes", "manifests*", "rows*"), outputs=("pruning",))
