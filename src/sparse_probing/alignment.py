"""Which tokens stand for which characters.

Fast tokenizers report a character range for every token. What the range covers differs: some include the blank before a
word, the pieces of one character split over several byte tokens all report that character. Alignment therefore looks at the
characters of a token that are not white space, and speaks of overlap.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]


def trim_offsets(text: str, offsets: IntArray) -> IntArray:
    """Shrink the character ranges `offsets` (tokens, 2) to exclude white space at both ends.

    A token of white space alone gets an empty range at its end.
    """
    blank = np.fromiter((character.isspace() for character in text), dtype=bool, count=len(text))
    positions = np.arange(len(text))
    next_solid = np.minimum.accumulate(np.where(blank, len(text), positions)[::-1])[::-1]
    last_solid = np.maximum.accumulate(np.where(blank, -1, positions))
    starts, stops = offsets[:, 0], offsets[:, 1]
    padded_next = np.append(next_solid, len(text))
    padded_last = np.append(-1, last_solid)
    trimmed_starts = padded_next[starts]
    trimmed_stops = padded_last[stops] + 1
    solid = trimmed_starts < trimmed_stops
    return np.stack([np.where(solid, trimmed_starts, stops), np.where(solid, trimmed_stops, stops)], axis=1)


def tokens_of_spans(trimmed: IntArray, spans: IntArray) -> IntArray:
    """First and last + 1 token that overlap each span of characters.

    `trimmed` (tokens, 2) comes from `trim_offsets`; `spans` is (spans, 2), half-open. Returns (spans, 2), half-open; a span
    that no token overlaps (white space, or text that was cut off) gets an empty range.
    """
    solid = np.flatnonzero(trimmed[:, 0] < trimmed[:, 1])
    if not len(solid):
        return np.zeros((len(spans), 2), dtype=np.int64)
    starts, stops = trimmed[solid, 0], trimmed[solid, 1]
    first = np.searchsorted(np.maximum.accumulate(stops), spans[:, 0], side="right")
    last = np.searchsorted(starts, spans[:, 1], side="left")
    found = first < last
    bounded_first = solid[np.minimum(first, len(solid) - 1)]
    bounded_last = solid[np.maximum(last, 1) - 1] + 1
    return np.where(found[:, None], np.stack([bounded_first, bounded_last], axis=1), 0)


def paint(length: int, spans: IntArray, values: Sequence[int]) -> IntArray:
    """For each of `length` characters, the value of the shortest span that covers it; -1 where there is none.

    `spans` is (spans, 2), half-open; `values` are non-negative codes, one per span. Of equally long spans the later wins.
    """
    canvas = np.full(length, -1, dtype=np.int64)
    for index in np.argsort(spans[:, 0] - spans[:, 1], kind="stable"):
        canvas[spans[index, 0] : spans[index, 1]] = values[index]
    return canvas
