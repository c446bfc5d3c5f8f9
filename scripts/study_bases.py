"""Compare the basis of neurons with random orthogonal bases on compound words."""

from sparse_probing.casestudies.bases import COLUMNS, compare_bases
from sparse_probing.casestudies.frames import FEATURE, about, together
from sparse_probing.casestudies.reading import studied_probes
from sparse_probing.job import Job, run_job
from sparse_probing.settings.casestudies import Bases


def main(job: Job) -> None:
    """Compare in the layer of the best neuron of each feature."""
    study = Bases.model_validate(job.settings["study"])
    seed = job.settings["seed"]
    tables = []
    for probe, examples in studied_probes(job, k=1):
        measured = compare_bases(
            examples, bases=study.bases, directions=study.directions, ks=study.k, seed=seed
        )
        tables.append(about(measured, FEATURE, probe))
    together(tables, FEATURE, COLUMNS).write_parquet(job.output("bases"))


if __name__ == "__main__":
    run_job(main, inputs=("probes", "manifests*", "rows*"), outputs=("bases",))
