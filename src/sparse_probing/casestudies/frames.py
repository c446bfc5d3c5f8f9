"""Tables of case studies: what a row is about, and tables of one kind put together."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
from polars._typing import PolarsDataType

Columns = Mapping[str, PolarsDataType]

FEATURE: Columns = {
    "model": pl.String(),
    "parameters": pl.Int64(),
    "dataset": pl.String(),
    "feature": pl.String(),
    "layer": pl.UInt32(),
}
NEURON: Columns = {**FEATURE, "neuron": pl.UInt32()}
"""What rows about the neuron of a feature begin with."""
MODEL_NEURON: Columns = {name: NEURON[name] for name in ("model", "parameters", "layer", "neuron")} | {
    "serves": pl.UInt32(),
    "features": pl.String(),
}
"""What rows about a neuron of many features begin with."""


def about(frame: pl.DataFrame, identity: Columns, values: Mapping[str, object]) -> pl.DataFrame:
    """`frame` with the columns `identity` before its own, each holding its one value of `values`."""
    named = [pl.lit(values[name], dtype=dtype).alias(name) for name, dtype in identity.items()]
    return frame.select(*named, pl.all())


def together(frames: Sequence[pl.DataFrame], *columns: Columns) -> pl.DataFrame:
    """All `frames` one below the other; with no frame, an empty one that has the `columns`."""
    schema = {name: dtype for part in columns for name, dtype in part.items()}
    return pl.concat([pl.DataFrame(schema=schema), *frames])


def by_dataset(paths: Sequence[Path]) -> dict[str, list[Path]]:
    """Files by the dataset whose folder they stand in, in the order given."""
    found: dict[str, list[Path]] = {}
    for path in paths:
        found.setdefault(path.parent.name, []).append(path)
    return found
