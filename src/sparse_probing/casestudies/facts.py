"""Factual neurons: where they fire, and whether they tell something finer or coarser."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.casestudies.distributions import BOX, boxes
from sparse_probing.casestudies.documents import holds
from sparse_probing.predicates import matches
from sparse_probing.settings.dataset import Feature

MARGIN = 0.15
"""How far precision and recall must be apart for a neuron to tell something finer or coarser."""
ACTIVATION_COLUMNS = {"class": pl.String(), "holds": pl.Boolean(), **BOX}
NEURON_COLUMNS = {
    "rank": pl.UInt32(),
    "test_precision": pl.Float64(),
    "test_recall": pl.Float64(),
    "test_f1": pl.Float64(),
    "reading": pl.String(),
}


def activations_by_fact(
    rows: pl.DataFrame, values: npt.NDArray[np.float32], fact: Feature, facts: Sequence[Feature]
) -> pl.DataFrame:
    """Distribution of the activations (rows,) of a neuron over the rows of each of `facts`.

    First of those of which `fact` holds, then of those of which it was asked and does not hold (class `not`
    and its name), then of the others.
    """
    own, asked = holds(rows, fact), matches(rows, fact.among)
    classes = [(fact.name, True, own), (f"not {fact.name}", False, asked & ~own)]
    classes += [(other.name, False, holds(rows, other)) for other in facts if other.name != fact.name]
    parts = [
        pl.DataFrame({"value": values[chosen]}).select(
            pl.lit(name).alias("class"), pl.lit(is_own).alias("holds"), "value"
        )
        for name, is_own, chosen in classes
    ]
    return boxes(pl.concat(parts), ["class", "holds"], "value")


def precision_and_recall(neurons: pl.DataFrame, *, count: int) -> pl.DataFrame:
    """The `count` best neurons of each fact, and what their precision and recall say of them.

    neurons: rows of the table of neurons. `reading` is `finer` where precision exceeds recall by more than
    0.15: the neuron fires on a part of what the fact holds for; `coarser` the other way round; else
    `same`.
    """
    ahead = pl.col("test_precision") - pl.col("test_recall")
    return neurons.filter(pl.col("rank") <= count).with_columns(
        reading=pl.when(ahead > MARGIN)
        .then(pl.lit("finer"))
        .when(ahead < -MARGIN)
        .then(pl.lit("coarser"))
        .otherwise(pl.lit("same"))
    )
