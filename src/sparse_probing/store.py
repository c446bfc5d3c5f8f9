"""Activation stores: a Zarr v3 group per shard of a dataset, an array per layer, and a manifest beside it.

    0000.zarr/layers/00 ... (rows, neurons)   0000.zarr/row (rows,): positions in rows.parquet
    0000.manifest.json                        shape, number type, sha256 of every file

Rows stand in the order in which they were computed; `row` says which they are. Every chunk carries a CRC-32C.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import zarr
from zarr.codecs import Crc32cCodec, ZstdCodec

from sparse_probing.errors import UserError
from sparse_probing.files import sha256

SLAB_BYTES = 128 * 2**20
"""Activations of all layers that are gathered before they are written: bounds memory, sizes the shards."""
_CHUNK_ROWS = 256
_ROW_CHUNK = 65_536


@dataclass(frozen=True)
class StoreShape:
    """What a store holds: layers by number, rows, neurons a layer, number type on disk."""

    layers: tuple[int, ...]
    rows: int
    neurons: int
    dtype: str

    @property
    def slab_rows(self) -> int:
        """Rows that are written at once; a multiple of the chunk height."""
        bytes_per_row = len(self.layers) * self.neurons * 4
        chunks = max(1, SLAB_BYTES // (bytes_per_row * _CHUNK_ROWS))
        needed = -(-self.rows // _CHUNK_ROWS)
        return int(min(chunks, needed) * _CHUNK_ROWS)


class StoreWriter:
    """Writes a store slab by slab, front to back."""

    def __init__(self, path: Path, shape: StoreShape, attributes: Mapping[str, Any]) -> None:
        self.shape = shape
        self._group = zarr.create_group(path, zarr_format=3, attributes=dict(attributes))
        self._layers = {
            layer: self._create(f"layers/{layer:02d}", shape.neurons, shape.dtype) for layer in shape.layers
        }
        self._row = self._group.create_array(
            "row",
            shape=(shape.rows,),
            dtype="uint32",
            chunks=(_ROW_CHUNK,),
            compressors=[Crc32cCodec()],
            dimension_names=["row"],
        )
        self._written = 0

    def _create(self, name: str, neurons: int, dtype: str) -> zarr.Array[Any]:
        return self._group.create_array(
            name,
            shape=(self.shape.rows, neurons),
            dtype=dtype,
            chunks=(_CHUNK_ROWS, neurons),
            shards=(self.shape.slab_rows, neurons),
            compressors=[ZstdCodec(level=1), Crc32cCodec()],
            dimension_names=["row", "neuron"],
        )

    def append(self, rows: npt.NDArray[np.uint32], activations: npt.NDArray[np.float32]) -> None:
        """Write the next `rows` (n,) with their `activations` (layers, n, neurons).

        Every call but the last brings exactly `shape.slab_rows` rows, so that no shard is written twice.
        Raises UserError when a value does not fit the number type of the store.
        """
        stop = self._written + len(rows)
        for position, layer in enumerate(self.shape.layers):
            with np.errstate(over="ignore"):
                values = activations[position].astype(self.shape.dtype)
            self._check_finite(values, layer)
            self._layers[layer][self._written : stop] = values
        self._row[self._written : stop] = rows
        self._written = stop

    def _check_finite(self, values: npt.NDArray[Any], layer: int) -> None:
        if not np.isfinite(values).all():
            neuron = int(np.argwhere(~np.isfinite(values))[0, 1])
            raise UserError(
                f"layer {layer}, neuron {neuron}: an activation does not fit {self.shape.dtype}; "
                "set extraction.store_dtype: float32"
            )


def write_manifest(store: Path, path: Path, shape: StoreShape, attributes: Mapping[str, Any]) -> None:
    """Write the manifest of a finished `store`: its shape, attributes, and the hash of each of its files."""
    files = sorted(p for p in store.rglob("*") if p.is_file() and not p.name.startswith("."))
    manifest = {
        **attributes,
        "layers": list(shape.layers),
        "rows": shape.rows,
        "neurons": shape.neurons,
        "dtype": shape.dtype,
        "files": {str(p.relative_to(store)): sha256(p) for p in files},
    }
    path.write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Activations:
    """A dataset's activations, read lazily from the stores of its shards."""

    stores: tuple[Path, ...]
    layers: tuple[int, ...]
    neurons: int
    attributes: Mapping[str, Any]

    @classmethod
    def open(cls, manifests: Sequence[Path]) -> Self:
        """Open the stores that stand beside `manifests`, in shard order.

        Raises UserError when a store is missing or the shards do not belong together.
        """
        contents = [json.loads(path.read_text(encoding="utf-8")) for path in manifests]
        stores = tuple(path.with_name(path.name.replace(".manifest.json", ".zarr")) for path in manifests)
        for store in stores:
            if not store.is_dir():
                raise UserError(f"{store}: store is missing; delete its manifest and run again")
        first = contents[0]
        for path, content in zip(manifests, contents, strict=True):
            if (content["layers"], content["neurons"]) != (first["layers"], first["neurons"]):
                raise UserError(f"{path}: layers or neurons differ from {manifests[0]}")
        return cls(stores, tuple(first["layers"]), first["neurons"], first)

    def row(self) -> npt.NDArray[np.uint32]:
        """Positions in rows.parquet, in the order of the stores."""
        return np.concatenate([self._read(store, "row") for store in self.stores])

    def layer(self, layer: int, rows: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.float32]:
        """Activations (rows, neurons) of one layer for the given positions in rows.parquet, in their order.

        Raises UserError that names the store when a chunk is missing or damaged, or a row is not there.
        """
        stored = self.row()
        order = np.argsort(stored, kind="stable")
        found = np.searchsorted(stored, rows, sorter=order)
        at = order[np.minimum(found, len(order) - 1)]
        if not np.array_equal(stored[at], rows):
            raise UserError(f"{self.stores[0]}: some rows are not in the store; delete its manifest and run again")
        values = np.concatenate([self._read(store, f"layers/{layer:02d}") for store in self.stores])
        return values[at].astype(np.float32)

    def _read(self, store: Path, name: str) -> npt.NDArray[Any]:
        try:
            array = zarr.open_array(store, path=name, mode="r")
            return np.asarray(array[:])
        except (OSError, ValueError, KeyError, RuntimeError, zarr.errors.BaseZarrError) as error:
            raise UserError(f"{store}/{name}: damaged ({error}); delete {store} and run again") from None
