"""Show neurons of compound words that tell little alone and much together."""

import numpy as np
import polars as pl

from sparse_probing.casestudies.choice import of_features
from sparse_probing.casestudies.frames import FEATURE, about, by_dataset, together
from sparse_probing.casestudies.reading import features_of, named, read_examples
from sparse_probing.casestudies.superposition import COLUMNS, chosen_groups, units_and_sum
from sparse_probing.job import Job, run_job
from sparse_probing.settings.casestudies import Superposition


def main(job: Job) -> None:
    """Take the probe of each feature, look at its neurons one by one and together."""
    settings = job.settings
    study = Superposition.model_validate(settings["study"])
    features = features_of(settings["features"])
    rows, manifests = by_dataset(job.inputs["rows"]), by_dataset(job.inputs["manifests"])
    probes = of_features(pl.read_parquet(job.input("probes")), model=settings["model"], among=named(features))
    tables = []
    for probe in chosen_groups(probes, k=study.k).iter_rows(named=True):
        dataset = probe["dataset"]
        examples = read_examples(
            rows[dataset][0],
            manifests[dataset],
            features[dataset][probe["feature"]],
            probe["layer"],
            settings,
        )
        signs = np.where(np.array(probe["coefficients"]) < 0, -1, 1)
        units = units_and_sum(examples, np.array(probe["neurons"]), signs, bins=study.bins)
        tables.append(about(units, FEATURE, probe))
    together(tables, FEATURE, COLUMNS).write_parquet(job.output("superposition"))


if __name__ == "__main__":
    run_job(main, inputs=("probes", "manifests*", "rows*"), outputs=("superposition",))
