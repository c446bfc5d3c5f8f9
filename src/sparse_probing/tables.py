"""All probes in one table, and the single neurons that they found in another."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from sparse_probing.errors import UserError
from sparse_probing.probe_schema import SCHEMA
from sparse_probing.selection import FEATURE

SINGLE_NEURON_METHODS = ("mean_difference", "adaptive_threshold")

_TOLD_OF_NEURONS = (
    *("parameters", "category", "relative_depth", "coefficient", "validation_f1"),
    *("test_precision", "test_recall", "test_f1", "test_f1_low", "test_f1_high", "test_mcc", "test_roc_auc"),
)


def probe_files(
    root: Path, *, probed: Mapping[str, Mapping[str, Sequence[str]]], methods: Sequence[str]
) -> list[Path]:
    """The files of all probes below `root`, in the order of models, datasets, features and methods.

    probed: names of features by model and dataset.
    Raises UserError for the first file that is missing.
    """
    files = [
        root / model / dataset / feature / f"{method}.parquet"
        for model, datasets in probed.items()
        for dataset, names in datasets.items()
        for feature in names
        for method in methods
    ]
    for file in files:
        if not file.is_file():
            raise UserError(f"{file}: expected a file of probes, found none")
    return files


def collect(files: Sequence[Path]) -> pl.DataFrame:
    """The rows of all `files` in their order, with the columns of `SCHEMA`; within a file by layer, then k.

    Raises UserError for a file with other columns.
    """
    return pl.concat([_read(file) for file in files], rechunk=True)


def single_neurons(probes: pl.DataFrame) -> pl.DataFrame:
    """One row for each neuron that a probe with k = 1 chose for a feature, best first within each feature.

    `methods` names the methods that chose it; scores are those of the probe with the higher validation F1.
    `rank` counts from 1 within (model, dataset, feature) by validation F1; ties go to the higher validation
    average precision, then to the lower layer and neuron. Features stay in the order of `probes`.
    """
    quality = ["validation_f1", "validation_average_precision"]
    return (
        probes.filter(pl.col("k") == 1, pl.col("method").is_in(SINGLE_NEURON_METHODS))
        .with_row_index("_order")
        .with_columns(
            pl.col("_order").min().over(FEATURE),
            neuron=pl.col("neurons").list.first(),
            coefficient=pl.col("coefficients").list.first(),
        )
        .sort(
            ["_order", *quality, "layer", "neuron"],
            descending=[False, True, True, False, False],
            maintain_order=True,
        )
        .group_by(*FEATURE, "layer", "neuron", maintain_order=True)
        .agg(pl.col(_TOLD_OF_NEURONS).first(), methods=pl.col("method").sort())
        .select(
            *("model", "parameters", "dataset", "category", "feature"),
            pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over(FEATURE).alias("rank"),
            *("layer", "relative_depth", "neuron", *_TOLD_OF_NEURONS[3:], "methods"),
        )
    )


def flat(table: pl.DataFrame) -> pl.DataFrame:
    """`table` as CSV can hold it: the items of a list joined by blanks."""
    lists = [name for name, dtype in table.schema.items() if isinstance(dtype, pl.List)]
    return table.with_columns(pl.col(lists).cast(pl.List(pl.String)).list.join(" "))


def _read(file: Path) -> pl.DataFrame:
    probes = pl.read_parquet(file, glob=False)
    if probes.schema != SCHEMA:
        differing = sorted(set(SCHEMA.items()) ^ set(probes.schema.items()), key=str)
        names = ", ".join(dict.fromkeys(name for name, _ in differing)) or "their order"
        raise UserError(f"{file}: expected the columns of a table of probes, found a difference in {names}")
    return probes.sort("layer", "k")
