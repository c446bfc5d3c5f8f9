"""Drop the best neuron of each compound word, refit, and so on."""

from sparse_probing.casestudies.frames import FEATURE, about, together
from sparse_probing.casestudies.pruning import COLUMNS, prune
from sparse_probing.casestudies.reading import studied_probes
from sparse_probing.job import Job, run_job
from sparse_probing.settings.casestudies import Pruning
from sparse_probing.settings.statistics import Bootstrap


def main(job: Job) -> None:
    """Prune in the layer of each feature's best probe."""
    study = Pruning.model_validate(job.settings["study"])
    bootstrap = Bootstrap.model_validate(job.settings["bootstrap"])
    tables = []
    for probe, examples in studied_probes(job, k=study.k):
        layer, method = probe["layer"], probe["method"]
        steps = prune(examples, layer=layer, method=method, k=study.k, drops=study.drops, bootstrap=bootstrap)
        tables.append(about(steps, FEATURE, probe))
    together(tables, FEATURE, COLUMNS).write_parquet(job.output("pruning"))


if __name__ == "__main__":
    run_job(main, inputs=("probes", "manifests*", "rows*"), outputs=("pruning",))
