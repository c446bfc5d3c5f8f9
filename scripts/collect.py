"""Put all probes and the majority baseline into one table, and all single neurons into another."""

import polars as pl

from sparse_probing.job import Job, log, run_job
from sparse_probing.majority import majority
from sparse_probing.tables import collect, flat, neuron_files, probe_files, single_neurons


def main(job: Job) -> None:
    """Read the files that the settings name, write both tables and their CSV twins."""
    fitted = collect(probe_files(job.input("probes_root"), **job.settings))
    probes = pl.concat([fitted, majority(fitted)])
    neurons = single_neurons(
        neuron_files(job.input("neurons_root"), probed=job.settings["probed"]), probes=probes
    )
    log.info("%d probes, %d single neurons", probes.height, neurons.height)
    probes.write_parquet(job.output("probes"))
    flat(probes).write_csv(job.output("probes_csv"))
    neurons.write_parquet(job.output("neurons"))
    flat(neurons).write_csv(job.output("neurons_csv"))


if __name__ == "__main__":
    run_job(
        main,
        inputs=("probes_root", "neurons_root"),
        outputs=("probes", "probes_csv", "neurons", "neurons_csv"),
    )
