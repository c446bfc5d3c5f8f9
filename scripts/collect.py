"""Put all probes into one table, and the single neurons among them into another."""

from sparse_probing.job import Job, log, run_job
from sparse_probing.tables import collect, flat, probe_files, single_neurons


def main(job: Job) -> None:
    """Read the files that the settings name, write both tables and their CSV twins."""
    probes = collect(probe_files(job.input("root"), **job.settings))
    neurons = single_neurons(probes)
    log.info("%d probes, %d single neurons", probes.height, neurons.height)
    probes.write_parquet(job.output("probes"))
    flat(probes).write_csv(job.output("probes_csv"))
    neurons.write_parquet(job.output("neurons"))
    flat(neurons).write_csv(job.output("neurons_csv"))


if __name__ == "__main__":
    run_job(main, inputs=("root",), outputs=("probes", "probes_csv", "neurons", "neurons_csv"))
