"""Score neurons by what each alone knows about a feature, and pick the best.

A ranking is an array of scores (neurons,): higher is better, nan is last. A dead neuron, one whose
activation is the same on all training rows, scores nan, so it is never chosen before a live one.
"""

import numpy as np
import numpy.typing as npt

# Columns that are converted to float64 at a time: few enough to stay in cache and to bound memory.
_BLOCK = 256


def mean_difference(x: npt.NDArray[np.floating], y: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Return |mean of positives - mean of negatives| of each neuron, in standard deviations over all rows.

    x: (rows, neurons) activations. y: (rows,) labels with both classes present.
    The ranking of Gurnee et al. 2023 (arXiv 2305.01610, appendix on ranking methods), on neurons scaled to
    unit variance.
    """
    contrast = np.where(y, 1 / np.count_nonzero(y), -1 / np.count_nonzero(~y))
    scores = np.full(x.shape[1], np.nan)
    for first in range(0, x.shape[1], _BLOCK):
        block = x[:, first : first + _BLOCK].astype(np.float64)
        live = ~is_dead(block)
        difference, deviation = np.abs(contrast @ block), block.std(axis=0)
        np.divide(difference, deviation, out=scores[first : first + _BLOCK], where=live)
    return scores


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
