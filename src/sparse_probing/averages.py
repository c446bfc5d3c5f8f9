"""Means over features with their intervals, and how many neurons features need."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from scipy.special import stdtrit

NEARLY_DENSE = 0.95
"""The share of the dense probe's F1 at which a sparse probe is held to be as good."""


def mean_over_features(chosen: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Mean test F1 over the rows of each group, one row a feature, groups in the order of the table.

    Adds to the columns `by`: `features` (their number), `test_f1`, and `low`, `high`: the 95% interval of the
    mean by Student's t over features, cut to [0, 1]; null where a group has one feature.
    """
    means = chosen.group_by(by, maintain_order=True).agg(
        features=pl.len(),
        mean=pl.col("test_f1").mean(),
        deviation=pl.col("test_f1").std(),
    )
    features = means["features"].to_numpy()
    half = means["deviation"] * pl.Series(stdtrit(np.maximum(features - 1, 1), 0.975) / np.sqrt(features))
    return means.select(
        *by,
        "features",
        test_f1="mean",
        low=(pl.col("mean") - half).clip(0, 1),
        high=(pl.col("mean") + half).clip(0, 1),
    )


def neurons_needed(best: pl.DataFrame, method: str) -> pl.DataFrame:
    """The smallest k at which `method` comes near the dense probe, for each feature of each model.

    best: rows of `best_layer`. Near is 95% of the dense probe's F1, both on validation. Returns model,
    parameters, dataset, category, feature, `needed` and `reached`; a feature that never comes near has
    `reached` false and counts as twice the largest k. Features are left out that have no dense probe, or one
    that is no better than calling every row positive: of nothing, one neuron tells as much as all.
    """
    key = ["model", "parameters", "dataset", "category", "feature"]
    positives, negatives = pl.col("validation_positives"), pl.col("validation_negatives")
    f1_of_all_positive = 2 * positives / (2 * positives + negatives)
    goals = best.filter(pl.col("method") == "dense", pl.col("validation_f1") > f1_of_all_positive).select(
        *key, goal=NEARLY_DENSE * pl.col("validation_f1")
    )
    near = pl.col("validation_f1") >= pl.col("goal")
    return (
        best.filter(pl.col("method") == method)
        .join(goals, on=key, maintain_order="left")
        .group_by(key, maintain_order=True)
        .agg(
            needed=pl.coalesce(pl.col("k").filter(near).min(), 2 * pl.col("k").max()).cast(pl.Float64),
            reached=near.any(),
        )
    )
