"""Small tables of probes for tests: each row says only what matters to the test."""

import polars as pl

from sparse_probing.neuron_schema import NEURON_SCHEMA
from sparse_probing.probe_schema import SCHEMA

_DEFAULTS = {
    **{"model": "small", "parameters": 1_000, "dataset": "corpus", "category": "text", "feature": "verb"},
    **{"method": "adaptive_threshold", "layer": 0, "relative_depth": 0.0, "k": 1, "neurons": [7]},
    **{"coefficients": [1.5], "intercept": 0.0, "test_f1_low": 0.4, "test_f1_high": 0.6},
}
UNIGRAM = {"method": "unigram", "layer": None, "relative_depth": None, "k": None, "neurons": []}
MAJORITY = UNIGRAM | {"method": "majority", "f1": 0.0, "test_f1_low": None, "test_f1_high": None}


def probe_table(*rows):
    """A table with the columns of SCHEMA; `f1` is short for the F1 of validation and test alike."""
    return pl.DataFrame([_complete(row) for row in rows], schema=SCHEMA, orient="row")


def _complete(row):
    row = dict(row)
    both = row.pop("f1", 0.5)
    filled = {name: 0.5 for name in SCHEMA if name.startswith(("train_", "validation_", "test_"))}
    counts = {name: 50 for name in filled if name.endswith(("positives", "negatives"))}
    return filled | counts | _DEFAULTS | {"validation_f1": both, "test_f1": both} | row


def neuron_table(*rows):
    """A table of single neurons as files hold it; `f1` is short for the F1 of validation and test alike."""
    return pl.DataFrame([_neuron(row) for row in rows], schema=NEURON_SCHEMA, orient="row")


def neurons_of(probes):
    """The table of single neurons that holds what the probes of one neuron found, the best of each neuron."""
    rows = []
    chosen = probes.filter(pl.col("k") == 1, pl.col("method") == "adaptive_threshold")
    for row in chosen.iter_rows(named=True):
        same = {name: row[name] for name in NEURON_SCHEMA if name in row}
        rows.append({**same, "neuron": row["neurons"][0]})
    table = neuron_table(*rows).sort("validation_f1", descending=True, maintain_order=True)
    rank = pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over("model", "dataset", "feature")
    return table.with_columns(rank=rank, methods=pl.lit(["adaptive_threshold"]))


def _neuron(row):
    defaults = {"neuron": 7, "sign": 1, "threshold": 0.0, "p_value": 0.01, "q_value": 0.02}
    complete = _complete(row)
    return {name: row.get(name, defaults.get(name, complete.get(name))) for name in NEURON_SCHEMA}
