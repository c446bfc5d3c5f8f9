"""Activation stores: a Zarr v3 group per shard of a dataset, an array per layer, and a manifest beside it.

    0000.zarr/layers/00 ... (rows, neurons)   activations
    0000.zarr/scales/00 ... (slabs, neurons)  of int8 stores: what the integers are multiplied with
    0000.zarr/row (rows,)                     positions in rows.parquet
    0000.manifest.json                        shape, number type, sha256 of every file

Rows stand in the order in which they were computed; `row` says which they are. Zarr reads a chunk that is
gone as zeros, so a file is looked for before it is read, and its bytes are compared with what was written:
the whole file by its hash, or the chunks of one neuron by their checksums.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import zarr

from sparse_probing.errors import UserError
from sparse_probing.files import sha256
from sparse_probing.manifest import Manifest, store_of
from sparse_probing.quantisation import restore


@dataclass(frozen=True)
class StoredShard:
    """One store and its manifest. Every read raises UserError when a file is not the one that was written."""

    store: Path
    manifest: Manifest

    def row(self) -> npt.NDArray[np.uint32]:
        """Positions (rows,) in rows.parquet."""
        return np.asarray(self._read("row")[:])

    def layer(self, layer: int) -> npt.NDArray[np.floating[Any]]:
        """Activations (rows, neurons) of a layer: float32 where integers are stored, else as stored."""
        array = self._read(f"layers/{layer:02d}")
        values = np.asarray(array[:])
        if values.dtype != np.int8:
            return values
        scales = np.asarray(self._read(f"scales/{layer:02d}")[:])
        restored = np.empty(values.shape, dtype=np.float32)
        slab_rows = _slab_rows(array)
        for slab, first in enumerate(range(0, len(values), slab_rows)):
            place = slice(first, first + slab_rows)
            restored[place] = restore(values[place], scales[slab])
        return restored

    def neuron(self, layer: int, neuron: int) -> npt.NDArray[np.floating[Any]]:
        """Activations (rows,) of one neuron: a small part of each file is read, trusting its checksum."""
        name = f"layers/{layer:02d}"
        self._check_hash(f"{name}/zarr.json")
        array = zarr.open_array(self.store, path=name, mode="r")
        values = np.empty(array.shape[0], dtype=array.dtype)
        slab_rows = _slab_rows(array)
        for slab, first in enumerate(range(0, len(values), slab_rows)):
            place = slice(first, first + slab_rows)
            values[place] = self._slab_of_neuron(array, f"{name}/c/{slab}/0", place, neuron)
        if values.dtype != np.int8:
            return values
        scales = np.asarray(self._read(f"scales/{layer:02d}")[:, neuron])
        return restore(values, np.repeat(scales, slab_rows)[: len(values)])

    def _slab_of_neuron(
        self, array: zarr.Array[Any], file: str, place: slice, neuron: int
    ) -> npt.NDArray[Any]:
        path = self.store / file
        if not path.is_file() or not path.stat().st_size:  # zarr would read zeros
            raise self._problem(file, "missing or empty")
        try:
            return np.asarray(array[place, neuron])
        except (ValueError, OSError) as error:
            raise self._problem(file, f"damaged: {error}") from None

    def _read(self, name: str) -> zarr.Array[Any]:
        """The array `name`, after a look at all its files."""
        for file in self.manifest.files:
            if file.startswith(f"{name}/"):
                self._check_hash(file)
        return zarr.open_array(self.store, path=name, mode="r")

    def _check_hash(self, file: str) -> None:
        try:
            if sha256(self.store / file) == self.manifest.files[file]:
                return
            problem = "damaged: its hash is not the one in the manifest"
        except FileNotFoundError:
            problem = "missing"
        except OSError as error:
            problem = f"not readable ({error.strerror})"
        raise self._problem(file, problem)

    def _problem(self, file: str, problem: str) -> UserError:
        return UserError(f"{self.store / file}: {problem}; delete {self.store} and run again")


@dataclass(frozen=True)
class Activations:
    """A dataset's activations, read lazily from the stores of its shards."""

    layers: tuple[int, ...]
    neurons: int
    attributes: Mapping[str, Any]
    """What the manifests of all shards say alike: model, parameters, site, ..."""
    shards: tuple[StoredShard, ...]

    @classmethod
    def open(cls, manifests: Sequence[Path]) -> Self:
        """Open the stores that stand beside `manifests`.

        Raises UserError when a manifest or store is missing or damaged, or they do not belong together.
        """
        shards: list[StoredShard] = []
        for path in manifests:
            shard = StoredShard(store_of(path), Manifest.load(path))
            if not shard.store.is_dir():
                raise UserError(f"{shard.store}: store is missing; delete {path} and run again")
            if shards and shard.manifest.common != shards[0].manifest.common:
                raise UserError(
                    f"{path}: model, layers, neurons or settings differ from {manifests[0]}; "
                    f"delete {path.parent} and run again"
                )
            shards.append(shard)
        first = shards[0].manifest
        return cls(first.shape.layers, first.shape.neurons, first.attributes, tuple(shards))

    def row(self) -> npt.NDArray[np.uint32]:
        """Positions in rows.parquet, in the order of the stores."""
        return np.concatenate([shard.row() for shard in self.shards])

    def layer(self, layer: int, rows: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.float32]:
        """Activations (rows, neurons) of one layer for the given positions in rows.parquet, in their order.

        One shard's layer is in memory at a time. Raises UserError that names the store when a file of it is
        missing or damaged, or a row is in none of the stores.
        """
        return self._gather(rows, (len(rows), self.neurons), lambda shard: shard.layer(layer))

    def neuron(self, layer: int, neuron: int, rows: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.float32]:
        """Activations (rows,) of one neuron for the given positions in rows.parquet, in their order.

        Raises UserError as `layer` does.
        """
        return self._gather(rows, (len(rows),), lambda shard: shard.neuron(layer, neuron))

    def _gather(
        self,
        rows: npt.NDArray[np.integer[Any]],
        shape: tuple[int, ...],
        read: Callable[[StoredShard], npt.NDArray[np.floating[Any]]],
    ) -> npt.NDArray[np.float32]:
        values = np.empty(shape, dtype=np.float32)
        found = np.zeros(len(rows), dtype=bool)
        for shard in self.shards:
            into, at = _places(rows, shard.row())
            values[into] = read(shard)[at]
            found[into] = True
        if not found.all():
            folder = self.shards[0].store.parent
            raise UserError(
                f"{folder}: row {rows[~found][0]} is in none of its stores; delete {folder} and run again"
            )
        return values


def _slab_rows(array: zarr.Array[Any]) -> int:
    assert array.shards is not None  # every layer is written in slabs
    return int(array.shards[0])


def _places(
    wanted: npt.NDArray[np.integer[Any]], stored: npt.NDArray[np.uint32]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Which `wanted` rows are among the `stored` ones, and where: positions in either, (found,) each."""
    order = np.argsort(stored, kind="stable")
    at = np.searchsorted(stored, wanted, sorter=order)
    inside = np.flatnonzero(at < len(stored))
    inside = inside[stored[order[at[inside]]] == wanted[inside]]
    return inside, order[at[inside]]
