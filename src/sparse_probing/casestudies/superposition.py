"""Neurons that are weak alone and strong together: the sum of a few tells a compound word."""

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.casestudies.distributions import BAR, histogram
from sparse_probing.casestudies.examples_of_layer import LayerExamples
from sparse_probing.casestudies.labels import SUM
from sparse_probing.standardise import Standardiser

COLUMNS = {
    "unit": pl.String(),
    "roc_auc": pl.Float64(),
    "f1": pl.Float64(),
    "positive": pl.Boolean(),
    **BAR,
}


def units_and_sum(
    examples: LayerExamples, neurons: npt.NDArray[np.int64], signs: npt.NDArray[np.int64], *, bins: int
) -> pl.DataFrame:
    """Each of some neurons, and their signed sum, on test: how well it tells the feature.

    neurons, signs: (k,). Activations are standardised on train, so that the sum is of equals. One row for
    each unit, class and bin of a histogram; a unit is a neuron's number, or `sum`. `f1` is that of a
    threshold fitted on train.
    """
    train, test = examples.rows("train"), examples.rows("test")
    chosen = examples.x[:, neurons]
    scaled = Standardiser.fit(chosen[train]).apply(chosen) * signs
    units = {**{str(neuron): scaled[:, i] for i, neuron in enumerate(neurons)}, SUM: scaled.sum(axis=1)}
    tables = []
    for unit, values in units.items():
        scores = examples.with_x(values[:, np.newaxis]).fitted_scores(np.array([0]))
        frame = pl.DataFrame({"positive": examples.labels[test], "value": values[test]})
        tables.append(
            histogram(frame.sort("positive"), ["positive"], "value", bins=bins).with_columns(
                unit=pl.lit(unit),
                roc_auc=pl.lit(examples.measure(values, "test").roc_auc),
                f1=pl.lit(examples.measure(scores, "test").f1),
            )
        )
    return pl.concat(tables).select(*COLUMNS)
