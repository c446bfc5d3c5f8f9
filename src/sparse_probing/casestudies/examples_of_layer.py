"""The examples of a feature with the activations of one layer, split as probes are fitted and judged."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.bootstrap import ClusterBootstrap, Interval
from sparse_probing.logistic import balanced_weights, fit_logistic
from sparse_probing.metrics import Metrics, evaluate
from sparse_probing.settings.statistics import Bootstrap
from sparse_probing.standardise import Standardiser

Array = npt.NDArray[np.floating]
RIDGE = 1e-3
"""Penalty of the mean loss in fits of few directions, where it hardly matters."""


@dataclass(frozen=True)
class LayerExamples:
    """Activations x (examples, neurons) of a layer, and what is known of each example.

    labels: (examples,) whether the feature holds. splits: (examples,) train, validation or test.
    groups: (examples,) strings.
    """

    x: Array
    labels: npt.NDArray[np.bool_]
    splits: npt.NDArray[np.str_]
    groups: npt.NDArray[np.str_]

    @classmethod
    def of(cls, examples: pl.DataFrame, x: Array) -> "LayerExamples":
        """From the examples of `label_rows` and their activations."""
        label, split, group = (examples[name].to_numpy() for name in ("label", "split", "group"))
        return cls(x, label, split.astype(str), group.astype(str))

    def rows(self, split: str) -> npt.NDArray[np.int64]:
        """Places of the examples of a split."""
        return np.flatnonzero(self.splits == split)

    def with_x(self, x: Array) -> "LayerExamples":
        """The same examples seen otherwise: x (examples, directions)."""
        return LayerExamples(x, self.labels, self.splits, self.groups)

    def fitted_scores(self, columns: npt.NDArray[np.int64]) -> Array:
        """Scores (examples,), in log-odds, of a balanced logistic probe on some columns, fitted on train."""
        train = self.rows("train")
        chosen = self.x[:, columns]
        scaled = Standardiser.fit(chosen[train]).apply(chosen)
        labels = self.labels[train]
        fit = fit_logistic(
            scaled[train], labels, l2=RIDGE * len(train), sample_weight=balanced_weights(labels)
        )
        return np.asarray(scaled @ fit.coefficients + fit.intercept)

    def measure(self, scores: Array, split: str) -> Metrics:
        """The metrics of scores (examples,) on a split."""
        rows = self.rows(split)
        return evaluate(self.labels[rows], scores[rows])

    def test_f1_interval(self, scores: Array, bootstrap: Bootstrap) -> Interval:
        """The 95% cluster-bootstrap interval of the F1 of scores (examples,) on test."""
        rows = self.rows("test")
        resamples = ClusterBootstrap(self.groups[rows], draws=bootstrap.draws, seed=bootstrap.seed)
        return Interval.of(resamples.draws(self.labels[rows], scores[rows]).f1)
