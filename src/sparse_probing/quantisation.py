"""Activations in a byte each: integers and one scale a neuron."""

from typing import Any

import numpy as np
import numpy.typing as npt

_LARGEST = 127


def quantise(
    values: npt.NDArray[np.floating[Any]],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Integers (rows, neurons) and scales (neurons,), whose product is `values` to within half a scale.

    A neuron's scale is its largest magnitude in these rows over 127; that of a silent neuron is 0.
    """
    scales = (np.abs(values).max(axis=0) / _LARGEST).astype(np.float32)
    scales[scales < np.finfo(np.float32).tiny] = 0  # as good as silent; the inverse would overflow
    inverse = np.divide(1, scales, out=np.zeros_like(scales), where=scales > 0)
    return np.rint(values * inverse).clip(-_LARGEST, _LARGEST).astype(np.int8), scales


def restore(integers: npt.NDArray[np.int8], scales: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The values (rows, neurons) that `integers` and `scales`, of any shapes that go together, stand for."""
    return integers * scales


def error_bound(scales: npt.NDArray[np.float32]) -> float:
    """The largest difference between a value and what is restored of it."""
    return float(scales.max(initial=0)) / 2
