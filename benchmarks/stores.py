"""Layouts of a layer's activations on disk: size, and speed of the three ways in which they are used."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import polars as pl
import torch
import zarr
from extraction import MINILM
from zarr.abc.codec import BytesBytesCodec
from zarr.codecs import Crc32cCodec, ZstdCodec

from sparse_probing.base_model import BaseModel

ROWS = 8192
"""Of a slab, which is one file a layer."""
REPEATS = 5
LAYOUTS: dict[str, tuple[int, int, list[BytesBytesCodec]]] = {
    "256 rows, all neurons, zstd": (256, 1536, [ZstdCodec(level=1), Crc32cCodec()]),
    "256 rows, all neurons": (256, 1536, [Crc32cCodec()]),
    "1024 rows, 512 neurons": (1024, 512, [Crc32cCodec()]),
    "all rows, 128 neurons": (ROWS, 128, [Crc32cCodec()]),
    "all rows, 128 neurons, zstd": (ROWS, 128, [ZstdCodec(level=1), Crc32cCodec()]),
}


def measure_stores() -> tuple[pl.DataFrame, dict[str, Any]]:
    """One line a layout, of neurons of MiniLM with its real weights: size, and median milliseconds."""
    values = _neurons()
    records = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "layer.zarr"
        for name, (rows, neurons, codecs) in LAYOUTS.items():

            def write(rows: int = rows, neurons: int = neurons, codecs: Any = codecs) -> None:
                rmtree(path, ignore_errors=True)
                array = zarr.create_array(
                    path,
                    shape=values.shape,
                    dtype=values.dtype,
                    chunks=(rows, neurons),
                    shards=values.shape,
                    compressors=codecs,
                    config={"write_empty_chunks": True},
                )
                array[:] = values

            written = _milliseconds(write)
            array = zarr.open_array(path, mode="r")
            records.append(
                {
                    "chunk": name,
                    "size": round(sum(p.stat().st_size for p in path.rglob("*")) / values.nbytes, 2),
                    "write, ms": written,
                    "read all, ms": _milliseconds(lambda array=array: array[:]),
                    "read a neuron, ms": _milliseconds(lambda array=array: array[:, 609]),
                }
            )
    return pl.DataFrame(records), {"store_rows": ROWS, "store_neurons": values.shape[1]}


def _neurons() -> np.ndarray:
    """Neurons (rows, neurons) of MiniLM's fourth layer, float16, on random tokens."""
    model = BaseModel.load(MINILM, site="mlp", dtype="float32", device="cpu", layers=[3])
    ids = torch.from_numpy(np.random.default_rng(0).integers(1000, 30_000, size=(ROWS // 128, 128)))
    parts: list[torch.Tensor] = []
    for batch in ids.split(16):
        model.points.run(model.module, batch, lambda _layer, values: parts.append(values.flatten(0, 1)))
    return torch.cat(parts).half().numpy()


def _milliseconds(act: Callable[[], object]) -> float:
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - start)
    return round(1000 * statistics.median(seconds), 1)
