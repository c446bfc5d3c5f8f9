"""Sequences of token ids laid end to end, so that what is known of each token is one flat array."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class TokenStream:
    """Token ids of all sequences (tokens,), and where each begins and the last ends (sequences + 1,)."""

    ids: IntArray
    bounds: IntArray

    @classmethod
    def of(cls, sequences: Sequence[Sequence[int]]) -> "TokenStream":
        """Lay `sequences` end to end."""
        lengths = [len(sequence) for sequence in sequences]
        ids = np.concatenate([np.empty(0, np.int64), *(np.asarray(s, np.int64) for s in sequences)])
        return cls(ids, np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]))

    @property
    def sequence(self) -> IntArray:
        """The number of each token's sequence; (tokens,)."""
        return np.repeat(np.arange(len(self.bounds) - 1), np.diff(self.bounds))

    @property
    def position(self) -> IntArray:
        """Each token's place in its sequence; (tokens,)."""
        return np.arange(len(self.ids)) - self.bounds[self.sequence]

    def batches(self, tokens_per_batch: int) -> Iterator["Padded"]:
        """Batches of sequences of similar length, longest first, of at most that many tokens with padding."""
        lengths = np.diff(self.bounds)
        order = np.argsort(-lengths, kind="stable")
        order = order[lengths[order] > 0]
        start = 0
        while start < len(order):
            longest = lengths[order[start]]
            members = order[start : start + max(1, tokens_per_batch // longest)]
            places = self.bounds[members, None] + np.arange(longest)
            mask = np.arange(longest) < lengths[members, None]
            yield Padded(places=np.where(mask, places, 0), mask=mask)
            start += len(members)


@dataclass(frozen=True)
class Padded:
    """A batch, padded on the right: the tokens' places in the stream, 0 for padding, and which are tokens.

    places, mask: (sequences, tokens).
    """

    places: IntArray
    mask: npt.NDArray[np.bool_]
