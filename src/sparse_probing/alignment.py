"""Which tokens stand for which characters.

Fast tokenizers report a character range for every token. What the range covers differs: some include the
blank before a word, the pieces of one character split over several byte tokens all report that character.
Alignment therefore looks at the characters of a token that are not white space, and speaks of overlap.
"""

import re

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]


def trim_offsets(text: str, offsets: IntArray) -> IntArray:
    """Shrink the ranges `offsets` (ranges, 2) of tokens or spans to exclude white space at both ends.

    A range of white space alone becomes empty, at its end.
    """
    bounds = [match.span() for match in re.finditer(r"\S+", text)]
    # The last, behind the text, makes every index below valid.
    words = np.array([*bounds, (len(text) + 1, len(text) + 1)], dtype=np.int64)
    starts, stops = offsets[:, 0], offsets[:, 1]
    first = np.searchsorted(words[:, 1], starts, side="right")
    last = np.searchsorted(words[:, 0], stops, side="left") - 1
    solid = first <= last
    trimmed_starts = np.where(solid, np.maximum(starts, words[first, 0]), stops)
    trimmed_stops = np.where(solid, np.minimum(stops, words[last, 1]), stops)
    return np.stack([trimmed_starts, trimmed_stops], axis=1)


def tokens_of_spans(trimmed: IntArray, spans: IntArray) -> IntArray:
    """First and last + 1 token that overlap each span of characters.

    Both `trimmed` (tokens, 2) and `spans` (spans, 2) come from `trim_offsets`. Returns (spans, 2), half-open;
    a span that no token overlaps (empty, white space, text that was cut off) gets an empty range.
    """
    solid = np.flatnonzero(trimmed[:, 0] < trimmed[:, 1])
    if not len(solid):
        return np.zeros((len(spans), 2), dtype=np.int64)
    starts, stops = trimmed[solid, 0], trimmed[solid, 1]
    first = np.searchsorted(np.maximum.accumulate(stops), spans[:, 0], side="right")
    last = np.searchsorted(starts, spans[:, 1], side="left")
    found = (first < last) & (spans[:, 0] < spans[:, 1])
    bounded_first = solid[np.minimum(first, len(solid) - 1)]
    bounded_last = solid[np.maximum(last, 1) - 1] + 1
    return np.where(found[:, None], np.stack([bounded_first, bounded_last], axis=1), 0)


def paint(length: int, spans: IntArray, values: npt.ArrayLike) -> IntArray:
    """For each of `length` characters, the value of the shortest span that covers it; -1 where there is none.

    `spans` is (spans, 2), half-open; `values` (spans,) are non-negative. Of equally long ones the later wins.
    """
    canvas = np.full(length, -1, dtype=np.int64)
    order = np.argsort(spans[:, 0] - spans[:, 1], kind="stable")
    for (start, stop), value in zip(spans[order].tolist(), np.asarray(values)[order].tolist(), strict=True):
        canvas[start:stop] = value
    return canvas
