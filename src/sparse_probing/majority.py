"""The majority baseline, in closed form: the base rate of training, and nothing about the row."""

import polars as pl

from sparse_probing.selection import FEATURE
from sparse_probing.splits import SPLITS

_IDENTITY = ("model", "parameters", "dataset", "category", "feature")


def majority(probes: pl.DataFrame) -> pl.DataFrame:
    """Return one row of method `majority` for each (model, dataset, feature) of a table of probes.

    It calls every row what most training rows are. Its score, of which `intercept` tells, is the log-odds of
    the base rate of training for every row; metrics are defined as in `Metrics`, so that precision is 0 where
    nothing is called positive, ROC-AUC is 1/2, average precision the share of positives, and the log-loss
    that of the base rate. Intervals, layer and k are null. Features are in the order of `probes`.
    """
    features = probes.unique(FEATURE, keep="first", maintain_order=True)
    counts = [f"{split}_{kind}" for split in SPLITS for kind in ("positives", "negatives")]
    intercept = (pl.col("train_positives") / pl.col("train_negatives")).log()
    told = features.select(
        *_IDENTITY,
        *counts,
        method=pl.lit("majority"),
        neurons=pl.lit([], dtype=probes.schema["neurons"]),
        coefficients=pl.lit([], dtype=probes.schema["coefficients"]),
        intercept=intercept,
    ).with_columns(*(metric for split in SPLITS for metric in _metrics(split)))
    return pl.concat([probes.clear(), told], how="diagonal").select(probes.columns)


def _metrics(split: str) -> list[pl.Expr]:
    """The metrics of a split, from its counts of either class and the intercept."""
    positives, negatives = pl.col(f"{split}_positives"), pl.col(f"{split}_negatives")
    share = positives / (positives + negatives)
    called = pl.col("intercept") > 0
    loss_of_positive, loss_of_negative = ((1 + (sign * pl.col("intercept")).exp()).log() for sign in (-1, 1))
    metrics = {
        "precision": pl.when(called).then(share).otherwise(0.0),
        "recall": called.cast(pl.Float64),
        "f1": pl.when(called).then(2 * share / (1 + share)).otherwise(0.0),
        "mcc": pl.lit(0.0),
        "roc_auc": pl.lit(0.5),
        "average_precision": share,
        "log_loss": share * loss_of_positive + (1 - share) * loss_of_negative,
    }
    return [value.alias(f"{split}_{name}") for name, value in metrics.items()]
