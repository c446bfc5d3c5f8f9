"""How far a probe's probabilities can be taken at their word."""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.bool_]

_BINS = 10


def probabilities(scores: npt.NDArray[np.floating], base_rate: float) -> Array:
    """Return the probability (rows,) of a positive, from log-odds (rows,) under equal classes.

    base_rate: share of positives, in (0, 1), where the probabilities shall hold. Probes are fitted with
    classes of equal weight, so their log-odds lack those of the base rate.
    """
    log_odds = scores + np.log(base_rate / (1 - base_rate))
    return np.asarray(np.exp(-np.logaddexp(0.0, -log_odds)))


def brier_score(labels: Labels, chances: Array) -> float:
    """Return the mean squared difference of probability (rows,) and label (rows,): 0 is perfect.

    Brier 1950, "Verification of forecasts expressed in terms of probability".
    """
    return float(np.mean(np.square(chances - labels)))


def reliability(labels: Labels, chances: Array) -> float:
    """Return how far shares of positives lie from the probabilities that were told: 0 is perfect.

    The part of the Brier score that recalibration could remove (Murphy 1973, "A new vector partition of the
    probability score"): rows in ten bins of equally many by probability, the mean of the squared
    difference of mean probability and share of positives.
    """
    bins = np.array_split(np.argsort(chances, kind="stable"), _BINS)
    gaps = [rows.size * (chances[rows].mean() - labels[rows].mean()) ** 2 for rows in bins if rows.size]
    return float(np.sum(gaps) / labels.size)
