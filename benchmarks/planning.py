"""How long probe jobs take: the constants of the plan's time estimate."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from sparse_probing.manifest import StoreShape
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import Probing
from sparse_probing.store_writer import StoreWriter

ROOT = Path(__file__).parents[1]
ROWS, NEURONS, PLANTED = 10_000, 2048, 16
LAYERS = (1, 4)
"""Depths of two models; what the deeper one takes longer is the time for its bytes."""
METHODS = ("mean_difference", "adaptive_threshold", "random", "dense")


def measure_planning() -> tuple[pl.DataFrame, dict[str, object]]:
    """One line a method: seconds to start a job, and megabytes of stores that it reads and fits a second."""
    probing = Probing()
    lines = []
    with TemporaryDirectory() as folder:
        root = Path(folder)
        rows = _write_rows(root / "rows.parquet")
        shallow, deep = (_write_store(root / str(layers), rows, layers) for layers in LAYERS)
        for method in METHODS:
            first = _seconds(root, shallow, method, probing)
            more = _seconds(root, deep, method, probing) - first
            layer = more / (LAYERS[1] - LAYERS[0])
            rate = ROWS * NEURONS * 2 / layer
            lines.append((method, round(first - LAYERS[0] * layer, 1), round(rate / 1e6)))
    table = pl.DataFrame(lines, schema=["method", "seconds to start", "MB a second"], orient="row")
    return table, {"plan_rows": ROWS, "plan_neurons": NEURONS, "plan_layers": " and ".join(map(str, LAYERS))}


def _write_rows(path: Path) -> pl.DataFrame:
    """Rows of which a quarter has the feature."""
    numbers = np.arange(ROWS, dtype=np.uint32)
    documents = [f"document {number // 10}" for number in numbers]
    rows = pl.DataFrame(
        {
            "row": numbers,
            "start": numbers % 10,
            "document": documents,
            "group": documents,
            "token": [" a"] * ROWS,
            "drawn": True,
            "kept": True,
            "holds": np.random.default_rng(0).random(ROWS) < 0.25,
        }
    )
    rows.write_parquet(path)
    return rows


def _write_store(folder: Path, rows: pl.DataFrame, layers: int) -> Path:
    """A store of GELU-like activations, a few of which tell the feature; returns its manifest."""
    folder.mkdir()
    shape = StoreShape(tuple(range(layers)), ROWS, NEURONS, "float16")
    attributes = {"model": "synthetic", "model_layers": layers, "parameters": 1}
    writer = StoreWriter(folder / "0000.zarr", shape, attributes, slab_bytes=128 * 2**20)
    generator = np.random.default_rng(1)
    holds = rows["holds"].to_numpy()
    for start in range(0, ROWS, writer.slab_rows):
        part = slice(start, min(start + writer.slab_rows, ROWS))
        values = generator.normal(size=(layers, part.stop - part.start, NEURONS)).astype(np.float32)
        values[..., :PLANTED] += holds[part, None]
        writer.append(rows["row"].to_numpy()[part], np.maximum(values, 0.1 * values))
    manifest = folder / "0000.manifest.json"
    writer.close().save(manifest)
    return manifest


def _seconds(root: Path, manifest: Path, method: str, probing: Probing) -> float:
    """Wall time of one job, as the workflow runs it."""
    settings = {
        "model": "synthetic",
        "dataset": "synthetic",
        "feature": Feature(name="holds", category="other", where="holds").model_dump(),
        "method": method,
        "method_settings": getattr(probing, method).model_dump(),
        "k": probing.k,
        **{part: getattr(probing, part).model_dump() for part in ("split", "examples", "bootstrap")},
    }
    command = [
        sys.executable,
        str(ROOT / "scripts" / "fit_probe.py"),
        "--stamp",
        json.dumps({"settings": settings}),
    ]
    command += [
        "--manifests",
        str(manifest),
        "--rows",
        str(root / "rows.parquet"),
        "--probes",
        str(root / "probes.parquet"),
    ]
    start = time.perf_counter()
    subprocess.run(
        command, check=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, capture_output=True
    )
    return time.perf_counter() - start
