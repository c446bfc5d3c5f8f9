"""Show neurons of compound words that tell little alone and much together."""

import numpy as np

from sparse_probing.casestudies.frames import FEATURE, about, together
from sparse_probing.casestudies.reading import studied_probes
from sparse_probing.casestudies.superposition import COLUMNS, units_and_sum
from sparse_probing.job import Job, run_job
from sparse_probing.settings.casestudies import Superposition


def main(job: Job) -> None:
    """Take the probe of each feature, look at its neurons one by one and together."""
    study = Superposition.model_validate(job.settings["study"])
    tables = []
    for probe, examples in studied_probes(job, k=study.k):
        signs = np.where(np.array(probe["coefficients"]) < 0, -1, 1)
        units = units_and_sum(examples, np.array(probe["neurons"]), signs, bins=study.bins)
        tables.append(about(units, FEATURE, probe))
    together(tables, FEATURE, COLUMNS).write_parquet(job.output("superposition"))


if __name__ == "__main__":
    run_job(main, inputs=("probes", "manifests*", "rows*"), outputs=("superposition",))
