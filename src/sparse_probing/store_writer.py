"""Writes an activation store slab by slab, front to back, and hashes each file when it is written."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import zarr
from zarr.codecs import Crc32cCodec

from sparse_probing.errors import UserError
from sparse_probing.files import sha256
from sparse_probing.manifest import Manifest, StoreShape
from sparse_probing.quantisation import error_bound, quantise

_CHUNK_NEURONS = 128
"""Neurons of a chunk, at most: what is read for the sake of one. docs/performance.md compares layouts."""
_LEAST_SLAB_ROWS = 256
_BYTES = {"float32": 4, "float16": 2, "int8": 4}
"""Of a value while it is gathered: integers are made of float32 when a slab is full."""


class StoreWriter:
    """Writes a store. A slab, the unit in which it is written, makes one file a layer."""

    def __init__(
        self, path: Path, shape: StoreShape, attributes: Mapping[str, Any], *, slab_bytes: int
    ) -> None:
        """`slab_bytes` is about what the activations of a slab take in memory, all layers together."""
        self.shape = shape
        self.slab_rows = _slab_rows(shape, slab_bytes)
        self._path = path
        self._attributes = dict(attributes)
        self._group = zarr.create_group(path, zarr_format=3, attributes=self._attributes)
        self._layers = {layer: self._create_layer(layer) for layer in shape.layers}
        self._scales = {layer: self._create_scales(layer) for layer in shape.layers if shape.dtype == "int8"}
        self._row = self._create("row", (shape.rows,), "uint32", ["row"], chunks=(self.slab_rows,))
        self._bounds = dict.fromkeys(self._scales, 0.0)
        self._files: dict[str, str] = {}
        self._written = 0

    def append(
        self, rows: npt.NDArray[np.uint32], activations: Iterable[npt.NDArray[np.floating[Any]]]
    ) -> None:
        """Write the next `rows` (n,) with their `activations`, (n, neurons) for each layer in turn.

        Every call but the last brings exactly `slab_rows` rows, so that no file is written twice.
        Raises UserError when a value does not fit the number type of the store.
        """
        stop = self._written + len(rows)
        if stop > self.shape.rows:
            raise ValueError(f"expected {self.shape.rows} rows, found at least {stop}")
        slab = self._written // self.slab_rows
        for layer, values in zip(self.shape.layers, activations, strict=True):
            self._write_layer(layer, slab, slice(self._written, stop), values)
        self._row[self._written : stop] = rows
        self._hash(f"row/c/{slab}")
        self._written = stop

    def close(self) -> Manifest:
        """The manifest of the finished store.

        Raises ValueError when some of the rows were not written: they would read as zeros.
        """
        if self._written != self.shape.rows:
            raise ValueError(f"expected {self.shape.rows} rows, found {self._written}")
        for layer, bound in self._bounds.items():
            self._scales[layer].update_attributes({"error_bound": bound})
        for metadata in sorted(self._path.rglob("zarr.json")):
            self._hash(metadata.relative_to(self._path).as_posix())
        return Manifest(shape=self.shape, attributes=self._attributes, files=self._files)

    def _write_layer(
        self, layer: int, slab: int, place: slice, values: npt.NDArray[np.floating[Any]]
    ) -> None:
        gathered = "float16" if self.shape.dtype == "float16" else "float32"
        with np.errstate(over="ignore"):
            values = values.astype(gathered, copy=False)
        check_finite(layer, values)
        if self.shape.dtype == "int8":
            self._layers[layer][place], scales = quantise(values)
            self._scales[layer][slab] = scales
            self._bounds[layer] = max(self._bounds[layer], error_bound(scales))
            self._hash(f"scales/{layer:02d}/c/{slab}/0")
        else:
            self._layers[layer][place] = values
        self._hash(f"layers/{layer:02d}/c/{slab}/0")

    def _create_layer(self, layer: int) -> zarr.Array[Any]:
        shape = self.shape
        return self._create(
            f"layers/{layer:02d}",
            (shape.rows, shape.neurons),
            shape.dtype,
            ["row", "neuron"],
            chunks=(self.slab_rows, _chunk_neurons(shape.neurons)),
            shards=(self.slab_rows, shape.neurons),
        )

    def _create_scales(self, layer: int) -> zarr.Array[Any]:
        slabs = -(-self.shape.rows // self.slab_rows)
        neurons = self.shape.neurons
        return self._create(
            f"scales/{layer:02d}", (slabs, neurons), "float32", ["slab", "neuron"], chunks=(1, neurons)
        )

    def _create(
        self,
        name: str,
        shape: tuple[int, ...],
        dtype: str,
        dimensions: list[str],
        *,
        chunks: tuple[int, ...],
        shards: tuple[int, ...] | None = None,
    ) -> zarr.Array[Any]:
        return self._group.create_array(
            name,
            shape=shape,
            dtype=dtype,
            chunks=chunks,
            shards=shards,
            # Mantissas of activations are noise: compression would save a seventh and take time.
            compressors=[Crc32cCodec()],
            dimension_names=dimensions,
            config={"write_empty_chunks": True},
        )

    def _hash(self, name: str) -> None:
        self._files[name] = sha256(self._path / name)


def _slab_rows(shape: StoreShape, slab_bytes: int) -> int:
    """Rows of a slab: what `slab_bytes` allow, less where that makes all slabs about equally full."""
    bytes_per_row = len(shape.layers) * shape.neurons * _BYTES[shape.dtype]
    most = max(_LEAST_SLAB_ROWS, slab_bytes // bytes_per_row)
    slabs = max(1, -(-shape.rows // most))
    return max(1, -(-shape.rows // slabs))


def _chunk_neurons(neurons: int) -> int:
    """The largest divisor of `neurons` that is no larger than a chunk may be: no chunk is partly empty."""
    return max(size for size in range(1, min(neurons, _CHUNK_NEURONS) + 1) if neurons % size == 0)


def check_finite(layer: int, values: npt.NDArray[np.floating[Any]]) -> None:
    """Raise UserError that names neuron and remedy when one of `values` (rows, neurons) is not finite."""
    if _all_finite(values):
        return
    row, neuron = np.argwhere(~np.isfinite(values))[0]
    value = values[row, neuron]
    if np.isinf(value) and values.dtype == np.float16:
        problem = "a value does not fit float16; set extraction.store_dtype: float32"
    else:
        problem = f"the model computes {value}; check its weights, or set extraction.dtype: float32"
    raise UserError(f"layer {layer}, neuron {neuron}: {problem}")


def _all_finite(values: npt.NDArray[np.floating[Any]]) -> bool:
    if values.dtype != np.float16 or not values.size:
        return bool(np.isfinite(values).all())
    # NumPy widens float16 before it looks. As integers, infinities and nans are the largest of either sign.
    bits = values.view(np.uint16)
    return bool(bits.view(np.int16).max() < 0x7C00 and bits.max() < 0xFC00)
