"""Neurons for ends of sentences, and which next tokens they raise: those that begin with a capital?"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.casestudies.distributions import BAR
from sparse_probing.casestudies.labels import LOWER, UPPER
from sparse_probing.casestudies.model import StudiedModel, output_weights
from sparse_probing.casestudies.norms import fold, norm_before
from sparse_probing.metrics import evaluate

HISTOGRAM_COLUMNS = {"quantity": pl.String(), "group": pl.String(), **BAR}
LOGIT_COLUMNS = {
    "role": pl.String(),
    "compared": pl.UInt32(),
    "upper_mean": pl.Float64(),
    "lower_mean": pl.Float64(),
    "difference": pl.Float64(),
    "roc_auc": pl.Float64(),
}


def direct_logit_effects(model: StudiedModel, layer: int, neurons: Sequence[int]) -> npt.NDArray[np.float64]:
    """W_U w_out: what a unit of activation adds to each logit past all other layers; (vocabulary, neurons).

    The gain of the last norm is folded into W_U, its division by the length of the stream left out, which is
    the same for all tokens. Raises ValueError for a model without a head for next tokens.
    """
    if model.head is None:
        raise ValueError("a direct logit effect needs a model that predicts the next token")
    unembedding, _ = fold(norm_before(model, model.head), output_weights(model.head))
    columns = output_weights(model.projections[layer])[:, list(neurons)].double()
    effects: npt.NDArray[np.float64] = (unembedding @ columns).cpu().numpy()
    return effects


def letter_cases(vocabulary: Sequence[str]) -> npt.NDArray[np.str_]:
    """For each token `upper case` or `lower case`, after its first letter behind blanks; else empty."""
    first = [text.lstrip()[:1] for text in vocabulary]
    return np.array([UPPER if c.isupper() else LOWER if c.islower() else "" for c in first])


def compare_cases(
    effects: npt.NDArray[np.float64], cases: npt.NDArray[np.str_], neurons: Sequence[int]
) -> pl.DataFrame:
    """Mean effect (vocabulary, neurons) on tokens of either case, one row a neuron, the first one studied.

    `roc_auc` is the chance that a token with a capital is raised more than one without.
    """
    told = cases != ""
    upper = cases[told] == UPPER
    records = []
    for column, neuron in enumerate(neurons):
        values = effects[told, column]
        above, below = float(values[upper].mean()), float(values[~upper].mean())
        role = "studied" if column == 0 else "random"
        records.append((role, neuron, above, below, above - below, evaluate(upper, values).roc_auc))
    return pl.DataFrame(records, schema=LOGIT_COLUMNS, orient="row")
