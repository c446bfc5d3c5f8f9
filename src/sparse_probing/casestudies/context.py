"""What a context neuron does: its activations by class, and tokens that it tells apart by their context."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.casestudies.distributions import BAR, BOX, boxes, histogram
from sparse_probing.casestudies.documents import Documents

Values = npt.NDArray[np.float32]
Labels = npt.NDArray[np.bool_]

DOCUMENT_COLUMNS = {
    "class": pl.String(),
    "positive": pl.Boolean(),
    "document": pl.String(),
    "group": pl.String(),
    "mean": pl.Float64(),
    "maximum": pl.Float64(),
}
HISTOGRAM_COLUMNS = {"positive": pl.Boolean(), **BAR}
AMBIGUOUS_COLUMNS = {
    "place": pl.UInt32(),
    "token": pl.String(),
    "gap": pl.Float64(),
    "positive": pl.Boolean(),
    **BOX,
}


def document_activations(documents: Documents, values: Values, positive: Labels) -> pl.DataFrame:
    """Mean and maximum activation of each document over the tokens that probes see.

    values: (tokens,) activations of a neuron. positive: (documents,) whether its feature holds.
    """
    probed = documents.probed
    return (
        pl.DataFrame({"at": documents.of_token[probed], "value": values[probed].astype(np.float64)})
        .group_by("at", maintain_order=True)
        .agg(mean=pl.col("value").mean(), maximum=pl.col("value").max())
        .join(
            pl.DataFrame(
                {
                    "at": np.arange(documents.frame.height),
                    "class": documents.classes,
                    "document": documents.frame["document"],
                    "group": documents.frame["group"],
                    "positive": positive,
                }
            ),
            on="at",
            maintain_order="left",
        )
        .select(*DOCUMENT_COLUMNS)
    )


def token_histogram(documents: Documents, values: Values, positive: Labels, *, bins: int) -> pl.DataFrame:
    """Histograms of the activations (tokens,) of a neuron, in documents with and without its feature."""
    probed = documents.probed
    tokens = pl.DataFrame({"positive": positive[documents.of_token[probed]], "value": values[probed]})
    return histogram(tokens.sort("positive", maintain_order=True), ["positive"], "value", bins=bins)


def ambiguous_tokens(
    documents: Documents,
    values: Values,
    positive: Labels,
    vocabulary: Sequence[str],
    *,
    count: int,
    min_occurrences: int,
) -> pl.DataFrame:
    """Tokens that are frequent in documents with and without a feature, and that a neuron tells apart.

    Of the tokens with at least `min_occurrences` on either side, the `count` whose mean activations differ
    most (`gap`, positive minus negative). Two rows a token, one a side, widest gap first; `place` from 1.
    vocabulary: the text of each token id.
    """
    probed = documents.probed
    tokens = pl.DataFrame(
        {
            "id": documents.stream.ids[probed],
            "positive": positive[documents.of_token[probed]],
            "value": values[probed].astype(np.float64),
        }
    )
    sides = boxes(tokens.sort("id", "positive", maintain_order=True), ["id", "positive"], "value")
    means = sides.filter(pl.col("count") >= min_occurrences).pivot("positive", index="id", values="mean")
    if not {"true", "false"} <= set(means.columns):
        return pl.DataFrame(schema=AMBIGUOUS_COLUMNS)
    widest = (
        means.drop_nulls()
        .with_columns(gap=pl.col("true") - pl.col("false"))
        .sort(pl.col("gap").abs(), pl.col("id"), descending=[True, False])
        .head(count)
        .with_row_index("place", offset=1)
    )
    texts = pl.DataFrame({"id": np.arange(len(vocabulary)), "token": vocabulary})
    return (
        widest.join(texts, on="id", maintain_order="left")
        .join(sides, on="id", maintain_order="left_right")
        .cast({"place": pl.UInt32})
        .select(*AMBIGUOUS_COLUMNS)
    )
