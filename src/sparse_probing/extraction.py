"""Activations of the rows of a dataset: one forward pass over the sequences, only what is asked for kept."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import polars as pl
import torch
from safetensors import SafetensorError
from torch import Tensor
from tqdm import tqdm
from transformers import AutoModel

from sparse_probing.errors import UserError
from sparse_probing.quiet import quiet_transformers
from sparse_probing.sites import HookPoints, Site, find_site
from sparse_probing.store import StoreShape, StoreWriter


@dataclass(frozen=True)
class BaseModel:
    """A model without its language-model head, and where to read it."""

    module: torch.nn.Module
    points: HookPoints
    layers: int
    context: int
    """Tokens of a sequence, at most."""
    vocabulary: int
    """Token ids are below this."""
    device: torch.device

    @classmethod
    def load(cls, snapshot: Path, *, site: Site, dtype: str, device: str) -> Self:
        """Load the snapshot's base model (safetensors only).

        Raises UserError when the device is not there, the snapshot is no model that transformers knows,
        weights are missing, or the architecture has no such site.
        """
        target = _find_device(device)
        module = _load_module(snapshot, getattr(torch, dtype)).to(target)
        config = module.config.get_text_config()
        layers, width = getattr(config, "num_hidden_layers", None), getattr(config, "hidden_size", None)
        if layers is None or width is None:
            raise UserError(
                f"{snapshot}: expected a transformer with num_hidden_layers and hidden_size in its config, "
                f"found {type(module).__name__} without them"
            )
        return cls(
            module=module,
            points=find_site(module, site, layers=layers, width=width),
            layers=layers,
            context=getattr(config, "max_position_embeddings", None) or sys.maxsize,
            vocabulary=module.get_input_embeddings().num_embeddings,
            device=target,
        )


def _find_device(name: str) -> torch.device:
    try:
        device = torch.device(name)
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError) as error:
        reason = str(error).splitlines()[0]
        raise UserError(f"extraction.device: '{name}' is not available here ({reason})") from None
    return device


def _load_module(snapshot: Path, dtype: torch.dtype) -> Any:
    """The base model in evaluation mode; Any, as transformers' types say nothing about attributes."""
    try:
        with quiet_transformers():
            module, report = AutoModel.from_pretrained(
                snapshot,
                dtype=dtype,
                use_safetensors=True,
                local_files_only=True,
                trust_remote_code=False,
                output_loading_info=True,
            )
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        reason = str(error).strip().splitlines()[0]
        raise UserError(f"{snapshot}: transformers cannot load this model: {reason}") from None
    # Transformers fills what is missing with noise. A pooler stands behind the last block and is not read.
    missing = sorted(key for key in report["missing_keys"] if "pooler" not in key)
    if missing:
        raise UserError(f"{snapshot}: expected weights '{missing[0]}', found no such tensor in the snapshot")
    module.config.use_cache = False  # keys and values of past tokens would only take memory
    return module.eval()


@dataclass(frozen=True)
class _Batch:
    """Sequences of similar length, padded on the right, and the rows that lie in them."""

    ids: Tensor
    """(sequences, tokens)."""
    mask: Tensor
    """(sequences, tokens): 1 for tokens, 0 for padding."""
    tokens: Tensor
    """Flat positions in `ids` of the tokens of all rows, row by row."""
    lengths: Tensor
    """(rows,): tokens of each row."""
    rows: npt.NDArray[np.uint32]
    """(rows,): positions in rows.parquet."""


def extract(
    model: BaseModel,
    sequences: pl.DataFrame,
    rows: pl.DataFrame,
    path: Path,
    *,
    aggregation: str,
    store_dtype: str,
    tokens_per_batch: int,
    attributes: Mapping[str, Any],
) -> StoreShape:
    """Write the activations of `rows` to a new store at `path`.

    `aggregation` (none, mean, max) makes one vector of a row's tokens, in float32.
    Memory is bounded by the rows of one batch and one slab, however many rows there are.
    Raises UserError when a sequence does not suit the model or a value overflows `store_dtype`.
    """
    _check_sequences(model, sequences)
    shape = StoreShape(tuple(range(model.layers)), rows.height, model.points.neurons, store_dtype)
    writer = StoreWriter(path, shape, attributes)
    slab = _Slab(writer)
    rows_of = {key[0]: frame for key, frame in rows.partition_by("sequence", as_dict=True).items()}
    batch: _Batch | None = None

    def read(layer: int, activations: Tensor) -> None:
        assert batch is not None
        flat = activations.reshape(-1, activations.shape[-1]).index_select(0, batch.tokens).float()
        slab.put(layer, flat if aggregation == "none" else _reduce(flat, batch.lengths, aggregation))

    progress = tqdm(total=rows.height, unit="row", disable=None, leave=False, desc="extracting")
    with progress, model.points.attach(read), torch.inference_mode():
        for members in _plan(sequences.filter(pl.col("sequence").is_in(list(rows_of))), tokens_per_batch):
            batch = _make_batch(members, rows_of, model.device)
            model.module(input_ids=batch.ids, attention_mask=batch.mask)
            slab.commit(batch.rows)
            progress.update(len(batch.rows))
    slab.flush()
    writer.close()
    return shape


def _check_sequences(model: BaseModel, sequences: pl.DataFrame) -> None:
    """Raise UserError for what the embeddings cannot take: too many tokens, or ids of a larger vocabulary."""
    for number, ids in sequences.select("sequence", "tokens").iter_rows():
        if len(ids) > model.context:
            raise UserError(
                f"sequence {number} has {len(ids)} tokens, the model takes {model.context} at most; "
                "lower the dataset's 'context'"
            )
        if ids and max(ids) >= model.vocabulary:
            raise UserError(
                f"sequence {number} holds token id {max(ids)}, the model's ids are below {model.vocabulary}; "
                "name the model's own tokenizer in its entry"
            )


class _Slab:
    """Gathers the vectors of a batch, and hands them to the writer slab by slab."""

    def __init__(self, writer: StoreWriter) -> None:
        self._writer = writer
        self._batch: dict[int, npt.NDArray[np.float32]] = {}
        shape = writer.shape
        self._values = np.empty((len(shape.layers), shape.slab_rows, shape.neurons), dtype=np.float32)
        self._rows = np.empty(shape.slab_rows, dtype=np.uint32)
        self._filled = 0

    def put(self, layer: int, vectors: Tensor) -> None:
        """Take the vectors (rows, neurons) of one layer of the running batch."""
        self._batch[layer] = vectors.cpu().numpy()

    def commit(self, rows: npt.NDArray[np.uint32]) -> None:
        """The batch is complete: append it, writing each slab that gets full."""
        done = 0
        while done < len(rows):
            count = min(len(rows) - done, len(self._rows) - self._filled)
            target = slice(self._filled, self._filled + count)
            for layer, vectors in self._batch.items():
                self._values[layer, target] = vectors[done : done + count]
            self._rows[target] = rows[done : done + count]
            self._filled += count
            done += count
            if self._filled == len(self._rows):
                self.flush()

    def flush(self) -> None:
        """Write what has been gathered."""
        if self._filled:
            self._writer.append(self._rows[: self._filled], self._values[:, : self._filled])
            self._filled = 0


def _plan(sequences: pl.DataFrame, budget: int) -> Iterator[list[tuple[int, list[int]]]]:
    """Batches of (sequence, ids), longest first, of at most `budget` tokens with padding."""
    ordered = sequences.sort(pl.col("tokens").list.len(), descending=True, maintain_order=True)
    batch: list[tuple[int, list[int]]] = []
    for sequence, ids in ordered.select("sequence", "tokens").iter_rows():
        if batch and (len(batch) + 1) * len(batch[0][1]) > budget:
            yield batch
            batch = []
        batch.append((sequence, ids))
    if batch:
        yield batch


def _make_batch(
    members: Sequence[tuple[int, list[int]]], rows: Mapping[Any, pl.DataFrame], device: torch.device
) -> _Batch:
    longest = len(members[0][1])
    ids = np.zeros((len(members), longest), dtype=np.int64)
    mask = np.zeros_like(ids)
    tokens, lengths, numbers = [], [], []
    for line, (sequence, sequence_ids) in enumerate(members):
        ids[line, : len(sequence_ids)] = sequence_ids
        mask[line, : len(sequence_ids)] = 1
        for start, stop, row in rows[sequence].select("start", "stop", "row").iter_rows():
            tokens.append(np.arange(start, stop) + line * longest)
            lengths.append(stop - start)
            numbers.append(row)
    return _Batch(
        ids=torch.from_numpy(ids).to(device),
        mask=torch.from_numpy(mask).to(device),
        tokens=torch.from_numpy(np.concatenate(tokens)).to(device),
        lengths=torch.tensor(lengths, device=device),
        rows=np.array(numbers, dtype=np.uint32),
    )


def _reduce(vectors: Tensor, lengths: Tensor, aggregation: str) -> Tensor:
    """Mean or maximum over consecutive stretches of `vectors` (tokens, neurons): (rows, neurons)."""
    reduced: Tensor = torch.segment_reduce(vectors, aggregation, lengths=lengths, axis=0)
    return reduced
