"""Rows in the order of a neuron's activations: what every statistic of ranks begins with."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

# Neurons that are sorted at a time: few enough for their rows to stay in cache and to bound memory.
_BLOCK = 64

_LOW_HALF = np.uint64(0xFFFFFFFF)
_SIGN = np.uint32(0x80000000)


def blocks(neurons: int) -> Iterator[slice]:
    """Yield slices that cut a number of neurons into blocks of at most 64."""
    for first in range(0, neurons, _BLOCK):
        yield slice(first, min(first + _BLOCK, neurons))


def ascending(
    x: npt.NDArray[np.floating],
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.uint32]]:
    """Return each neuron's activations in ascending order, and the rows that they come from.

    x: (rows, neurons), compared as float32. Both results: (neurons, rows); tied rows stand by index.

    Value and row share one 64-bit key, so that one sort of integers, for which numpy has vectorised code,
    yields both: three times as fast here as argsort.
    """
    # Adding 0 turns -0 into 0, so that both have one key.
    bits = (np.ascontiguousarray(x.T, dtype=np.float32) + np.float32(0)).view(np.uint32)
    negative = bits >= _SIGN
    keys = np.where(negative, ~bits, bits | _SIGN).astype(np.uint64) << np.uint64(32)
    keys |= np.arange(x.shape[0], dtype=np.uint64)
    keys.sort(axis=1)
    ordered = (keys >> np.uint64(32)).astype(np.uint32)
    values = np.where(ordered < _SIGN, ~ordered, ordered ^ _SIGN).view(np.float32)
    return values, (keys & _LOW_HALF).astype(np.uint32)


def ends_of_ties(values: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """Return which positions of sorted values (neurons, rows) are the last of a run of equal ones."""
    ends = np.ones(values.shape, dtype=np.bool_)
    np.not_equal(values[:, 1:], values[:, :-1], out=ends[:, :-1])
    return ends
