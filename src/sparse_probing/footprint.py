"""What a job needs of a machine, foretold from the size of its model and of what it reads.

These are bounds for schedulers, not measurements: a job that asks for too little is killed and asks again,
one that asks for twice what it takes waits a little longer.
"""

from collections.abc import Collection, Mapping, Sequence
from math import ceil
from typing import Any

from sparse_probing.manifest import StoreShape
from sparse_probing.settings.model import Shape

VOCABULARY = 65_536
"""Entries of an embedding: a bound for most models, whose shape leaves embeddings out."""
PYTORCH_MB = 1500
"""A process that has loaded PyTorch and transformers, and the two of Snakemake that start it on a cluster."""
NUMPY_MB = 700
"""The same with NumPy, Polars and Zarr alone."""

_BYTES = {"int8": 1, "float16": 2, "bfloat16": 2, "float32": 4}


def weight_mb(shape: Shape, *, dtype: str) -> int:
    """Megabytes of a model's weights in numbers of type `dtype`, both embeddings with them."""
    return _mb((shape.parameters + 2 * VOCABULARY * shape.width) * _BYTES[dtype])


def memory_to_run(shape: Shape, *, dtype: str, tokens_per_batch: int, held_mb: int) -> int:
    """Megabytes of a job that runs the base model on the CPU and holds `held_mb` besides.

    The weights, a quarter more while they are loaded; of a batch some eight vectors of the residual stream
    and two of an MLP at a time. On a GPU weights pass through the memory of the host, so it is no less there.
    """
    batch = tokens_per_batch * (8 * shape.width + 2 * shape.neurons) * 4
    return PYTORCH_MB + weight_mb(shape, dtype=dtype) * 5 // 4 + _mb(batch) + held_mb


def memory_to_train(shape: Shape, *, tokens_per_batch: int) -> int:
    """Megabytes of a job that trains a model in float32.

    Weights, their gradients and two moments; of a batch what is kept for the way back, some 40 vectors of the
    residual stream a layer, and the logits with their gradients.
    """
    kept = _mb(tokens_per_batch * shape.layers * 40 * shape.width * 4)
    states = 4 * weight_mb(shape, dtype="float32")
    return PYTORCH_MB + states + kept + memory_for_logits(tokens_per_batch=tokens_per_batch)


def memory_for_logits(*, tokens_per_batch: int) -> int:
    """Megabytes of the logits of a batch, and of their normalised copy, in float32."""
    return _mb(2 * tokens_per_batch * VOCABULARY * 4)


def memory_to_read(stores: Collection[StoreShape], *, examples: int) -> int:
    """Megabytes of a job that fits up to `examples` rows of one layer at a time, shard by shard.

    A shard's layer in float32 is in memory while its rows are picked. Examples are there four times: whole,
    split, scaled, and in float64 where a fit needs that. What grows with the square of the neurons are
    second derivatives and rotations, and a factor of them.
    """
    return NUMPY_MB + max(
        (
            _mb(4 * s.neurons * (s.rows + 5 * min(examples, s.rows * len(stores))) + 16 * s.neurons**2)
            for s in stores
        ),
        default=0,
    )


def memory_of_text(megabytes: int) -> int:
    """Megabytes of a job that reads so many of compressed text: five times that unpacked, and copies."""
    return NUMPY_MB + 15 * megabytes


def store_mb(stores: Collection[StoreShape]) -> int:
    """Megabytes of stores on disk."""
    return _mb(sum(s.rows * len(s.layers) * s.neurons * _BYTES[s.dtype] for s in stores))


def minutes(seconds: float, *, least: int) -> int:
    """A limit for a job that is thought to take `seconds`: three times as long, and `least` minutes more."""
    return least + ceil(3 * seconds / 60)


def rough_shape(config: Mapping[str, Any]) -> Shape | None:
    """The shape that a config.json tells without building the model; None where its keys are others.

    Parameters are those of four square matrices of attention and three of the MLP a layer.
    """
    layers = _first(config, ("num_hidden_layers", "n_layer", "num_layers"))
    width = _first(config, ("hidden_size", "n_embd", "d_model"))
    if layers is None or width is None:
        return None
    neurons = _first(config, ("intermediate_size", "n_inner", "d_ff")) or 4 * width
    parameters = layers * (4 * width**2 + 3 * width * neurons)
    return Shape(layers=layers, width=width, neurons=neurons, parameters=parameters)


def _first(config: Mapping[str, Any], keys: Sequence[str]) -> int | None:
    return next((config[key] for key in keys if isinstance(config.get(key), int)), None)


def _mb(size: float) -> int:
    return ceil(size / 1e6)
