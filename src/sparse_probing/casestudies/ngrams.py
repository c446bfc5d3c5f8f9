"""The pairs of tokens that drive a neuron: many unrelated ones are the mark of a polysemantic neuron."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.casestudies.token_stream import TokenStream
from sparse_probing.stable_hash import row_priority

COLUMNS = {
    "place": pl.UInt32(),
    "previous": pl.String(),
    "token": pl.String(),
    "contexts": pl.UInt32(),
    "top_mean": pl.Float64(),
    "occurrences": pl.UInt32(),
    "mean": pl.Float64(),
}


def draw_sequences(sequences: pl.DataFrame, *, count: int, seed: int) -> pl.Series:
    """The token ids of at most `count` rows of sequences.parquet, by a seeded hash, in their order."""
    priority = row_priority(sequences["document"], sequences["sequence"], salt=f"ngrams:{seed}")
    drawn = np.sort(np.argsort(priority, kind="stable")[:count])
    return sequences["tokens"].gather(drawn)


def driving_pairs(
    stream: TokenStream, values: npt.NDArray[np.float32], vocabulary: Sequence[str], *, contexts: int
) -> pl.DataFrame:
    """The tokens on which a neuron is most active, grouped with the token before each.

    values: (tokens,) its activations. Of the `contexts` highest ones, one row for each distinct pair, those
    with most contexts first (`place` from 1), ties to the higher `top_mean`: `contexts` and `top_mean` are of
    the highest activations, `occurrences` and `mean` of all places where the pair stands. A first token has
    none before it and does not count.
    """
    inner = np.flatnonzero(stream.position > 0)
    pairs = pl.DataFrame(
        {
            "before": stream.ids[inner - 1],
            "id": stream.ids[inner],
            "value": values[inner].astype(np.float64),
            "top": np.argsort(np.argsort(-values[inner], kind="stable"), kind="stable") < contexts,
        }
    )
    texts = pl.Series(vocabulary, dtype=pl.String)
    found = (
        pairs.group_by("before", "id", maintain_order=True)
        .agg(
            contexts=pl.col("top").sum(),
            top_mean=pl.col("value").filter("top").mean(),
            occurrences=pl.len(),
            mean=pl.col("value").mean(),
        )
        .filter(pl.col("contexts") > 0)
        .sort(["contexts", "top_mean", "before", "id"], descending=[True, True, False, False])
        .with_row_index("place", offset=1)
    )
    return (
        found.with_columns(previous=texts.gather(found["before"]), token=texts.gather(found["id"]))
        .select(*COLUMNS)
        .cast({"place": pl.UInt32, "contexts": pl.UInt32, "occurrences": pl.UInt32})
    )
