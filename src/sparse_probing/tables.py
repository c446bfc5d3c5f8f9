"""All probes in one table, and the best single neurons in another."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from sparse_probing.errors import UserError
from sparse_probing.neuron_schema import NEURON_SCHEMA
from sparse_probing.probe_schema import SCHEMA
from sparse_probing.selection import BASELINES, FEATURE


def probe_files(
    root: Path,
    *,
    probed: Mapping[str, Mapping[str, Sequence[str]]],
    methods: Sequence[str],
    only: Mapping[str, Sequence[str]],
) -> list[Path]:
    """The files of all probes below `root`, in the order of models, datasets, features and methods.

    probed: names of features by model and dataset. only: those of a method that is not asked for all.
    Raises UserError for the first file that is missing.
    """
    return _existing(
        root / model / dataset / feature / f"{method}.parquet"
        for model, datasets in probed.items()
        for dataset, names in datasets.items()
        for feature in names
        for method in methods
        if feature in only.get(method, names)
    )


def neuron_files(root: Path, *, probed: Mapping[str, Mapping[str, Sequence[str]]]) -> list[Path]:
    """The files of single neurons below `root`, as `probe_files`."""
    return _existing(
        root / model / dataset / f"{feature}.parquet"
        for model, datasets in probed.items()
        for dataset, names in datasets.items()
        for feature in names
    )


def collect(files: Sequence[Path]) -> pl.DataFrame:
    """The rows of all `files` in their order, with the columns of `SCHEMA`; within a file by layer, then k.

    Raises UserError for a file with other columns.
    """
    return pl.concat([_read(file, SCHEMA).sort("layer", "k") for file in files], rechunk=True)


def single_neurons(files: Sequence[Path], *, probes: pl.DataFrame) -> pl.DataFrame:
    """The rows of all `files` with the columns of `NEURON_SCHEMA`, `rank` and `methods`; best first.

    `rank` counts from 1 within (model, dataset, feature) by validation F1; ties go to the higher validation
    average precision, then to the lower layer and neuron. Features stay in the order of the files.
    `methods` names those whose probe of one neuron in `probes` uses this neuron, in alphabetical order.

    Raises UserError for a file with other columns.
    """
    chosen = (
        probes.filter(pl.col("k") == 1, ~pl.col("method").is_in(BASELINES))
        .select(*FEATURE, "layer", "method", neuron=pl.col("neurons").list.first())
        .group_by(*FEATURE, "layer", "neuron", maintain_order=True)
        .agg(methods=pl.col("method").sort())
    )
    return (
        pl.concat([_read(file, NEURON_SCHEMA) for file in files])
        .with_row_index("_order")
        .with_columns(pl.col("_order").min().over(FEATURE))
        .sort(
            ["_order", "validation_f1", "validation_average_precision", "layer", "neuron"],
            descending=[False, True, True, False, False],
        )
        .join(chosen, on=[*FEATURE, "layer", "neuron"], how="left", maintain_order="left")
        .select(
            *NEURON_SCHEMA.names()[:5],
            pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over(FEATURE).alias("rank"),
            *NEURON_SCHEMA.names()[5:],
            pl.col("methods").fill_null([]),
        )
    )


def flat(table: pl.DataFrame) -> pl.DataFrame:
    """`table` as CSV can hold it: the items of a list joined by blanks."""
    lists = [name for name, dtype in table.schema.items() if isinstance(dtype, pl.List)]
    return table.with_columns(pl.col(lists).cast(pl.List(pl.String)).list.join(" "))


def _existing(files: Iterable[Path]) -> list[Path]:
    found = list(files)
    for file in found:
        if not file.is_file():
            raise UserError(f"{file}: expected a file of probes or neurons, found none")
    return found


def _read(file: Path, schema: pl.Schema) -> pl.DataFrame:
    table = pl.read_parquet(file, glob=False)
    if table.schema != schema:
        differing = sorted(set(schema.items()) ^ set(table.schema.items()), key=str)
        names = ", ".join(dict.fromkeys(name for name, _ in differing)) or "their order"
        raise UserError(f"{file}: expected the columns of its kind of table, found a difference in {names}")
    return table
