"""Rows in the order of a neuron's activations: what every statistic of ranks begins with."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

# Neurons converted at a time, and neurons sorted at a time: few enough to bound memory and to stay in cache.
_WIDE, _NARROW = 32, 16

_LOW_HALF = np.uint64(0xFFFFFFFF)
_SIGN = np.uint32(0x80000000)


def blocks(neurons: int, size: int = _WIDE) -> Iterator[slice]:
    """Yield slices that cut a number of neurons into blocks of at most `size`."""
    for first in range(0, neurons, size):
        yield slice(first, min(first + size, neurons))


def few_columns(x: npt.NDArray[np.floating]) -> Iterator[tuple[slice, npt.NDArray[np.floating]]]:
    """Yield neurons of x (rows, neurons) a few at a time: which, and their activations by contiguous columns.

    Few columns stay in cache while they are sorted; more of them are copied at once, to read whole lines, and
    before they are turned, which is four times as fast as turning what is far apart.
    """
    for wide in blocks(x.shape[1]):
        columns = np.ascontiguousarray(np.ascontiguousarray(x[:, wide]).T)
        for narrow in blocks(columns.shape[0], _NARROW):
            yield slice(wide.start + narrow.start, wide.start + narrow.stop), columns[narrow].T


def ascending(x: npt.NDArray[np.floating]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return the rows in ascending order of each neuron's activation, and where the activation rises.

    x: (rows, neurons), compared as float32. The order: (neurons, rows); tied rows stand by index. The ends of
    ties: (neurons, rows), whether the next value is larger, true for the last.

    Value and row share one 64-bit key, so that one sort of integers, for which numpy has vectorised code,
    yields both: three times as fast here as argsort.
    """
    # Adding 0 turns -0 into 0, so that both have one key.
    bits = np.ascontiguousarray(x.T, dtype=np.float32) + np.float32(0)
    # Floats sort like integers once the sign bit of all and the other bits of negative ones are turned over.
    turned = (bits.view(np.int32) >> 31).view(np.uint32) | _SIGN
    keys = (bits.view(np.uint32) ^ turned).astype(np.uint64) << np.uint64(32)
    keys |= np.arange(x.shape[0], dtype=np.uint64)
    keys.sort(axis=1)
    ends = np.ones(keys.shape, dtype=np.bool_)
    np.greater(keys[:, 1:] ^ keys[:, :-1], _LOW_HALF, out=ends[:, :-1])
    return (keys & _LOW_HALF).view(np.int64), ends
