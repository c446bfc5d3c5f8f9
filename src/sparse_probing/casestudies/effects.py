"""What a model loses without a neuron, behind tokens of a feature and behind others."""

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.bootstrap import ClusterBootstrap
from sparse_probing.casestudies.model import FloatArray
from sparse_probing.casestudies.shown_sequences import ShownSequences
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.statistics import Bootstrap

COLUMNS = {
    "positive": pl.Boolean(),
    "sequences": pl.UInt32(),
    "groups": pl.UInt32(),
    "tokens": pl.UInt32(),
    "loss": pl.Float64(),
    "increase": pl.Float64(),
    "increase_low": pl.Float64(),
    "increase_high": pl.Float64(),
}


def loss_behind(
    shown: ShownSequences, feature: Feature, before: FloatArray, after: FloatArray, bootstrap: Bootstrap
) -> pl.DataFrame:
    """Mean loss of tokens that follow a token of the feature, and of those that follow one of its negatives.

    before, after: (tokens,) losses in nats, nan for first tokens, with the neuron and without it. One row
    for either side that has tokens, with 95% intervals of the mean increase, groups of documents resampled.
    """
    records = []
    for positive, inside in zip((True, False), shown.asked(feature), strict=True):
        told = np.isfinite(before) & np.concatenate([[False], inside[:-1]])
        of_sequence = shown.stream.sequence[told]
        if not len(of_sequence):
            continue
        groups = shown.frame["group"].to_numpy()[of_sequence]
        resamples = ClusterBootstrap(groups, draws=bootstrap.draws, seed=bootstrap.seed)
        increase = _nats(after[told]) - _nats(before[told])
        interval = resamples.ratio_interval(increase, np.ones(len(increase)))
        counts = (len(np.unique(of_sequence)), len(np.unique(groups)), len(increase))
        records.append(
            (positive, *counts, _nats(before[told]).mean(), increase.mean(), interval.low, interval.high)
        )
    return pl.DataFrame(records, schema=COLUMNS, orient="row")


def _nats(losses: FloatArray) -> npt.NDArray[np.float64]:
    return losses.astype(np.float64)
