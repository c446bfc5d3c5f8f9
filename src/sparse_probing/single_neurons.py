"""Score every neuron of every layer by itself: what one neuron alone knows about a feature."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.candidates import Activations, LayerData
from sparse_probing.evaluation import Evaluation, ProbeIdentity, check_activations
from sparse_probing.neuron_schema import NEURON_METRICS, NEURON_SCHEMA
from sparse_probing.ordering import few_columns
from sparse_probing.permutation import benjamini_hochberg, p_values, permuted_labels
from sparse_probing.thresholds import Thresholds

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class NeuronScores:
    """What each neuron of a layer knows by itself, (neurons,) each.

    sign: +1 where high activations speak for a positive on training rows, else -1.
    p_value: of the rank sum of the positive training rows, against permuted labels; nan for a dead neuron.
    threshold: the one of the highest F1 on validation rows, half-way between two activations; a row is
        called positive where sign times activation is above sign times threshold.
    f1, precision, recall, mcc: of these decisions, and roc_auc, average_precision: of sign times activation,
    all on validation rows.

    A logistic probe on one neuron orders rows as the neuron does. So whatever it decides, some threshold on
    the activation decides, and no probe needs to be fitted.
    """

    sign: npt.NDArray[np.int8]
    p_value: Array
    threshold: Array
    f1: Array
    precision: Array
    recall: Array
    mcc: Array
    roc_auc: Array
    average_precision: Array

    def best(self, keep: int) -> npt.NDArray[np.int64]:
        """Return the `keep` best live neurons by F1, ties by average precision, then by index."""
        order = np.lexsort((-self.average_precision, -self.f1))
        return order[~np.isnan(self.p_value[order])][:keep]


def score_layer(data: LayerData, permuted: npt.NDArray[np.float32]) -> NeuronScores:
    """Score all neurons of a layer.

    permuted: (draws, training rows) labels from `permuted_labels`. Memory beside the data: some hundred
    bytes for each row.
    """
    scored = [
        _score_columns(x_train, x_validation, data, permuted)
        for (_, x_train), (_, x_validation) in zip(
            few_columns(data.x_train), few_columns(data.x_validation), strict=True
        )
    ]
    joined = zip(*(vars(scores).values() for scores in scored), strict=True)
    return NeuronScores(*(np.concatenate(parts) for parts in joined))


def find_neurons(
    layers: Iterable[tuple[int, npt.NDArray[np.floating]]],
    examples: pl.DataFrame,
    *,
    identity: ProbeIdentity,
    layer_count: int,
    keep: int = 30,
    permutations: int = 64,
    seed: int = 0,
    bootstrap_draws: int = 1000,
    bootstrap_seed: int = 0,
) -> pl.DataFrame:
    """Return the `keep` best neurons of each layer, best first, with the columns of `NEURON_SCHEMA`.

    layers, examples, identity, layer_count: as for `fit_probes`. Neurons are scored on training and
    validation rows; test rows are read for those that are returned. permutations, seed: of
    `permuted_labels`. q-values count all neurons of all layers as tests.

    Raises UserError as `fit_probes`.
    """
    evaluation = Evaluation.of(examples, identity, draws=bootstrap_draws, seed=bootstrap_seed)
    train, validation = evaluation.rows["train"], evaluation.rows["validation"]
    labels = evaluation.labels
    permuted = permuted_labels(labels[train], examples["group"][train], draws=permutations, seed=seed)
    records = []
    p_of_all: list[Array] = []
    for layer, x in layers:
        check_activations(layer, x, examples.height, identity)
        data = LayerData(layer, x[train], labels[train], x[validation], labels[validation])
        scores = score_layer(data, permuted)
        tested = sum(p.size for p in p_of_all)
        p_of_all.append(scores.p_value)
        for neuron in scores.best(keep):
            sign, threshold = int(scores.sign[neuron]), float(scores.threshold[neuron])
            measured = evaluation.measure(sign * (x[:, neuron].astype(np.float64) - threshold))
            records.append(
                {
                    **asdict(identity),
                    "layer": layer,
                    "relative_depth": layer / max(1, layer_count - 1),
                    "neuron": neuron,
                    "sign": sign,
                    "threshold": threshold,
                    "p_value": scores.p_value[neuron],
                    "test": tested + neuron,
                    **{name: measured[name] for name in NEURON_METRICS},
                }
            )
    q = pl.Series(benjamini_hochberg(np.concatenate(p_of_all)))
    table = pl.DataFrame(records).with_columns(q_value=q[pl.Series([r["test"] for r in records])])
    return table.select(NEURON_SCHEMA.names()).cast(NEURON_SCHEMA)


def _score_columns(
    x_train: Activations, x_validation: Activations, data: LayerData, permuted: npt.NDArray[np.float32]
) -> NeuronScores:
    train = Thresholds.of(x_train, data.y_train)
    ranks = train.ranks()
    by_row = np.empty_like(ranks)
    for of_neuron, order, values in zip(by_row, train.order, ranks, strict=True):
        of_neuron[order] = values
    observed = train.rank_sum(ranks)
    sign = np.where(observed >= 0, 1, -1).astype(np.int8)

    descent = Thresholds.of(x_validation, data.y_validation).downward(sign)
    roc_auc, average_precision = descent.areas()
    called, uncalled, decisions = descent.best()
    neuron = np.arange(sign.size)
    inside, outside = (x_validation[row, neuron].astype(np.float64) for row in (called, uncalled))
    return NeuronScores(
        sign=sign,
        p_value=p_values(observed, permuted @ by_row.T),
        threshold=np.where(inside == outside, inside - sign, (inside + outside) / 2),
        f1=decisions.f1,
        precision=decisions.precision,
        recall=decisions.recall,
        mcc=decisions.mcc,
        roc_auc=roc_auc,
        average_precision=average_precision,
    )
