"""Activations of the rows of a dataset: one forward pass over the sequences, only what is asked for kept."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import torch
from torch import Tensor
from tqdm import tqdm

from sparse_probing.aggregation import RowReader
from sparse_probing.base_model import BaseModel
from sparse_probing.batches import Batch, plan_batches
from sparse_probing.errors import UserError
from sparse_probing.manifest import Manifest, StoreShape
from sparse_probing.slabs import Slabs
from sparse_probing.store_writer import StoreWriter

Receiver = Callable[[int, int, Tensor], None]
"""Takes a layer, the first of consecutive rows of the batch, and their vectors (rows, neurons)."""
_LEAST_TOKENS_PER_THREAD = 16


def extract(
    model: BaseModel,
    sequences: pl.DataFrame,
    rows: pl.DataFrame,
    path: Path,
    *,
    aggregation: str,
    store_dtype: str,
    tokens_per_batch: int,
    slab_bytes: int,
    attributes: Mapping[str, Any],
) -> Manifest:
    """Write the activations of `rows` to a new store at `path`, and return its manifest.

    `aggregation` (none, mean, max) makes one vector of a row's tokens, in float32.
    Beside the tables of sequences and rows, memory is bounded by a batch and by two slabs of about
    `slab_bytes`, however many rows there are.
    Raises UserError when a sequence does not suit the model or a value overflows `store_dtype`.
    """
    check_sequences(model, sequences)
    shape = StoreShape(model.points.layers, rows.height, model.points.neurons, store_dtype)
    writer = StoreWriter(path, shape, attributes, slab_bytes=slab_bytes)
    most_rows = max(writer.slab_rows, _most_rows_of_a_sequence(rows))
    batches = plan_batches(sequences, rows, tokens=tokens_per_batch, most_rows=most_rows)
    progress = tqdm(total=rows.height, unit="row", disable=None, leave=False, desc="extracting")
    with Slabs(writer, batch_rows=most_rows) as slabs, progress:
        for batch in batches:
            run_batch(model, batch, slabs.put, aggregation=aggregation)
            slabs.commit(batch.rows)
            progress.update(len(batch.rows))
    return writer.close()


def run_batch(model: BaseModel, batch: Batch, receive: Receiver, *, aggregation: str) -> None:
    """Run the model over a batch, and give the vectors of its rows to `receive`, layer by layer."""
    readers = []
    first = 0
    for stretch in batch.stretches:
        readers.append((first, RowReader(stretch, aggregation, model.device)))
        first += len(stretch.starts)

    def read(layer: int, activations: Tensor) -> None:
        flat = activations.reshape(-1, activations.shape[-1])
        for start, reader in readers:
            receive(layer, start, reader(flat))

    ids = torch.from_numpy(_filled_up(batch.ids)).to(model.device)
    model.points.run(model.module, ids, read)


def _filled_up(ids: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """`ids` (sequences, tokens), repeated until the batch is large enough for the common kernels.

    Matrix products of very few rows are computed in another order, so a row would depend on its batch.
    """
    least = _LEAST_TOKENS_PER_THREAD * torch.get_num_threads()
    return np.tile(ids, (-(-least // ids.size), 1)) if ids.size < least else ids


def _most_rows_of_a_sequence(rows: pl.DataFrame) -> int:
    most = rows.group_by("sequence").len()["len"].max()
    return int(most) if isinstance(most, int) else 0


def check_sequences(model: BaseModel, sequences: pl.DataFrame) -> None:
    """Raise UserError for what the embeddings cannot take: too many tokens, or ids of a larger vocabulary."""
    facts = sequences.select(
        "sequence", length=pl.col("tokens").list.len(), largest=pl.col("tokens").list.max()
    )
    for number, length, _ in facts.filter(pl.col("length") > model.context).iter_rows():
        raise UserError(
            f"sequence {number} has {length} tokens, the model takes {model.context} at most; "
            "lower the dataset's 'context'"
        )
    for number, _, largest in facts.filter(pl.col("largest") >= model.vocabulary).iter_rows():
        raise UserError(
            f"sequence {number} holds token id {largest}, the model's ids are below {model.vocabulary}; "
            "name the model's own tokenizer in its entry"
        )
