"""Slabs: activations gathered on the device, and written by a thread while the next ones are computed."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from sparse_probing.store_writer import StoreWriter


class _Slab:
    """Room for the vectors of all layers, allocated once, on the devices from which they come."""

    def __init__(self, capacity: int, neurons: int, dtype: torch.dtype) -> None:
        self.rows = np.empty(capacity, dtype=np.uint32)
        self.filled = 0
        self._shape, self._dtype = (capacity, neurons), dtype
        self._layers: dict[int, Tensor] = {}

    def layer(self, layer: int, device: torch.device) -> Tensor:
        """The room (capacity, neurons) of a layer."""
        if layer not in self._layers:
            self._layers[layer] = torch.empty(self._shape, dtype=self._dtype, device=device)
        return self._layers[layer]

    @torch.inference_mode()
    def take_rest(self, full: "_Slab", start: int) -> None:
        """Begin with what stands in `full` from row `start` on."""
        self.filled = full.filled - start
        self.rows[: self.filled] = full.rows[start : full.filled]
        for layer, values in full._layers.items():
            self.layer(layer, values.device)[: self.filled] = values[start : full.filled]

    def arrays(self, layers: tuple[int, ...], count: int) -> Iterator[npt.NDArray[np.floating[Any]]]:
        """The first `count` vectors (count, neurons) of each of `layers`, copied out one layer at a time."""
        for layer in layers:
            yield self._layers[layer][:count].cpu().numpy()


class Slabs:
    """Two slabs in turn: one is filled while a thread writes the other, so memory is bounded.

    Used as a context: on leaving it without an error everything has been written.
    """

    def __init__(self, writer: StoreWriter, *, batch_rows: int) -> None:
        """`batch_rows` is the number of rows of the largest batch."""
        self._writer = writer
        shape = writer.shape
        dtype = torch.float16 if shape.dtype == "float16" else torch.float32
        self._filling, self._spare = (
            _Slab(writer.slab_rows + batch_rows, shape.neurons, dtype) for _ in range(2)
        )
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._writing: Future[None] | None = None

    def put(self, layer: int, first: int, vectors: Tensor) -> None:
        """Take `vectors` (rows, neurons) of one layer: those of the running batch from its row `first` on."""
        start = self._filling.filled + first
        self._filling.layer(layer, vectors.device)[start : start + len(vectors)] = vectors

    def commit(self, rows: npt.NDArray[np.uint32]) -> None:
        """The running batch, which is about `rows`, is complete."""
        slab = self._filling
        slab.rows[slab.filled : slab.filled + len(rows)] = rows
        slab.filled += len(rows)
        while self._filling.filled >= self._writer.slab_rows:
            self._hand_over(self._writer.slab_rows)

    def _hand_over(self, count: int) -> None:
        """Let the thread write the first `count` rows, as soon as it is done with the slab before."""
        self._wait()
        full, self._filling = self._filling, self._spare
        self._filling.take_rest(full, count)
        self._spare = full
        arrays = full.arrays(self._writer.shape.layers, count)
        self._writing = self._thread.submit(self._writer.append, full.rows[:count], arrays)

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                if self._filling.filled:
                    self._hand_over(self._filling.filled)
                self._wait()
        finally:
            self._thread.shutdown()
