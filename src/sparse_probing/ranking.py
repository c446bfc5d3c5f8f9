"""Score neurons by what each alone knows about a feature, and pick the best.

A ranking is an array of scores (neurons,): higher is better, nan is last. A dead neuron, one whose
activation is the same on all training rows, scores nan, so it is never chosen before a live one.
"""

import numpy as np
import numpy.typing as npt

from sparse_probing.ordering import ascending, blocks, few_columns

# Bins of mutual information: enough to follow any relation with one label, few enough to be full.
_MOST_BINS = 64
_ROWS_PER_BIN = 8


def mean_difference(x: npt.NDArray[np.floating], y: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Return |mean of positives - mean of negatives| of each neuron, in standard deviations over all rows.

    x: (rows, neurons) activations. y: (rows,) labels with both classes present.
    The ranking of Gurnee et al. 2023 (arXiv 2305.01610, appendix on ranking methods), on neurons scaled to
    unit variance.
    """
    contrast = np.where(y, 1 / np.count_nonzero(y), -1 / np.count_nonzero(~y))
    average = np.full(y.size, 1 / y.size)
    scores = np.full(x.shape[1], np.nan)
    for block in blocks(x.shape[1]):
        # From the first row on, so that a dead neuron is 0 throughout and a large mean costs no digits.
        shifted = x[:, block].astype(np.float64)
        shifted -= x[0, block]
        difference, mean = np.stack([contrast, average]) @ shifted
        squares = np.einsum("ij,ij->j", shifted, shifted)
        deviation = np.sqrt(np.maximum(squares / y.size - mean**2, 0))
        np.divide(np.abs(difference), deviation, out=scores[block], where=deviation > 0)
    return scores


def f_statistic(x: npt.NDArray[np.floating], y: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Return the F statistic of each neuron for the two classes, in a one-way analysis of variance.

    x, y: as for `mean_difference`. With r the correlation of neuron and label and n rows, F is
    (n - 2) r^2 / (1 - r^2), and r is the standardised mean difference times sqrt(p (1 - p)), p the share of
    positives. So both rank neurons alike. Infinite where a neuron has one value a class.
    """
    positives = np.count_nonzero(y) / y.size
    explained = np.minimum(mean_difference(x, y) ** 2 * positives * (1 - positives), 1)
    with np.errstate(divide="ignore"):
        return np.asarray((y.size - 2) * explained / (1 - explained))


def mutual_information(x: npt.NDArray[np.floating], y: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Return an estimate of the mutual information of each neuron and the label, in nats.

    x, y: as for `mean_difference`. The neuron's activations are cut into bins of equally many rows, at most
    64 of them and at least 8 rows in each; rows that tie are in one bin. The estimate is that of the counts,
    less its bias of (bins - 1) / (2 rows) (Miller 1955, "Note on the bias of information estimates"). It sees
    what a difference of means does not: that positives lie within a range, or on both sides of the negatives.
    """
    rows = y.size
    bins = min(_MOST_BINS, max(2, rows // _ROWS_PER_BIN))
    targets = np.linspace(0, rows, bins + 1)[1:].round().astype(np.int64) - 1
    scores = np.full(x.shape[1], np.nan)
    for block, columns in few_columns(x):
        order, ends = ascending(columns)
        positives = np.cumsum(y[order], axis=1, dtype=np.int32)
        # The bins' last rows, moved on to the end of a run of ties; bins that coincide become empty.
        begin = np.arange(order.shape[0])[:, np.newaxis] * rows
        at = np.flatnonzero(ends)
        last = at[np.searchsorted(at, begin + targets)] - begin
        size = np.diff(last, axis=1, prepend=-1)
        of_positives = np.diff(np.take_along_axis(positives, last, axis=1), axis=1, prepend=0)
        live = ends[:, :-1].any(axis=1)
        scores[block] = np.where(live, _information(size, of_positives), np.nan)
    return scores


def _information(size: npt.NDArray[np.int64], positives: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Mutual information of bin and label from the rows and positives in each bin, (neurons, bins)."""
    rows, all_positives = size.sum(axis=1, keepdims=True), positives.sum(axis=1, keepdims=True)
    total = np.zeros(size.shape[0])
    for found, expected in (
        (positives, size * all_positives / rows),
        (size - positives, size * (rows - all_positives) / rows),
    ):
        ratio = np.divide(found, expected, out=np.ones(size.shape), where=found > 0)
        total += (found * np.log(ratio)).sum(axis=1)
    bias = (np.count_nonzero(size, axis=1) - 1) / 2
    return np.asarray((total - bias) / rows[:, 0])


def random_scores(x: npt.NDArray[np.floating], seed: int | tuple[int, ...]) -> npt.NDArray[np.float64]:
    """Return a score drawn at random for each live neuron of x (rows, neurons): the ranking to beat."""
    scores = np.random.default_rng(seed).random(x.shape[1])
    return np.where(is_dead(x), np.nan, scores)


def is_dead(x: npt.NDArray[np.floating]) -> npt.NDArray[np.bool_]:
    """Return which columns of x (rows, neurons) never vary; (neurons,) bool.

    Compares values, since the computed deviation of a constant column need not be exactly 0.
    """
    return np.asarray(x.max(axis=0) == x.min(axis=0))


def top(scores: npt.NDArray[np.floating], k: int) -> npt.NDArray[np.int64]:
    """Return the indices of the k largest scores, largest first, ties by index, nan last."""
    return np.argsort(-scores, kind="stable")[:k]
