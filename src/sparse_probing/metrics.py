"""How well scores tell positives from negatives."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Labels = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.floating]
Option = TypeVar("Option")


@dataclass(frozen=True)
class Metrics:
    """The quality of a classifier that calls a row positive where its score, in log-odds, is above 0.

    positives, negatives: number of rows of either class.
    precision, recall, f1, mcc: of the decisions; 0 where the denominator is 0.
    roc_auc: of the scores, ties counting one half; nan where a class is empty.
    average_precision: of the scores, no interpolation, tied rows entering together; nan without positives.
    log_loss: mean of log(1 + exp(-score)) over positives and log(1 + exp(score)) over negatives, in nats; nan
        without rows.
    """

    positives: int
    negatives: int
    precision: float
    recall: float
    f1: float
    mcc: float
    roc_auc: float
    average_precision: float
    log_loss: float


def evaluate(labels: Labels, scores: Scores) -> Metrics:
    """Return all metrics of scores (rows,) in log-odds for labels (rows,).

    Raises ValueError where the lengths differ or a score is nan or infinite.
    """
    _check(labels, scores)
    decisions = scores > 0
    positives, negatives = _class_sizes(labels)
    found = int(np.count_nonzero(labels & decisions))
    called = int(np.count_nonzero(decisions))
    false_positives, missed = called - found, positives - found
    true_negatives = negatives - false_positives
    # Python's integers do not overflow in this product.
    marginals = called * positives * negatives * (missed + true_negatives)
    true_positive_counts, false_positive_counts = _threshold_counts(labels, scores)
    return Metrics(
        positives=positives,
        negatives=negatives,
        precision=_ratio(found, called),
        recall=_ratio(found, positives),
        f1=f1(labels, decisions),
        mcc=_ratio(found * true_negatives - false_positives * missed, marginals**0.5),
        roc_auc=_roc_auc(true_positive_counts, false_positive_counts),
        average_precision=_average_precision(true_positive_counts, false_positive_counts),
        log_loss=_log_loss(labels, scores),
    )


def f1(labels: Labels, decisions: Labels) -> float:
    """Return the F1 of decisions (rows,), defined as in `Metrics`."""
    found, called = int(np.count_nonzero(labels & decisions)), int(np.count_nonzero(decisions))
    return _ratio(2 * found, int(np.count_nonzero(labels)) + called)


def average_precision(labels: Labels, scores: Scores) -> float:
    """Return the average precision of scores (rows,), defined as in `Metrics`; raises as `evaluate`."""
    _check(labels, scores)
    return _average_precision(*_threshold_counts(labels, scores))


def first_best(labels: Labels, options: Iterable[tuple[Option, Scores]]) -> Option:
    """Return the option whose scores have the highest average precision, ties to the first.

    options: at least one pair of an option and its scores (rows,) for labels (rows,).
    """
    rated = [(average_precision(labels, scores), option) for option, scores in options]
    return max(rated, key=lambda pair: pair[0])[1]


def _check(labels: Labels, scores: Scores) -> None:
    if labels.shape != scores.shape or labels.ndim != 1:
        raise ValueError(f"expected one score a label, found shapes {labels.shape} and {scores.shape}")
    if not np.isfinite(scores).all():
        raise ValueError("expected finite scores, found nan or infinity")


def _class_sizes(labels: Labels) -> tuple[int, int]:
    positives = int(np.count_nonzero(labels))
    return positives, labels.size - positives


def _ratio(numerator: float, denominator: float) -> float:
    return numerator / denominator if denominator else 0.0


def _threshold_counts(labels: Labels, scores: Scores) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the true and false positives at each distinct threshold, from the highest score down."""
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    last_of_tie = np.flatnonzero(np.append(ranked[1:] != ranked[:-1], ranked.size > 0))
    true_positives = np.cumsum(labels[order], dtype=np.int64)[last_of_tie]
    return true_positives, last_of_tie + 1 - true_positives


def _roc_auc(true_positives: npt.NDArray[np.int64], false_positives: npt.NDArray[np.int64]) -> float:
    if true_positives.size == 0 or true_positives[-1] == 0 or false_positives[-1] == 0:
        return float("nan")
    # Twice the area under the staircase with its ties cut diagonally, in whole numbers, hence exact.
    heights = 2 * true_positives - np.diff(true_positives, prepend=0)
    doubled_area = int(np.sum(heights * np.diff(false_positives, prepend=0)))
    return doubled_area / (2 * int(true_positives[-1]) * int(false_positives[-1]))


def _average_precision(
    true_positives: npt.NDArray[np.int64], false_positives: npt.NDArray[np.int64]
) -> float:
    if true_positives.size == 0 or true_positives[-1] == 0:
        return float("nan")
    precision = true_positives / (true_positives + false_positives)
    return float(np.sum(np.diff(true_positives, prepend=0) * precision) / true_positives[-1])


def _log_loss(labels: Labels, scores: Scores) -> float:
    if labels.size == 0:
        return float("nan")
    return float(np.mean(np.logaddexp(0.0, np.where(labels, -scores, scores), dtype=np.float64)))
