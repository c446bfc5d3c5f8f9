"""Iterative pruning: drop the best neuron, refit, and see how long others can take its place."""

import numpy as np
import polars as pl

from sparse_probing.candidates import LayerData
from sparse_probing.casestudies.examples_of_layer import RIDGE, LayerExamples
from sparse_probing.methods import METHODS, MethodSettings
from sparse_probing.settings.statistics import Bootstrap

_START = 64
"""Neurons that a refit starts from: enough, as a few are kept."""
COLUMNS = {
    "step": pl.UInt32(),
    "dropped": pl.UInt32(),
    "neurons": pl.List(pl.UInt32()),
    "validation_f1": pl.Float64(),
    "test_f1": pl.Float64(),
    "test_f1_low": pl.Float64(),
    "test_f1_high": pl.Float64(),
}


def prune(
    examples: LayerExamples, *, layer: int, method: str, k: int, drops: int, bootstrap: Bootstrap
) -> pl.DataFrame:
    """Fit a probe of k neurons, drop the most important one, and so on: `drops` + 1 rows, by `step` from 0.

    `dropped` is the neuron that was dropped before the step, null at first. After Gurnee et al. 2023
    (arXiv 2305.01610, appendix on superposition), with `method` in place of their optimal probes.
    """
    x = np.array(examples.x)
    train, validation = examples.rows("train"), examples.rows("validation")
    settings = MethodSettings(ks=(k,), ridges=(RIDGE,), start=max(k, _START))
    records = []
    dropped: int | None = None
    for step in range(min(drops, x.shape[1] - k) + 1):
        data = LayerData(layer, x[train], examples.labels[train], x[validation], examples.labels[validation])
        (probe,) = METHODS[method](data, settings)
        scores = probe.scores(x)
        interval = examples.test_f1_interval(scores, bootstrap)
        f1s = [examples.measure(scores, split).f1 for split in ("validation", "test")]
        records.append((step, dropped, probe.neurons.tolist(), *f1s, interval.low, interval.high))
        dropped = int(probe.neurons[0])
        x[:, dropped] = 0  # a dead neuron is never chosen
    return pl.DataFrame(records, schema=COLUMNS, orient="row")
