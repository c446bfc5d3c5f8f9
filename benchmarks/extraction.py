"""Extraction against the bare forward pass of the same model on the same batches."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
import torch
from transformers import GPTNeoXConfig, GPTNeoXModel

from sparse_probing.extraction import BaseModel, extract

CONTEXT = 128
SEQUENCES = 96
BUDGET = 32 * CONTEXT
REPEATS = 5
PYTHIA_70M = {"hidden_size": 512, "num_hidden_layers": 6, "num_attention_heads": 8, "intermediate_size": 2048}


def measure_extraction() -> tuple[pl.DataFrame, dict[str, object]]:
    """One line a way to run the model: median tokens a second and the ratio to the bare forward pass."""
    torch.manual_seed(0)
    generator = np.random.default_rng(0)
    ids = generator.integers(2, 50_000, size=(SEQUENCES, CONTEXT))
    sequences = pl.DataFrame({"sequence": range(SEQUENCES), "tokens": ids.tolist()})
    with TemporaryDirectory() as folder:
        snapshot = Path(folder) / "model"
        GPTNeoXModel(GPTNeoXConfig(vocab_size=50_304, **PYTHIA_70M)).save_pretrained(snapshot)
        model = BaseModel.load(snapshot, site="mlp", dtype="float32", device="cpu")

        def bare() -> None:
            with torch.inference_mode():
                for batch in torch.from_numpy(ids).split(BUDGET // CONTEXT):
                    model.module(input_ids=batch)

        def ours(rows: pl.DataFrame, aggregation: str) -> Callable[[], None]:
            def run() -> None:
                with TemporaryDirectory(dir=folder) as target:
                    extract(
                        model,
                        sequences,
                        rows,
                        Path(target) / "store.zarr",
                        aggregation=aggregation,
                        store_dtype="float16",
                        tokens_per_batch=BUDGET,
                        attributes={},
                    )

            return run

        every_token = pl.DataFrame(
            [(s, t, t + 1) for s in range(SEQUENCES) for t in range(CONTEXT)],
            schema={"sequence": pl.Int64, "start": pl.UInt32, "stop": pl.UInt32},
            orient="row",
        ).with_row_index("row")
        documents = sequences.select("sequence", start=0, stop=CONTEXT).with_row_index("row")
        some = every_token.sample(fraction=0.05, seed=0).sort("row")
        ways = {
            "bare forward pass": bare,
            "ours, 5% of the tokens": ours(some, "none"),
            "ours, every token": ours(every_token, "none"),
            "ours, mean of documents": ours(documents, "mean"),
        }
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for repeat in range(REPEATS + 1):
            for name, run in ways.items():
                start = time.perf_counter()
                run()
                if repeat:  # the first round warms up
                    seconds[name].append(time.perf_counter() - start)
    medians = {name: SEQUENCES * CONTEXT / statistics.median(values) for name, values in seconds.items()}
    table = pl.DataFrame(
        {
            "run": list(medians),
            "tokens a second": [round(value) for value in medians.values()],
            "ratio": [round(value / medians["bare forward pass"], 3) for value in medians.values()],
        }
    )
    return table, {"tokens": SEQUENCES * CONTEXT, "repeats": REPEATS}
