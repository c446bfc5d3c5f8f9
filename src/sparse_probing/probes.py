"""Fit the probes of one (model, dataset, feature, method) and tell how well each does on each split."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.bootstrap import ClusterBootstrap
from sparse_probing.candidates import LayerData
from sparse_probing.errors import UserError
from sparse_probing.methods import METHODS, MethodSettings
from sparse_probing.metrics import evaluate
from sparse_probing.probe_schema import SCHEMA
from sparse_probing.splits import SPLITS
from sparse_probing.unigram import choose_unigram

MIN_ROWS_PER_CLASS = 5


@dataclass(frozen=True)
class ProbeIdentity:
    """What a table of probes is about; parameters is the number of parameters of the model."""

    model: str
    parameters: int
    dataset: str
    category: str
    feature: str


def fit_probes(
    layers: Iterable[tuple[int, npt.NDArray[np.floating]]],
    examples: pl.DataFrame,
    *,
    identity: ProbeIdentity,
    method: str,
    settings: MethodSettings,
    layer_count: int,
    bootstrap_draws: int = 1000,
    bootstrap_seed: int = 0,
) -> pl.DataFrame:
    """Fit one probe for each layer and k, and return one row for each, with the columns of `SCHEMA`.

    layers: pairs of a layer's number and its activations (examples, neurons), read one at a time.
    examples: one row for each example, with columns `group` (string), `label` (bool) and `split`.
    method: a name in `METHODS`. layer_count: number of layers of the model, for the relative depth.

    A method is given training and validation rows alone; test rows are read once, to evaluate finished
    probes.

    Raises UserError where a split has fewer than 5 rows of a class or activations are not finite, and
    ConvergenceError where a fit does not converge.
    """
    evaluation = _Evaluation.of(examples, identity, draws=bootstrap_draws, seed=bootstrap_seed)
    train, validation = evaluation.rows["train"], evaluation.rows["validation"]
    labels = evaluation.labels
    records = []
    for layer, x in layers:
        _check_activations(layer, x, examples.height, identity)
        data = LayerData(layer, x[train], labels[train], x[validation], labels[validation])
        for probe in METHODS[method](data, settings):
            records.append(
                {
                    **asdict(identity),
                    "method": method,
                    "layer": layer,
                    "relative_depth": layer / max(1, layer_count - 1),
                    "k": probe.neurons.size,
                    "neurons": probe.neurons.tolist(),
                    "coefficients": probe.coefficients.tolist(),
                    "intercept": probe.intercept,
                    **evaluation.measure(probe.scores(x)),
                }
            )
    return pl.DataFrame(records, schema=SCHEMA, orient="row")


def fit_unigram_probe(
    examples: pl.DataFrame,
    *,
    identity: ProbeIdentity,
    bootstrap_draws: int = 1000,
    bootstrap_seed: int = 0,
) -> pl.DataFrame:
    """Return the one row of the `unigram` baseline: no layer, no k, no intercept, no neurons.

    examples: as for `fit_probes`, with a further column `token` (string). Raises UserError as `fit_probes`.
    """
    evaluation = _Evaluation.of(examples, identity, draws=bootstrap_draws, seed=bootstrap_seed)
    train, validation = evaluation.rows["train"], evaluation.rows["validation"]
    tokens, labels = examples["token"], evaluation.labels
    probe = choose_unigram(
        tokens[train],
        labels[train],
        validation_tokens=tokens[validation],
        validation_labels=labels[validation],
    )
    record = {
        **asdict(identity),
        "method": "unigram",
        "layer": None,
        "relative_depth": None,
        "k": None,
        "neurons": [],
        "coefficients": [],
        "intercept": None,
        **evaluation.measure(probe.scores(tokens)),
    }
    return pl.DataFrame([record], schema=SCHEMA, orient="row")


@dataclass(frozen=True)
class _Evaluation:
    """The labels of the examples, the rows of each split, and the resamples of the groups of test."""

    labels: npt.NDArray[np.bool_]
    rows: Mapping[str, npt.NDArray[np.int64]]
    bootstrap: ClusterBootstrap

    @classmethod
    def of(cls, examples: pl.DataFrame, identity: ProbeIdentity, *, draws: int, seed: int) -> "_Evaluation":
        labels = examples["label"].to_numpy()
        split = examples["split"]
        rows = {name: np.flatnonzero((split == name).to_numpy()) for name in SPLITS}
        for name, chosen in rows.items():
            _check_classes(labels[chosen], name, identity)
        groups = examples["group"][rows["test"]]
        return cls(labels, rows, ClusterBootstrap(groups, draws=draws, seed=seed))

    def measure(self, scores: npt.NDArray[np.float64]) -> dict[str, float]:
        """Return the metrics of every split, by column name, for the scores (examples,) of a probe."""
        measured: dict[str, float] = {}
        for name, rows in self.rows.items():
            metrics = evaluate(self.labels[rows], scores[rows])
            measured |= {f"{name}_{metric}": value for metric, value in asdict(metrics).items()}
        test = self.rows["test"]
        interval = self.bootstrap.f1_interval(self.labels[test], scores[test] > 0)
        return {**measured, "test_f1_low": interval.low, "test_f1_high": interval.high}


def _check_classes(labels: npt.NDArray[np.bool_], split: str, identity: ProbeIdentity) -> None:
    positives = int(np.count_nonzero(labels))
    for kind, count in (("positive", positives), ("negative", labels.size - positives)):
        if count < MIN_ROWS_PER_CLASS:
            raise UserError(
                f"feature '{identity.feature}' of dataset '{identity.dataset}': "
                f"{count} {kind} rows in split {split}, at least {MIN_ROWS_PER_CLASS} needed: "
                "take more documents, a larger share for this split, or a wider predicate"
            )


def _check_activations(
    layer: int, x: npt.NDArray[np.floating], examples: int, identity: ProbeIdentity
) -> None:
    if x.ndim != 2 or x.shape[0] != examples:
        raise ValueError(f"layer {layer}: expected activations of {examples} examples, found shape {x.shape}")
    # A sum in float64 is finite exactly if all float32 terms are, and needs no mask as large as the layer.
    if not np.isfinite(x.sum(dtype=np.float64)):
        raise UserError(
            f"activations of model '{identity.model}' on dataset '{identity.dataset}', layer {layer}: "
            "expected finite numbers, found nan or infinity: a wider dtype may be needed"
        )
