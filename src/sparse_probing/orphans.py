"""Files in a results folder that nothing asks for any more."""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from sparse_probing.action_cache import ActionCache, action_key
from sparse_probing.files import RECORD_SUFFIX, remove
from sparse_probing.planned_jobs import PlannedJob, PlannedJobs
from sparse_probing.record import Record, record_path

CACHE = ".cache"
"""The folder of the action cache in a results folder."""

_PARTIAL = re.compile(r"\.[^/]+-[0-9]+\.partial$")


def orphans(plan: PlannedJobs) -> list[Path]:
    """What the workflow once made in the results folder and no planned job makes, in order.

    Outputs are known by the record beside them; logs, benchmarks and what killed jobs left by their names.
    Other files are not the workflow's; results folders of other experiments in this one are left alone.
    """
    wanted = {path for job in plan.jobs for path in files_of(job)} | set(plan.logs)
    return sorted(path for path in _made(Path(plan.results)) if str(path) not in wanted)


def files_of(job: PlannedJob) -> list[str]:
    """All that a job leaves: its outputs first, then by-products and what else its record names."""
    record = Record.load(Path(job.outputs[0]))
    return list(dict.fromkeys([*job.outputs, *job.by_products, *(record.outputs if record else ())]))


def remove_orphan(path: Path, results: Path) -> None:
    """Remove an orphan with its record, and the folders that it leaves empty."""
    remove(path)
    remove(record_path(path))
    for folder in path.parents:
        if folder == results or any(folder.iterdir()):
            break
        folder.rmdir()


def older_results(results: Path, jobs: Sequence[PlannedJob]) -> tuple[list[str], list[Path]]:
    """Keys and files of the cache that are not of what stands in `results` now."""
    cache = ActionCache(results / CACHE)
    records = [Record.load(Path(job.outputs[0])) for job in jobs]
    live = {action_key(record.stamp, record.inputs) for record in records if record}
    keys = cache.keys()
    needed = cache.objects_of([key for key in keys if key in live])
    files = [path for digest, path in cache.objects().items() if digest not in needed]
    return [key for key in keys if key not in live], files


def _made(results: Path) -> Iterator[Path]:
    """Outputs, logs, benchmarks and left-overs below `results`."""
    for place, folders, names in os.walk(results):
        folder = Path(place)
        partial = [name for name in folders if _PARTIAL.search(name)]
        yield from (folder / name for name in partial)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name not in partial
            and not (folder / name / CACHE).exists()
            and not record_path(folder / name).exists()
        )
        kind = folder.relative_to(results).parts[:1]
        for name in sorted(names):
            if name.endswith(RECORD_SUFFIX):
                yield folder / name.removesuffix(RECORD_SUFFIX)
            elif _PARTIAL.search(name) or (kind, Path(name).suffix) in _BY_PRODUCTS:
                yield folder / name


_BY_PRODUCTS = ((("logs",), ".log"), (("benchmarks",), ".tsv"))
