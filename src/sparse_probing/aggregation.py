"""From the activations of tokens to one vector a row."""

import numpy as np
import torch
from torch import Tensor

from sparse_probing.batches import Stretch


class RowReader:
    """Makes the vectors of the rows of one stretch from a layer's activations of the whole batch."""

    def __init__(self, stretch: Stretch, aggregation: str, device: torch.device) -> None:
        """`aggregation` is none, mean or max; with none, rows are of one token."""
        if aggregation == "none" and stretch.length != 1:
            raise ValueError(f"expected rows of one token without aggregation, found {stretch.length} tokens")
        self._aggregation = aggregation
        self._length = stretch.length
        self._evenly = _evenly_spaced(stretch)
        positions = stretch.starts[:, None] + np.arange(stretch.length)
        self._positions = None if self._evenly else torch.from_numpy(positions.ravel()).to(device)

    def __call__(self, activations: Tensor) -> Tensor:
        """Vectors (rows, neurons) from `activations` (tokens of the batch, neurons)."""
        spans = self._spans(activations)
        if self._length == 1:
            return spans[:, 0]
        return spans.mean(1, dtype=torch.float32) if self._aggregation == "mean" else spans.amax(1)

    def _spans(self, activations: Tensor) -> Tensor:
        """(rows, length, neurons): a view where rows are evenly spaced, as documents and all tokens are."""
        if self._positions is None:
            return activations.unfold(0, self._length, 1)[self._evenly].transpose(1, 2)
        positions = self._positions.to(activations.device)
        return activations.index_select(0, positions).reshape(-1, self._length, activations.shape[1])


def _evenly_spaced(stretch: Stretch) -> slice | None:
    """The first tokens of all rows as a slice, if there is one."""
    first, last = int(stretch.starts[0]), int(stretch.starts[-1])
    steps = np.diff(stretch.starts)
    step = int(steps[0]) if len(steps) else 1
    return slice(first, last + 1, step) if step > 0 and (steps == step).all() else None
