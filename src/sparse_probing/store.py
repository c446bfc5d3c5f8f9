"""Activation stores: a Zarr v3 group per shard of a dataset, an array per layer, and a manifest beside it.

    0000.zarr/layers/00 ... (rows, neurons)   0000.zarr/row (rows,): positions in rows.parquet
    0000.manifest.json                        shape, number type, sha256 of every file

Rows stand in the order in which they were computed; `row` says which they are. Zarr reads a chunk that is
gone as zeros, so nothing is read before the hashes of its files have been compared with the manifest.
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
_OF_ONE_SHARD = ("rows", "files")
"""Keys of a manifest in which the shards of a dataset differ."""


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
        affordable = SLAB_BYTES // (bytes_per_row * _CHUNK_ROWS)
        needed = -(-self.rows // _CHUNK_ROWS)
        return max(1, min(affordable, needed)) * _CHUNK_ROWS


class StoreWriter:
    """Writes a store slab by slab, front to back."""

    def __init__(self, path: Path, shape: StoreShape, attributes: Mapping[str, Any]) -> None:
        self.shape = shape
        self._group = zarr.create_group(path, zarr_format=3, attributes=dict(attributes))
        self._layers = {layer: self._create(f"layers/{layer:02d}") for layer in shape.layers}
        self._row = self._group.create_array(
            "row",
            shape=(shape.rows,),
            dtype="uint32",
            chunks=(max(1, min(shape.rows, _ROW_CHUNK)),),
            compressors=[Crc32cCodec()],
            dimension_names=["row"],
        )
        self._written = 0

    def _create(self, name: str) -> zarr.Array[Any]:
        return self._group.create_array(
            name,
            shape=(self.shape.rows, self.shape.neurons),
            dtype=self.shape.dtype,
            chunks=(_CHUNK_ROWS, self.shape.neurons),
            shards=(self.shape.slab_rows, self.shape.neurons),
            compressors=[ZstdCodec(level=1), Crc32cCodec()],
            dimension_names=["row", "neuron"],
        )

    def append(self, rows: npt.NDArray[np.uint32], activations: npt.NDArray[np.float32]) -> None:
        """Write the next `rows` (n,) with their `activations` (layers, n, neurons).

        Every call but the last brings exactly `shape.slab_rows` rows, so that no shard is written twice.
        Raises UserError when a value does not fit the number type of the store.
        """
        stop = self._written + len(rows)
        if stop > self.shape.rows:
            raise ValueError(f"expected {self.shape.rows} rows, found at least {stop}")
        for position, layer in enumerate(self.shape.layers):
            self._layers[layer][self._written : stop] = self._as_stored(activations[position], layer)
        self._row[self._written : stop] = rows
        self._written = stop

    def close(self) -> None:
        """Say that all rows were written. Raises ValueError when some were not: they would read as zeros."""
        if self._written != self.shape.rows:
            raise ValueError(f"expected {self.shape.rows} rows, found {self._written}")

    def _as_stored(self, activations: npt.NDArray[np.float32], layer: int) -> npt.NDArray[Any]:
        with np.errstate(over="ignore"):
            stored = activations.astype(self.shape.dtype)
        finite = np.isfinite(stored)
        if not finite.all():
            row, neuron = np.argwhere(~finite)[0]
            value = activations[row, neuron]
            if np.isfinite(value):
                problem = f"{value:g} does not fit {self.shape.dtype}; set extraction.store_dtype: float32"
            else:
                problem = f"the model computes {value}; check its weights, or set extraction.dtype: float32"
            raise UserError(f"layer {layer}, neuron {neuron}: {problem}")
        return stored


def write_manifest(store: Path, path: Path, shape: StoreShape, attributes: Mapping[str, Any]) -> None:
    """Write the manifest of a finished `store`: its shape, attributes, and the hash of each of its files."""
    files = sorted(p for p in store.rglob("*") if p.is_file() and not p.name.startswith("."))
    manifest = {
        **attributes,
        "layers": list(shape.layers),
        "rows": shape.rows,
        "neurons": shape.neurons,
        "dtype": shape.dtype,
        "files": {p.relative_to(store).as_posix(): sha256(p) for p in files},
    }
    path.write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class _Shard:
    """One store and the hashes of its files."""

    store: Path
    files: Mapping[str, str]

    def read(self, name: str) -> npt.NDArray[Any]:
        """The whole array `name`. Raises UserError when a file of it is not the one that was written."""
        for file, expected in self.files.items():
            if file.startswith(f"{name}/"):
                self._check(file, expected)
        return np.asarray(zarr.open_array(self.store, path=name, mode="r")[:])

    def _check(self, file: str, expected: str) -> None:
        path = self.store / file
        try:
            problem = "" if sha256(path) == expected else "damaged: its hash is not the one in the manifest"
        except FileNotFoundError:
            problem = "missing"
        except OSError as error:
            problem = f"not readable ({error.strerror})"
        if problem:
            raise UserError(f"{path}: {problem}; delete {self.store} and run again")


@dataclass(frozen=True)
class Activations:
    """A dataset's activations, read lazily from the stores of its shards."""

    layers: tuple[int, ...]
    neurons: int
    attributes: Mapping[str, Any]
    """What the manifests of all shards say alike: model, parameters, site, ..."""
    shards: tuple[_Shard, ...]

    @classmethod
    def open(cls, manifests: Sequence[Path]) -> Self:
        """Open the stores that stand beside `manifests`.

        Raises UserError when a manifest or store is missing or damaged, or they do not belong together.
        """
        contents = [_read_manifest(path) for path in manifests]
        shards = []
        for path, content in zip(manifests, contents, strict=True):
            store = path.with_name(path.name.removesuffix(".manifest.json") + ".zarr")
            if not store.is_dir():
                raise UserError(f"{store}: store is missing; delete {path} and run again")
            if _common(content) != _common(contents[0]):
                raise UserError(
                    f"{path}: model, layers, neurons or settings differ from {manifests[0]}; "
                    f"delete {path.parent} and run again"
                )
            shards.append(_Shard(store, content["files"]))
        common = _common(contents[0])
        return cls(tuple(common["layers"]), common["neurons"], common, tuple(shards))

    def row(self) -> npt.NDArray[np.uint32]:
        """Positions in rows.parquet, in the order of the stores."""
        return np.concatenate([shard.read("row") for shard in self.shards])

    def layer(self, layer: int, rows: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.float32]:
        """Activations (rows, neurons) of one layer for the given positions in rows.parquet, in their order.

        One shard's layer is in memory at a time. Raises UserError that names the store when a file of it is
        missing or damaged, or a row is in none of the stores.
        """
        values = np.empty((len(rows), self.neurons), dtype=np.float32)
        found = np.zeros(len(rows), dtype=bool)
        for shard in self.shards:
            into, at = _places(rows, shard.read("row"))
            values[into] = shard.read(f"layers/{layer:02d}")[at]
            found[into] = True
        if not found.all():
            folder = self.shards[0].store.parent
            raise UserError(
                f"{folder}: row {rows[~found][0]} is in none of its stores; delete {folder} and run again"
            )
        return values


def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: not a manifest ({error}); delete it and run again") from None
    missing = sorted({"layers", "rows", "neurons", "dtype", "files"} - set(content))
    if missing:
        raise UserError(f"{path}: not a manifest (no '{missing[0]}'); delete it and run again")
    return dict(content)


def _common(manifest: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in manifest.items() if key not in _OF_ONE_SHARD}


def _places(
    wanted: npt.NDArray[np.integer[Any]], stored: npt.NDArray[np.uint32]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Which `wanted` rows are among the `stored` ones, and where: positions in either, (found,) each."""
    order = np.argsort(stored, kind="stable")
    at = np.searchsorted(stored, wanted, sorter=order)
    inside = np.flatnonzero(at < len(stored))
    inside = inside[stored[order[at[inside]]] == wanted[inside]]
    return inside, order[at[inside]]
