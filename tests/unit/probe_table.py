"""Small tables of probes for tests: each row says only what matters to the test."""

import polars as pl

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
