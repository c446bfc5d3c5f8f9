"""How well a probe does on each split, with intervals on test."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.bootstrap import ClusterBootstrap, Interval
from sparse_probing.calibration import brier_score, probabilities, reliability
from sparse_probing.errors import UserError
from sparse_probing.metrics import evaluate
from sparse_probing.splits import SPLITS

MIN_ROWS_PER_CLASS = 5
OF_LOG_ODDS = (*(f"{split}_log_loss" for split in SPLITS), "test_brier", "test_reliability")
"""What `Evaluation.measure` returns that means nothing where scores are not log-odds."""


@dataclass(frozen=True)
class ProbeIdentity:
    """What a table of probes is about; parameters is the number of parameters of the model."""

    model: str
    parameters: int
    dataset: str
    category: str
    feature: str


@dataclass(frozen=True)
class Evaluation:
    """The labels of the examples, the rows of each split, and the resamples of the groups of test."""

    labels: npt.NDArray[np.bool_]
    rows: Mapping[str, npt.NDArray[np.int64]]
    bootstrap: ClusterBootstrap

    @classmethod
    def of(cls, examples: pl.DataFrame, identity: ProbeIdentity, *, draws: int, seed: int) -> "Evaluation":
        """Of `examples` with columns `group`, `label`, `split`.

        Raises UserError where a split has fewer than 5 rows of a class.
        """
        labels = examples["label"].to_numpy()
        split = examples["split"]
        rows = {name: np.flatnonzero((split == name).to_numpy()) for name in SPLITS}
        for name, chosen in rows.items():
            positives = int(np.count_nonzero(labels[chosen]))
            check_classes(
                positives=positives,
                negatives=chosen.size - positives,
                split=name,
                feature=identity.feature,
                dataset=identity.dataset,
            )
        groups = examples["group"][rows["test"]]
        return cls(labels, rows, ClusterBootstrap(groups, draws=draws, seed=seed))

    def measure(self, scores: npt.NDArray[np.float64]) -> dict[str, float]:
        """Return the metrics of every split, by column name, for the scores (examples,) of a probe.

        For test also intervals, and the calibration of the probabilities at the base rate of train.
        """
        measured: dict[str, float] = {}
        for name, rows in self.rows.items():
            metrics = evaluate(self.labels[rows], scores[rows])
            measured |= {f"{name}_{metric}": value for metric, value in asdict(metrics).items()}
        test = self.rows["test"]
        for metric, draws in vars(self.bootstrap.draws(self.labels[test], scores[test])).items():
            interval = Interval.of(draws)
            measured |= {f"test_{metric}_low": interval.low, f"test_{metric}_high": interval.high}
        chances = probabilities(scores[test], float(self.labels[self.rows["train"]].mean()))
        measured["test_brier"] = brier_score(self.labels[test], chances)
        measured["test_reliability"] = reliability(self.labels[test], chances)
        return measured


def check_activations(
    layer: int, x: npt.NDArray[np.floating], examples: int, identity: ProbeIdentity
) -> None:
    """Raise UserError if activations x (examples, neurons) of a layer are not finite, and ValueError if they
    are not of so many examples.
    """
    if x.ndim != 2 or x.shape[0] != examples:
        raise ValueError(f"layer {layer}: expected activations of {examples} examples, found shape {x.shape}")
    # A sum in float64 is finite exactly if all float32 terms are, and needs no mask as large as the layer.
    if not np.isfinite(x.sum(dtype=np.float64)):
        raise UserError(
            f"activations of model '{identity.model}' on dataset '{identity.dataset}', layer {layer}: "
            "expected finite numbers, found nan or infinity: a wider dtype may be needed"
        )


def check_classes(*, positives: int, negatives: int, split: str, feature: str, dataset: str) -> None:
    """Raise UserError if a split holds too few rows of either class for the probes of a feature."""
    for kind, count in (("positive", positives), ("negative", negatives)):
        if count < MIN_ROWS_PER_CLASS:
            raise UserError(
                f"feature '{feature}' of dataset '{dataset}': "
                f"{count} {kind} rows in split {split}, at least {MIN_ROWS_PER_CLASS} needed: "
                "take more documents, a larger share for this split, or another predicate"
            )
