"""The columns of every table of single neurons: one row a neuron."""

import polars as pl

from sparse_probing.probe_schema import SCHEMA

# A neuron's threshold decides, but its activation is no probability.
_OF_PROBABILITIES = ("log_loss", "brier", "reliability")

NEURON_METRICS = tuple(
    name
    for name in SCHEMA
    if name.startswith(("train_", "validation_", "test_")) and not name.endswith(_OF_PROBABILITIES)
)

NEURON_SCHEMA = pl.Schema(
    {
        **{name: SCHEMA[name] for name in ("model", "parameters", "dataset", "category", "feature")},
        "layer": pl.UInt32(),
        "relative_depth": pl.Float64(),
        "neuron": pl.UInt32(),
        "sign": pl.Int8(),
        "threshold": pl.Float64(),
        "p_value": pl.Float64(),
        "q_value": pl.Float64(),
        **{name: SCHEMA[name] for name in NEURON_METRICS},
    }
)
