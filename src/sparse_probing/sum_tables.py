"""Class sums as tables: those of each shard on disk, and the best neurons from all of them."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import polars as pl

from sparse_probing.class_sums import ClassSums, f_statistic, mean_difference
from sparse_probing.errors import UserError
from sparse_probing.ranking import top

SUMS_SCHEMA = pl.Schema(
    {
        "feature": pl.String,
        "layer": pl.UInt16,
        "neuron": pl.UInt32,
        "negatives": pl.Int64,
        "positives": pl.Int64,
        "mean_negatives": pl.Float64,
        "mean_positives": pl.Float64,
        "squares_negatives": pl.Float64,
        "squares_positives": pl.Float64,
    }
)
BEST_SCHEMA = pl.Schema(
    {
        "feature": pl.String,
        "layer": pl.UInt16,
        "rank": pl.UInt32,
        "neuron": pl.UInt32,
        "mean_difference": pl.Float64,
        "f_statistic": pl.Float64,
        "negatives": pl.Int64,
        "positives": pl.Int64,
        "mean_negatives": pl.Float64,
        "mean_positives": pl.Float64,
    }
)


def sums_table(sums: Mapping[int, Sequence[ClassSums]], features: Sequence[str]) -> pl.DataFrame:
    """One line for each of `features`, layer and neuron, with the columns of `SUMS_SCHEMA`.

    sums: for each layer, the sums of every feature in the order of `features`.
    """
    tables = [
        _table(part, name, layer)
        for layer, of_layer in sums.items()
        for name, part in zip(features, of_layer, strict=True)
    ]
    return pl.concat([SUMS_SCHEMA.to_frame(), *tables])


def best_neurons(shards: Iterable[pl.DataFrame], *, keep: int) -> pl.DataFrame:
    """The `keep` best neurons of every feature and layer, with the columns of `BEST_SCHEMA`.

    shards: the tables of the shards of a dataset, which are added up in their order. The best neurons are
    those of the largest mean difference, and so of the largest F: for two classes both rank alike. Ties go
    to the lower number; neurons that never vary come last, with scores that are nan.
    Raises UserError where a feature has no positives or no negatives.
    """
    whole: dict[tuple[str, int], ClassSums] = {}
    for table in shards:
        for part in table.partition_by("feature", "layer", maintain_order=True):
            key = part.item(0, "feature"), part.item(0, "layer")
            sums = _sums_of(part)
            whole[key] = whole[key] + sums if key in whole else sums
    tables = [_best(sums, feature, layer, keep) for (feature, layer), sums in whole.items()]
    return pl.concat([BEST_SCHEMA.to_frame(), *tables])


def _table(sums: ClassSums, feature: str, layer: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "feature": feature,
            "layer": layer,
            "neuron": np.arange(sums.means.shape[1]),
            "negatives": sums.counts[0],
            "positives": sums.counts[1],
            "mean_negatives": sums.means[0],
            "mean_positives": sums.means[1],
            "squares_negatives": sums.squares[0],
            "squares_positives": sums.squares[1],
        }
    ).cast(SUMS_SCHEMA)


def _sums_of(part: pl.DataFrame) -> ClassSums:
    """The sums of the lines of one feature and layer, which stand in the order of the neurons."""
    return ClassSums(
        counts=np.array([part.item(0, "negatives"), part.item(0, "positives")]),
        means=part.select("mean_negatives", "mean_positives").to_numpy().T,
        squares=part.select("squares_negatives", "squares_positives").to_numpy().T,
    )


def _best(sums: ClassSums, feature: str, layer: int, keep: int) -> pl.DataFrame:
    negatives, positives = sums.counts.tolist()
    if not negatives or not positives:
        raise UserError(
            f"feature '{feature}': expected training rows of both classes, "
            f"found {positives} positives and {negatives} negatives"
        )
    scores = mean_difference(sums)
    neurons = top(scores, keep)
    return pl.DataFrame(
        {
            "feature": feature,
            "layer": layer,
            "rank": np.arange(1, neurons.size + 1),
            "neuron": neurons,
            "mean_difference": scores[neurons],
            "f_statistic": f_statistic(sums)[neurons],
            "negatives": negatives,
            "positives": positives,
            "mean_negatives": sums.means[0, neurons],
            "mean_positives": sums.means[1, neurons],
        }
    ).cast(BEST_SCHEMA)
