"""The unigram baseline: what a row's own tokens, without order or activations, say about a feature."""

from dataclasses import asdict

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.evaluation import Evaluation, ProbeIdentity
from sparse_probing.logistic import balanced_weights, fit_logistic
from sparse_probing.metrics import first_best
from sparse_probing.probe_schema import SCHEMA
from sparse_probing.standardise import Standardiser
from sparse_probing.token_bags import TokenBags

Array = npt.NDArray[np.float64]

# Candidate strengths of the smoothing, in tokens.
SMOOTHINGS = (0.1, 1.0, 10.0, 100.0)

# Keeps the calibration finite where the scores separate the classes.
_RIDGE = 1e-4


def token_log_odds(
    positives: npt.NDArray[np.int64], negatives: npt.NDArray[np.int64], *, smoothing: float
) -> Array:
    """Return the log-odds of a feature given each token, under equal classes; (vocabulary,) float64.

    positives, negatives: (vocabulary,) how often each token stands in positive and in negative rows. The rate
    of positives of a token is smoothed by `smoothing` more tokens at the base rate. The log-odds of the base
    rate are subtracted, which moves the decision threshold to where the class-balanced linear probes have it.
    A token never seen says nothing: exactly 0. Raises ValueError where a class has no token.
    """
    base_rate = positives.sum() / (positives.sum() + negatives.sum())
    if not 0 < base_rate < 1:
        raise ValueError("expected tokens of both classes")
    log_odds = np.log((positives + smoothing * base_rate) / (negatives + smoothing * (1 - base_rate)))
    return np.where(positives + negatives > 0, log_odds - np.log(base_rate / (1 - base_rate)), 0.0)


def unigram_scores(
    bags: TokenBags,
    labels: npt.NDArray[np.bool_],
    *,
    train: npt.NDArray[np.int64],
    validation: npt.NDArray[np.int64],
    aggregation: str,
    smoothings: tuple[float, ...] = SMOOTHINGS,
) -> Array:
    """Return the log-odds of the feature given the tokens of each row, under equal classes; (rows,) float64.

    bags, labels: of all rows. train, validation: which rows are counted, and which choose the smoothing, by
    average precision, ties to the stronger. aggregation: `none` for rows of one token, whose log-odds they
    get; for `mean` and `max` the log-odds of a row's tokens become one number, as their activations do, which
    is calibrated as the one neuron of a probe is, by a class-balanced logistic fit to the training rows: with
    one class against a mixture, or a maximum over many tokens, 0 is no threshold.
    """
    in_train = np.isin(np.arange(labels.size), train)
    vocabulary = int(bags.ids.max()) + 1
    positives = bags.counts(in_train & labels, vocabulary)
    negatives = bags.counts(in_train & ~labels, vocabulary)
    options = []
    for smoothing in sorted(smoothings, reverse=True):
        log_odds = token_log_odds(positives, negatives, smoothing=smoothing)
        scores = bags.pool(log_odds[bags.ids], aggregation)
        options.append((scores, scores[validation]))
    scores = first_best(labels[validation], options)
    return scores if aggregation == "none" else _calibrated(scores, labels, train)


def fit_unigram_probe(
    examples: pl.DataFrame,
    bags: TokenBags,
    *,
    identity: ProbeIdentity,
    aggregation: str = "none",
    bootstrap_draws: int = 1000,
    bootstrap_seed: int = 0,
) -> pl.DataFrame:
    """Return the one row of the `unigram` baseline: no layer, no k, no intercept, no neurons.

    examples: as for `fit_probes`. bags: the tokens of the examples, in their order. aggregation: how the
    dataset makes one vector of a row's tokens. Raises UserError as `fit_probes`.
    """
    evaluation = Evaluation.of(examples, identity, draws=bootstrap_draws, seed=bootstrap_seed)
    scores = unigram_scores(
        bags,
        evaluation.labels,
        train=evaluation.rows["train"],
        validation=evaluation.rows["validation"],
        aggregation=aggregation,
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
        **evaluation.measure(scores),
    }
    return pl.DataFrame([record], schema=SCHEMA, orient="row")


def _calibrated(scores: Array, labels: npt.NDArray[np.bool_], train: npt.NDArray[np.int64]) -> Array:
    """Return slope times scores plus intercept, both fitted to the training rows."""
    column = scores[:, np.newaxis]
    standardiser = Standardiser.fit(column[train])
    x, y = standardiser.apply(column), labels[train]
    fit = fit_logistic(x[train], y, l2=_RIDGE * y.size, sample_weight=balanced_weights(y))
    return x @ fit.coefficients + fit.intercept
