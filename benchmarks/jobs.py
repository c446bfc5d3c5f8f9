"""Whole probe jobs on EWT with MiniLM: how much of their time is start-up."""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from sparse_probing.settings.probing import Probing
from sparse_probing.store import Activations

ROOT = Path(__file__).parents[1]
REPEATS = 3
METHODS = ("mean_difference", "mutual_information", "adaptive_threshold", "random")
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS"), "1")


class Seconds(NamedTuple):
    """On the clock, and of the CPU."""

    clock: float
    cpu: float


def measure_jobs(results: Path) -> pl.DataFrame:
    """One line a job; empty where `results` has no such stores."""
    manifests = sorted((results / "activations" / "minilm" / "ewt").glob("*.manifest.json"))
    if not manifests:
        return pl.DataFrame()
    inputs = [
        *("--manifests", *map(str, manifests)),
        *("--rows", str(results / "tokens" / "minilm" / "ewt" / "rows.parquet")),
    ]
    question: dict[str, Any] = {
        "model": "minilm",
        "dataset": "ewt",
        "feature": {"name": "verb", "category": "part_of_speech", "where": "upos = 'VERB'"},
        "split": {},
        "examples": {},
        "bootstrap": {},
    }
    probing = Probing()
    lines = []
    for method in METHODS:
        chosen = getattr(probing, method).model_dump(mode="json")
        settings = {**question, "method": method, "method_settings": chosen, "k": list(probing.k)}
        lines.append(_job(method, "fit_probe.py", inputs, "--probes", settings))
    search = {**question, "single_neurons": probing.single_neurons.model_dump(mode="json")}
    lines.append(_job("single neurons", "score_neurons.py", inputs, "--neurons", search))
    reading = round(_reading(manifests), 2)
    return pl.DataFrame(lines).with_columns(pl.lit(reading).alias("reading alone"))


def _job(name: str, script: str, inputs: list[str], output: str, settings: dict[str, Any]) -> dict[str, Any]:
    command = [sys.executable, str(ROOT / "scripts" / script)]
    with tempfile.TemporaryDirectory() as folder:
        stamp = json.dumps({"settings": settings})
        whole = _run([*command, "--stamp", stamp, *inputs, output, f"{folder}/result.parquet"])
    start_up = _run([*command, "--help"])
    return {
        "job": name,
        "seconds": round(whole.clock, 2),
        "start-up": round(start_up.clock, 2),
        "CPU seconds": round(whole.cpu, 2),
        "CPU start-up": round(start_up.cpu, 2),
        "reading and fitting": f"{1 - start_up.clock / whole.clock:.0%}",
    }


def _run(command: list[str]) -> Seconds:
    """Medians of a command on one core."""
    taken = []
    for _ in range(REPEATS):
        start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            command,
            check=True,
            env={**os.environ, **ONE_THREAD, "PYTHONPATH": str(ROOT / "src")},
            capture_output=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        taken.append((time.perf_counter() - start, cpu))
    return Seconds(*map(statistics.median, zip(*taken, strict=True)))


def _reading(manifests: list[Path]) -> float:
    """Median seconds on the clock to read as many rows of all layers as a job does."""
    taken = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        store = Activations.open(manifests)
        rows = store.row()[: Probing().examples.max_rows]
        for layer in store.layers:
            store.layer(layer, rows)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)
