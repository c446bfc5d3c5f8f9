"""The script that extracts: killed in the middle, and watched for its memory."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from tiny_models import VOCABULARY, gpt_neox, rows_of, save, sequences_of
from transformers import GPTNeoXConfig, GPTNeoXModel, PreTrainedModel

from sparse_probing.model_card import ModelCard

ROOT = Path(__file__).parents[2]
TOKENS = 16
STATUS = Path("/proc/self/status")
REPORT_PEAK = f"""
import runpy, sys
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
print(next(line.split()[1] for line in open("{STATUS}") if line.startswith("VmHWM")))
"""


@dataclass(frozen=True)
class Extraction:
    """A dataset in which every token is a row, and a model, as files in a folder."""

    folder: Path
    sequences: int
    shards: int = 2

    def prepare(self, model: PreTrainedModel | None = None) -> None:
        """Write sequences, rows and snapshot."""
        tokens = np.random.default_rng(0).integers(0, VOCABULARY, size=(self.sequences, TOKENS)).tolist()
        rows = rows_of(*((10 + line, at, at + 1) for line in range(self.sequences) for at in range(TOKENS)))
        sequences_of(*tokens).write_parquet(self.folder / "sequences.parquet")
        rows.write_parquet(self.folder / "rows.parquet")
        snapshot = save(gpt_neox, self.folder / "model")
        if model is not None:
            model.save_pretrained(snapshot)
        ModelCard.of(snapshot, origin="a test", revision="1").save(snapshot / "model.json")

    def store(self, shard: int) -> Path:
        """Where the store of a shard goes."""
        return self.folder / "activations" / f"{shard:04d}.zarr"

    def manifest(self, shard: int) -> Path:
        """Where the manifest of a shard goes."""
        return self.store(shard).with_suffix(".manifest.json")

    def command(self, shard: int) -> list[str]:
        """The script's command line for a shard."""
        settings = {
            "model": "tiny",
            "site": "mlp",
            "layers": None,
            "aggregation": "none",
            "shard": shard,
            "shards": self.shards,
            "extraction": {
                "dtype": "float32",
                "store_dtype": "float16",
                "device": "cpu",
                "tokens_per_batch": TOKENS,
                "slab_mb": 1,
            },
        }
        files = {
            "sequences": self.folder / "sequences.parquet",
            "rows": self.folder / "rows.parquet",
            "card": self.folder / "model" / "model.json",
            "store": self.store(shard),
            "manifest": self.manifest(shard),
        }
        options = [text for name, path in files.items() for text in (f"--{name}", str(path))]
        script = str(ROOT / "scripts" / "extract_activations.py")
        return [script, "--stamp", json.dumps({"settings": settings}), *options]

    def start(self, shard: int) -> subprocess.Popen[bytes]:
        """Start the extraction of a shard."""
        return subprocess.Popen([sys.executable, *self.command(shard)], env=environment())

    def run(self, shard: int) -> None:
        """Extract a shard."""
        assert self.start(shard).wait() == 0

    def peak(self) -> int:
        """Extract the only shard; return the peak of memory in bytes."""
        command = [sys.executable, "-c", REPORT_PEAK, *self.command(0)]
        done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)
        return int(done.stdout) * 1024


def environment() -> dict[str, str]:
    """Of a job: one thread, the library of this tree."""
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), "OMP_NUM_THREADS": "1"}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_killed_extraction_loses_the_shard_in_progress_and_nothing_else(tmp_path: Path) -> None:
    extraction = Extraction(tmp_path, sequences=2200)
    extraction.prepare()
    extraction.run(0)
    finished = contents(extraction.store(0))

    process = extraction.start(1)
    folder = extraction.store(1).parent
    while not list(folder.glob("0001.zarr.*/layers/00/c/0/0")):  # the first of three slabs
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.01)
        assert process.poll() is None, "it was done before it could be killed"
    process.kill()
    assert process.wait() == -9

    assert not extraction.store(1).exists()
    assert not extraction.manifest(1).exists()
    assert contents(extraction.store(0)) == finished

    extraction.run(1)
    assert contents(extraction.store(0)) == finished
    resumed = contents(extraction.store(1))
    manifest = extraction.manifest(1).read_bytes()
    shutil.rmtree(folder)
    extraction.run(1)  # undisturbed
    assert contents(extraction.store(1)) == resumed
    assert extraction.manifest(1).read_bytes() == manifest


@pytest.mark.skipif(not STATUS.is_file(), reason="the peak of memory is read from Linux's /proc")
def test_twice_the_rows_take_no_more_memory(tmp_path: Path) -> None:
    neurons, peaks = 1024, []
    config = GPTNeoXConfig(
        vocab_size=VOCABULARY,
        hidden_size=8,
        num_hidden_layers=2,
        num_attention_heads=1,
        intermediate_size=neurons,
        max_position_embeddings=32,
    )
    for sequences in (1000, 2000):
        folder = tmp_path / str(sequences)
        folder.mkdir()
        extraction = Extraction(folder, sequences, shards=1)
        extraction.prepare(GPTNeoXModel(config))
        peaks.append(extraction.peak())
    grown_by = 1000 * TOKENS * 2 * neurons * 2
    assert peaks[1] - peaks[0] < 0.2 * grown_by, f"{peaks} bytes, {grown_by} bytes more on disk"
