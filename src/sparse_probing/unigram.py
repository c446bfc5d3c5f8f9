"""The unigram baseline: what a row's last token alone, without any activation, says about a feature."""

from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.evaluation import Evaluation, ProbeIdentity
from sparse_probing.metrics import first_best
from sparse_probing.probe_schema import SCHEMA

# Candidate strengths of the smoothing, in rows.
SMOOTHINGS = (0.1, 1.0, 10.0, 100.0)


@dataclass(frozen=True)
class UnigramProbe:
    """Log-odds of a feature given a token, under equal classes.

    tokens: (tokens,) distinct strings seen in training. log_odds: (tokens,) float64.
    """

    tokens: pl.Series
    log_odds: pl.Series

    def scores(self, tokens: pl.Series) -> npt.NDArray[np.float64]:
        """Return the log-odds (rows,) of each row's token; 0, neither class, for one not seen in training."""
        return tokens.replace_strict(
            self.tokens, self.log_odds, default=0.0, return_dtype=pl.Float64
        ).to_numpy()


def fit_unigram(tokens: pl.Series, labels: npt.NDArray[np.bool_], *, smoothing: float) -> UnigramProbe:
    """Estimate the log-odds of a feature for each token from training rows.

    tokens, labels: (rows,). The rate of positives of a token is smoothed by `smoothing` more rows at the
    base rate. The log-odds of the base rate are subtracted, which moves the decision threshold to where the
    class-balanced linear probes have it.
    """
    base_rate = float(labels.mean())
    if not 0 < base_rate < 1:
        raise ValueError("labels: expected both classes")
    counts = (
        pl.DataFrame({"token": tokens, "label": labels})
        .group_by("token", maintain_order=True)
        .agg(positives=pl.col("label").sum(), negatives=(~pl.col("label")).sum())
    )
    positives = counts["positives"] + smoothing * base_rate
    negatives = counts["negatives"] + smoothing * (1 - base_rate)
    return UnigramProbe(
        tokens=counts["token"],
        log_odds=(positives / negatives).log() - float(np.log(base_rate / (1 - base_rate))),
    )


def choose_unigram(
    tokens: pl.Series,
    labels: npt.NDArray[np.bool_],
    *,
    validation_tokens: pl.Series,
    validation_labels: npt.NDArray[np.bool_],
    smoothings: tuple[float, ...] = SMOOTHINGS,
) -> UnigramProbe:
    """Return the probe of the smoothing with the best validation average precision, ties to the stronger."""
    probes = [fit_unigram(tokens, labels, smoothing=s) for s in sorted(smoothings, reverse=True)]
    return first_best(validation_labels, [(probe, probe.scores(validation_tokens)) for probe in probes])


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
    evaluation = Evaluation.of(examples, identity, draws=bootstrap_draws, seed=bootstrap_seed)
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
