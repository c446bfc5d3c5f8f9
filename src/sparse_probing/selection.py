"""Which rows of the table of probes stand for a feature: chosen on validation, never on test."""

from pathlib import Path

import polars as pl

from sparse_probing.errors import UserError

FEATURE = ("model", "dataset", "feature")
"""The columns that name a feature of a model."""
BASELINES = ("random", "rotation", "dense", "unigram", "control", "majority")
"""Methods that do not choose neurons."""
PREFERRED_METHOD = "adaptive_threshold"


def read_probes(path: Path) -> pl.DataFrame:
    """The table of probes without its lists of neurons and coefficients, which figures do not need."""
    return pl.scan_parquet(path).drop("neurons", "coefficients").collect()


def best_layer(probes: pl.DataFrame) -> pl.DataFrame:
    """The row of the best layer for each (model, dataset, feature, method, k).

    The best layer has the highest validation F1; ties go to the higher validation average precision, then to
    the lower layer. Rows stay in the order of the table, those of a feature and method by k.
    """
    return (
        probes.with_row_index("_order")
        .with_columns(pl.col("_order").min().over(*FEATURE, "method"))
        .sort(
            ["_order", "k", "validation_f1", "validation_average_precision", "layer"],
            descending=[False, False, True, True, False],
        )
        .unique(["_order", "k"], keep="first", maintain_order=True)
        .drop("_order")
    )


def main_method(probes: pl.DataFrame) -> str:
    """The method that figures follow: adaptive_threshold, or else the first one that chooses neurons.

    Raises UserError when there is none.
    """
    methods = probes["method"].unique(maintain_order=True).to_list()
    choosing = [method for method in methods if method not in BASELINES]
    if not choosing:
        raise UserError(
            f"probing.methods: expected a method that chooses neurons ({PREFERRED_METHOD}, mean_difference), "
            f"found {', '.join(methods) or 'none'}"
        )
    return PREFERRED_METHOD if PREFERRED_METHOD in choosing else choosing[0]


def smallest_k(probes: pl.DataFrame, method: str) -> int:
    """The fewest neurons that probes of `method` use: 1, if the config has not left it out."""
    smallest = probes.filter(pl.col("method") == method)["k"].min()
    assert isinstance(smallest, int)
    return smallest


def models_by_size(probes: pl.DataFrame) -> list[str]:
    """All models, smallest first; models of one size in the order of the table."""
    sizes = probes.unique(["model"], keep="first", maintain_order=True)
    return sizes.sort("parameters", maintain_order=True)["model"].to_list()


def largest_model(probes: pl.DataFrame) -> str:
    """The model with most parameters; of several, the last in the table."""
    return models_by_size(probes)[-1]
