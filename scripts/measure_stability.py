"""Ask whether other rows would have chosen the same neurons: a method on resamples of its training groups."""

import polars as pl

from sparse_probing.job import Job, run_job
from sparse_probing.labelling import label_rows
from sparse_probing.methods import MethodSettings
from sparse_probing.selection import best_layer
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import ExampleCaps, Split
from sparse_probing.settings.statistics import Stability
from sparse_probing.stability import stability_of_layers
from sparse_probing.store import Activations


def main(job: Job) -> None:
    """Take the layer that validation chose for each k, and run the method again on resamples of its rows."""
    settings = job.settings
    stability = Stability.model_validate(settings["stability"])
    examples = label_rows(
        pl.read_parquet(job.input("rows")),
        Feature.model_validate(settings["feature"]),
        ExampleCaps.model_validate(settings["examples"]),
        Split.model_validate(settings["split"]),
    )
    activations = Activations.open(job.inputs["manifests"])
    rows = examples["row"].to_numpy()
    table = stability_of_layers(
        best_layer(pl.read_parquet(job.input("probes"))),
        examples,
        lambda layer: activations.layer(layer, rows),
        settings=MethodSettings.of(settings["k"], settings["method_settings"]),
        draws=stability.draws,
        seed=stability.seed,
    )
    table.write_parquet(job.output("stability"))


if __name__ == "__main__":
    run_job(main, inputs=("probes", "manifests*", "rows"), outputs=("stability",))
