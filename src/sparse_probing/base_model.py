"""A model without its language-model head, loaded from a snapshot, and where to read it."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

import torch
from safetensors import SafetensorError
from transformers import AutoModel

from sparse_probing.devices import find_device
from sparse_probing.errors import UserError
from sparse_probing.quiet import quiet_transformers
from sparse_probing.sites import HookPoints, Site, find_site

SEVERAL_DEVICES = "auto"
"""The device that means: spread the layers over all GPUs, and what does not fit over the memory."""


@dataclass(frozen=True)
class BaseModel:
    """A model without its language-model head, and where to read it."""

    module: torch.nn.Module
    points: HookPoints
    layers: int
    """Of the model, whether they are read or not."""
    context: int
    """Tokens of a sequence, at most."""
    vocabulary: int
    """Token ids are below this."""
    device: torch.device
    """Where token ids are put."""

    @classmethod
    def load(
        cls, snapshot: Path, *, site: Site, dtype: str, device: str, layers: Sequence[int] | None = None
    ) -> Self:
        """Load the snapshot's base model (safetensors only), to be read at some `layers` or all.

        `device` is a torch device (`cuda`: a GPU that no other job has), or `auto` for several at once.
        Raises UserError when the device is not there, the snapshot is no model that transformers knows,
        weights are missing, or the architecture has no such site or layer.
        """
        target = device if device == SEVERAL_DEVICES else str(find_device(device))
        module = _load_module(snapshot, getattr(torch, dtype), target)
        config = module.config.get_text_config()
        depth, width = getattr(config, "num_hidden_layers", None), getattr(config, "hidden_size", None)
        if depth is None or width is None:
            raise UserError(
                f"{snapshot}: expected a transformer with num_hidden_layers and hidden_size in its config, "
                f"found {type(module).__name__} without them"
            )
        points = find_site(module, site, layers=depth, width=width)
        embeddings = module.get_input_embeddings()
        return cls(
            module=module,
            points=points if layers is None else points.only(layers),
            layers=depth,
            context=_context(module, getattr(config, "max_position_embeddings", None)),
            vocabulary=embeddings.num_embeddings,
            device=embeddings.weight.device,
        )


def _context(module: Any, positions: int | None) -> int:
    """Tokens of a sequence at most, of a model with so many `positions`.

    RoBERTa and its kin number positions from behind the padding token, and count those before it in.
    """
    if not positions:
        return sys.maxsize
    tables = [table for table in module.modules() if isinstance(table, torch.nn.Embedding)]
    reserved = [
        table.padding_idx + 1
        for table in tables
        if table.padding_idx is not None
        and table.num_embeddings == positions
        and table is not module.get_input_embeddings()
    ]
    return positions - max(reserved, default=0)


def _load_module(snapshot: Path, dtype: torch.dtype, device: str) -> Any:
    """The base model in evaluation mode; Any, as transformers' types say nothing about attributes."""
    several = device == SEVERAL_DEVICES
    if several and find_spec("accelerate") is None:
        raise UserError("extraction.device: 'auto' needs the package accelerate; pip install accelerate")
    try:
        with quiet_transformers():
            module, report = AutoModel.from_pretrained(
                snapshot,
                dtype=dtype,
                device_map=device if several else None,
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
    return (module if several else module.to(device)).eval()
