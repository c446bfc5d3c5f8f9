"""Which neurons are studied: chosen from the tables, by validation scores alone."""

from collections.abc import Iterable

import numpy as np
import polars as pl

from sparse_probing.selection import best_layer, main_method

Named = tuple[str, str]
"""A dataset and a feature of it."""


def of_features(table: pl.DataFrame, *, model: str, among: Iterable[Named]) -> pl.DataFrame:
    """The rows of a table of probes or neurons that are about some features of `model`, in their order."""
    wanted = pl.DataFrame(list(among), schema={"dataset": pl.String, "feature": pl.String}, orient="row")
    here = table.filter(pl.col("model") == model)
    return here.join(wanted, on=["dataset", "feature"], how="semi", maintain_order="left")


def best_neurons(neurons: pl.DataFrame, *, model: str, among: Iterable[Named], count: int) -> pl.DataFrame:
    """The best single neuron of some features of `model`, highest validation F1 first, ties in table order.

    neurons: the table of neurons. among: the features that fit a study; of these the `count` features whose
    neurons are best are taken. Returns rows of the table.
    """
    fitting = of_features(neurons, model=model, among=among).filter(pl.col("rank") == 1)
    return fitting.sort("validation_f1", descending=True, maintain_order=True).head(count)


def chosen_groups(probes: pl.DataFrame, *, k: int) -> pl.DataFrame:
    """The probe on about `k` neurons of each feature: of the best layer, by the main method.

    probes: rows of the table of probes, of one model and of the features to study; so is the result. Where no
    probe has k neurons, it is the one with the nearest number, the larger of two.
    """
    best = best_layer(probes.filter(pl.col("method") == main_method(probes)))
    away = (pl.col("k").cast(pl.Int64) - k).abs()
    nearest = pl.col("k").sort_by(away, pl.col("k"), descending=[False, True]).first()
    return best.filter(pl.col("k") == nearest.over("dataset", "feature"))


def shared_neurons(probes: pl.DataFrame, *, model: str, max_depth: float, k: int, count: int) -> pl.DataFrame:
    """Early neurons that the sparse probes of most features use, ties to the higher mean validation F1.

    A neuron serves a feature if a probe by the main method, in its layer and on at most `k` neurons, uses it.
    Early layers are those up to relative depth `max_depth`, and layer 0. Returns layer, neuron, `serves`
    (number of features) and `features` (their names, joined by commas).
    """
    early = (pl.col("relative_depth") <= max_depth) | (pl.col("layer") == 0)
    sparse = (pl.col("method") == main_method(probes)) & (pl.col("k") <= k)
    return (
        probes.filter(pl.col("model") == model, early, sparse)
        .explode("neurons")
        .rename({"neurons": "neuron"})
        .group_by("layer", "neuron", maintain_order=True)
        .agg(
            serves=pl.struct("dataset", "feature").n_unique(),
            features=pl.col("feature").unique(maintain_order=True).str.join(", "),
            quality=pl.col("validation_f1").mean(),
        )
        .sort(["serves", "quality", "layer", "neuron"], descending=[True, True, False, False])
        .drop("quality")
        .head(count)
    )


def random_others(total: int, neuron: int, *, count: int, seed: int) -> list[int]:
    """`count` other neurons of a layer of `total`, drawn at random, ascending; all where it has no more."""
    others = np.delete(np.arange(total), neuron)
    drawn = np.random.default_rng((seed, neuron)).permutation(others)[:count]
    return [int(other) for other in np.sort(drawn)]
