"""The columns of every table of probes: one row a layer and k."""

from dataclasses import fields

import polars as pl

from sparse_probing.bootstrap import Draws
from sparse_probing.metrics import Metrics
from sparse_probing.splits import SPLITS

_METRICS = [field.name for field in fields(Metrics)]
_COUNTS = ("positives", "negatives")

SCHEMA = pl.Schema(
    {
        "model": pl.String(),
        "parameters": pl.Int64(),
        "dataset": pl.String(),
        "category": pl.String(),
        "feature": pl.String(),
        "method": pl.String(),
        "layer": pl.UInt32(),
        "relative_depth": pl.Float64(),
        "k": pl.UInt32(),
        "neurons": pl.List(pl.UInt32()),
        "coefficients": pl.List(pl.Float32()),
        "intercept": pl.Float64(),
        "iterations": pl.UInt32(),
        "slope": pl.Float64(),
        **{
            f"{split}_{metric}": pl.UInt32() if metric in _COUNTS else pl.Float64()
            for split in SPLITS
            for metric in _METRICS
        },
        **{f"test_{metric.name}_{end}": pl.Float64() for metric in fields(Draws) for end in ("low", "high")},
        "test_brier": pl.Float64(),
        "test_reliability": pl.Float64(),
        # Of method optimal alone, null for others: see `sparse_probing.optimal.proof`.
        "objective": pl.Float64(),
        "bound": pl.Float64(),
        "gap": pl.Float64(),
        "status": pl.String(),
        "nodes": pl.Int64(),
        "cuts": pl.Int64(),
    }
)
