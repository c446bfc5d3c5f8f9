"""The plan of an experiment as a terminal shows it."""

from collections.abc import Iterator, Mapping

import polars as pl

from sparse_probing.dataset_size import DatasetSize
from sparse_probing.plan import Cost, extraction_seconds, probe_seconds, total
from sparse_probing.settings.plan import Plan
from sparse_probing.terminal import aligned
from sparse_probing.wording import duration, enumeration


def list_plan(
    *,
    jobs: Mapping[str, int],
    sizes: Mapping[tuple[str, str], DatasetSize],
    costs: Mapping[str, Cost | None],
    machine: Plan,
) -> str:
    """The plan as text: `jobs` by rule, `sizes` by tokenizer and dataset, `costs` by model, times.

    A model whose shape is not known costs None; it is named, and left out of the sums.
    """
    known = {name: cost for name, cost in costs.items() if cost is not None}
    unknown = [name for name, cost in costs.items() if cost is None]
    bounded = any(size.basis != "counted" for size in sizes.values())
    times = _times(total(known.values()), machine, bounded=bounded)
    parts = (_jobs(jobs), _sizes(sizes), _costs(known, unknown), times)
    return "\n\n".join("\n".join(part) for part in parts)


def _jobs(jobs: Mapping[str, int]) -> Iterator[str]:
    yield "Jobs, where nothing is built yet"
    lines = [*jobs.items(), ("total", sum(jobs.values()))]
    yield aligned(pl.DataFrame(lines, schema=["rule", "jobs"], orient="row"))


def _sizes(sizes: Mapping[tuple[str, str], DatasetSize]) -> Iterator[str]:
    yield "Datasets in the tokens of the models: counted where they are built, else estimates or upper bounds"
    lines = [(*names, size.rows, size.tokens, size.basis) for names, size in sizes.items()]
    yield aligned(pl.DataFrame(lines, schema=["tokenizer", "dataset", "rows", "tokens", "how"], orient="row"))


def _costs(costs: Mapping[str, Cost], unknown: list[str]) -> Iterator[str]:
    yield "Models: activations on disk, not compressed; forward passes; what probe jobs read"
    named = [*costs.items(), ("total", total(costs.values()))]
    lines = [
        (name, cost.store_bytes / 1e9, cost.flops / 1e12, cost.probe_jobs, cost.probe_bytes / 1e9)
        for name, cost in named
    ]
    columns = ["model", "stores GB", "forward TFLOP", "probe jobs", "probes read GB"]
    yield aligned(pl.DataFrame(lines, schema=columns, orient="row"))
    if unknown:
        yield (
            f"Left out: {enumeration(unknown)}. How large they are is not known before they are fetched; "
            "give their entries a 'shape'"
        )


def _times(cost: Cost, machine: Plan, *, bounded: bool) -> Iterator[str]:
    extraction, probes = extraction_seconds(cost, machine), probe_seconds(cost, machine)
    yield f"Time on {machine.machine}{', from sizes that are estimates or bounds in part' if bounded else ''}"
    lines = [
        ("extraction", duration(extraction)),
        ("probes", duration(probes)),
        ("both", duration(extraction + probes)),
    ]
    yield aligned(pl.DataFrame(lines, schema=["stage", "time"], orient="row"))
    yield (
        f"It is taken to run models on {machine.devices} devices at {machine.utilisation:.0%} of "
        f"{machine.flops_per_second:.3g} FLOP/s each and to fit probes on {machine.cores} cores at "
        f"{machine.probe_bytes_per_second / 1e6:.4g} MB/s each, from a disk with "
        f"{machine.disk_bytes_per_second / 1e6:.4g} MB/s;\n"
        f"a job starts in {machine.extraction_start_seconds:g} s and {machine.probe_start_seconds:g} s. "
        "Set 'plan' in the config to describe another machine.\n"
        "Left out: weights and sources on disk; time for downloads, reading sources, cutting tokens, "
        "training models, tables and figures."
    )
