"""Compare the basis of neurons with random orthogonal bases on compound words."""

import polars as pl

from sparse_probing.casestudies.bases import COLUMNS, compare_bases
from sparse_probing.casestudies.choice import of_features
from sparse_probing.casestudies.frames import FEATURE, about, by_dataset, together
from sparse_probing.casestudies.reading import features_of, named, read_examples
from sparse_probing.casestudies.superposition import chosen_groups
from sparse_probing.job import Job, run_job
from sparse_probing.settings.casestudies import Bases


def main(job: Job) -> None:
    """Compare in the layer of the best neuron of each feature."""
    settings = job.settings
    study = Bases.model_validate(settings["study"])
    features = features_of(settings["features"])
    rows, manifests = by_dataset(job.inputs["rows"]), by_dataset(job.inputs["manifests"])
    probes = of_features(pl.read_parquet(job.input("probes")), model=settings["model"], among=named(features))
    tables = []
    for probe in chosen_groups(probes, k=1).iter_rows(named=True):
        dataset = probe["dataset"]
        examples = read_examples(
            rows[dataset][0],
            manifests[dataset],
            features[dataset][probe["feature"]],
            probe["layer"],
            settings,
        )
        measured = compare_bases(
            examples, bases=study.bases, directions=study.directions, ks=study.k, seed=settings["seed"]
        )
        tables.append(about(measured, FEATURE, probe))
    together(tables, FEATURE, COLUMNS).write_parquet(job.output("bases"))


if __name__ == "__main__":
    run_job(main, inputs=("probes", "manifests*", "rows*"), outputs=("bases",))
