"""What an experiment costs before it runs: bytes on disk, floating-point operations, seconds on a machine."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sparse_probing.dataset_size import DatasetSize
from sparse_probing.model_shape import forward_flops
from sparse_probing.settings.model import Shape
from sparse_probing.settings.plan import Plan

_BYTES = {"int8": 1, "float16": 2, "float32": 4}


@dataclass(frozen=True)
class Workload:
    """What a model is run on, and what is fitted on its activations of one dataset."""

    size: DatasetSize
    context: int
    """Tokens of a sequence, at most."""
    shards: int
    probe_jobs: int
    """Jobs that read all activations of the dataset."""
    token_jobs: int
    """Probe jobs that read none."""


@dataclass(frozen=True)
class Cost:
    """What a model, or several, cost; no time is in it, so that it holds for every machine."""

    store_bytes: int
    """Activations on disk."""
    flops: int
    """Of all forward passes."""
    extraction_jobs: int
    probe_jobs: int
    probe_bytes: int
    """What all probe jobs together read of the stores."""


def cost_of_model(
    shape: Shape,
    workloads: Iterable[Workload],
    *,
    site: Literal["mlp", "mlp_pre", "residual", "attention"],
    store_dtype: Literal["float16", "float32", "int8"],
) -> Cost:
    """The cost of a model of `shape`, read at `site`, on all its datasets.

    Heads are taken to be as wide together as the residual stream.
    """
    neurons = shape.neurons if site in ("mlp", "mlp_pre") else shape.width
    row_bytes = shape.layers * neurons * _BYTES[store_dtype]
    return total(
        Cost(
            store_bytes=load.size.rows * row_bytes,
            flops=forward_flops(shape, tokens=load.size.tokens, context=load.context),
            extraction_jobs=load.shards,
            probe_jobs=load.probe_jobs + load.token_jobs,
            probe_bytes=load.size.rows * row_bytes * load.probe_jobs,
        )
        for load in workloads
    )


def total(costs: Iterable[Cost]) -> Cost:
    """The sum of several costs."""
    listed = list(costs)
    return Cost(
        store_bytes=sum(cost.store_bytes for cost in listed),
        flops=sum(cost.flops for cost in listed),
        extraction_jobs=sum(cost.extraction_jobs for cost in listed),
        probe_jobs=sum(cost.probe_jobs for cost in listed),
        probe_bytes=sum(cost.probe_bytes for cost in listed),
    )


def extraction_seconds(cost: Cost, machine: Plan) -> float:
    """Time to extract: jobs run side by side on all devices, and the disk takes what they write."""
    starts = cost.extraction_jobs * machine.extraction_start_seconds
    runs = cost.flops / (machine.flops_per_second * machine.utilisation)
    return (starts + runs) / machine.devices + cost.store_bytes / machine.disk_bytes_per_second


def probe_seconds(cost: Cost, machine: Plan) -> float:
    """Time to fit all probes: what the cores take, or what reading the disk takes, if that is longer."""
    starts = cost.probe_jobs * machine.probe_start_seconds
    fits = cost.probe_bytes / machine.probe_bytes_per_second
    return max((starts + fits) / machine.cores, cost.probe_bytes / machine.disk_bytes_per_second)
