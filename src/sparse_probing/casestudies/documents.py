"""Test documents of a dataset, drawn evenly from its classes, with their tokens."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.casestudies.token_stream import TokenStream
from sparse_probing.predicates import matches
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import Split
from sparse_probing.splits import assign_splits
from sparse_probing.stable_hash import row_priority

REST = "other"
"""The class of documents of which no feature holds."""


@dataclass(frozen=True)
class Documents:
    """Documents and their tokens.

    frame: one row a document, with the columns of rows.parquet.
    classes: (documents,) name of the first feature that holds of each.
    draws: (documents,) how many documents of its class were drawn before each.
    stream: their tokens, in the same order.
    """

    frame: pl.DataFrame
    classes: pl.Series
    draws: npt.NDArray[np.int64]
    stream: TokenStream

    @property
    def of_token(self) -> npt.NDArray[np.int64]:
        """The document of each token: its row in `frame`; (tokens,)."""
        return self.stream.sequence

    @property
    def probed(self) -> npt.NDArray[np.bool_]:
        """Which tokens are part of a document's row, as probes see it; (tokens,)."""
        position = self.stream.position
        start, stop = (self.frame[name].to_numpy()[self.of_token] for name in ("start", "stop"))
        return np.asarray((start <= position) & (position < stop))

    def holds(self, feature: Feature) -> npt.NDArray[np.bool_]:
        """Of which documents a feature holds; (documents,)."""
        return holds(self.frame, feature)

    def some(self, chosen: npt.NDArray[np.bool_]) -> "Documents":
        """The `chosen` (documents,) ones."""
        bounds = self.stream.bounds
        kept = [self.stream.ids[bounds[i] : bounds[i + 1]].tolist() for i in np.flatnonzero(chosen)]
        return Documents(
            self.frame.filter(chosen), self.classes.filter(chosen), self.draws[chosen], TokenStream.of(kept)
        )

    def first(self, per_class: int) -> "Documents":
        """At most `per_class` documents of each class, the first ones drawn."""
        return self.some(self.draws < per_class)


def draw_documents(
    rows: pl.DataFrame,
    sequences: pl.DataFrame,
    features: Sequence[Feature],
    split: Split,
    *,
    per_class: int,
    seed: int,
) -> Documents:
    """At most `per_class` test documents of each class, by a seeded hash: more of them include these.

    rows, sequences: of a dataset whose rows are documents. A document's class is the name of the first of
    `features` that holds of it, or `other`. Documents stay in the order of `rows`.
    """
    test = test_rows(rows, split)
    names = np.full(test.height, REST, dtype=object)
    for feature in reversed(features):
        names[holds(test, feature)] = feature.name
    classes = pl.Series("class", names, dtype=pl.String)
    priority = pl.Series("priority", row_priority(test["document"], test["start"], salt=f"documents:{seed}"))
    rank = pl.col("priority").rank("ordinal").over("class")
    ranks = pl.DataFrame([classes, priority]).select(rank).to_series().to_numpy().astype(np.int64)
    drawn = ranks <= per_class
    frame = test.filter(drawn)
    tokens = frame.select("sequence").join(sequences, on="sequence", maintain_order="left")["tokens"]
    return Documents(frame, classes.filter(drawn), ranks[drawn] - 1, TokenStream.of(tokens.to_list()))


def test_rows(rows: pl.DataFrame, split: Split) -> pl.DataFrame:
    """Those of `rows` whose groups belong to test, where no probe has looked."""
    splits = assign_splits(
        rows["group"], train=split.train, validation=split.validation, test=split.test, seed=split.seed
    )
    return rows.filter(splits == "test")


def holds(rows: pl.DataFrame, feature: Feature) -> npt.NDArray[np.bool_]:
    """Of which rows a feature holds; (rows,)."""
    return matches(rows, feature.among) & matches(rows, feature.where)
