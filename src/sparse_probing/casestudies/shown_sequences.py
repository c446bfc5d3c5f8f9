"""Test sequences on which neurons are shown: some drawn from all, and some of each feature."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.casestudies.documents import holds, test_rows
from sparse_probing.casestudies.token_stream import TokenStream
from sparse_probing.predicates import matches
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import Split
from sparse_probing.stable_hash import row_priority


@dataclass(frozen=True)
class ShownSequences:
    """Sequences, their tokens in the same order, and the rows in them.

    frame: one row a sequence, with columns sequence, document and group.
    rows: with the columns of rows.parquet, and `at`, the place in `frame` of a row's sequence.
    """

    frame: pl.DataFrame
    rows: pl.DataFrame
    stream: TokenStream

    def asked(self, feature: Feature) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Tokens (tokens,) in rows of which `feature` holds, and in rows of which it does not."""
        own = holds(self.rows, feature)
        return self._covered(own), self._covered(matches(self.rows, feature.among) & ~own)

    def _covered(self, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Which tokens stand in some of the `chosen` (rows,) rows."""
        steps = np.zeros(len(self.stream.ids) + 1, dtype=np.int64)
        rows = self.rows.filter(chosen)
        first = self.stream.bounds[rows["at"].to_numpy()]
        np.add.at(steps, first + rows["start"].to_numpy().astype(np.int64), 1)
        np.add.at(steps, first + rows["stop"].to_numpy().astype(np.int64), -1)
        return np.asarray(np.cumsum(steps[:-1]) > 0)


def draw_sequences(
    rows: pl.DataFrame,
    sequences: pl.DataFrame,
    features: Sequence[Feature],
    split: Split,
    *,
    count: int,
    of_feature: int,
    seed: int,
) -> ShownSequences:
    """`count` test sequences by a seeded hash, and besides `of_feature` of those in which each feature holds.

    rows, sequences: of a dataset. Only sequences with rows count. They stay in their order.
    """
    test = test_rows(rows, split)
    known = test.select("sequence", "document", "group").unique("sequence", maintain_order=True)
    priority = row_priority(known["document"], known["sequence"], salt=f"shown:{seed}")
    by_priority = known["sequence"].gather(np.argsort(priority, kind="stable"))
    drawn = by_priority.head(count).to_list()
    for feature in features:
        own = test.filter(holds(test, feature))["sequence"].unique().to_list()
        drawn += by_priority.filter(by_priority.is_in(own)).head(of_feature).to_list()
    frame = known.filter(pl.col("sequence").is_in(drawn)).sort("sequence")
    tokens = frame.select("sequence").join(sequences, on="sequence", maintain_order="left")["tokens"]
    places = frame.select("sequence").with_row_index("at")
    inside = test.join(places, on="sequence", maintain_order="left")
    return ShownSequences(frame, inside, TokenStream.of(tokens.to_list()))
