"""Distributions as figures draw them: quantiles of groups, and histograms with common bins."""

from collections.abc import Sequence

import numpy as np
import polars as pl

QUANTILES = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}

BOX = {"count": pl.UInt32(), "mean": pl.Float64(), **dict.fromkeys(QUANTILES, pl.Float64())}
"""Columns of `boxes`."""
BAR = {"low": pl.Float64(), "high": pl.Float64(), "count": pl.UInt32(), "share": pl.Float64()}
"""Columns of `histogram`."""
_TOP = 99.5
"""The percentile at which the last bin begins to take all that is above."""


def boxes(frame: pl.DataFrame, by: Sequence[str], value: str) -> pl.DataFrame:
    """Count, mean and quantiles of the column `value` in each group, groups in the order of the frame."""
    return (
        frame.group_by(by, maintain_order=True)
        .agg(
            count=pl.len(),
            mean=pl.col(value).cast(pl.Float64).mean(),
            **{name: pl.col(value).cast(pl.Float64).quantile(at, "linear") for name, at in QUANTILES.items()},
        )
        .with_columns(pl.col("count").cast(pl.UInt32))
    )


def histogram(frame: pl.DataFrame, by: Sequence[str], value: str, *, bins: int) -> pl.DataFrame:
    """How many values of each group fall into each of `bins` bins, the same ones for all groups.

    Bins are of one width, from the smallest value to the 99.5th percentile; the last takes all above. Adds to
    the columns `by`: low, high, count, and share of the group's values. Empty for an empty frame.
    """
    schema = {name: frame.schema[name] for name in by} | BAR
    if frame.is_empty():
        return pl.DataFrame(schema=schema)
    values = frame[value].to_numpy().astype(np.float64)
    edges = np.linspace(values.min(), np.percentile(values, _TOP), bins + 1)
    if edges[0] == edges[-1]:
        edges = np.linspace(edges[0], edges[0] + 1, bins + 1)
    bounds = pl.DataFrame({"bin": np.arange(bins), "low": edges[:-1], "high": edges[1:]})
    bin_of = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, bins - 1)
    counted = (
        frame.select(*by, bin=pl.Series(bin_of)).group_by(*by, "bin").agg(count=pl.len().cast(pl.UInt32))
    )
    groups = frame.select(by).unique(maintain_order=True)
    return (
        groups.join(bounds, how="cross", maintain_order="left_right")
        .join(counted, on=[*by, "bin"], how="left", maintain_order="left")
        .with_columns(pl.col("count").fill_null(0))
        .with_columns(share=pl.col("count") / pl.col("count").sum().over(by))
        .select(*schema)
    )
