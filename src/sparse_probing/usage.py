"""What jobs ask of a scheduler beside what they took, as their benchmark files say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import polars as pl

from sparse_probing.planned_jobs import PlannedJob

_UNKNOWN = ["-", "NA", ""]


@dataclass(frozen=True)
class Measured:
    """What a job took."""

    memory_mb: float | None
    """At its peak, all its processes together; None for a job that ended before it was looked at."""
    seconds: float

    @classmethod
    def of(cls, job: PlannedJob) -> Self | None:
        """The last line of the job's benchmark file; None where it has none yet."""
        files = [Path(file) for file in job.by_products if file.endswith(".tsv")]
        if not files or not files[0].is_file():
            return None
        lines = pl.read_csv(files[0], separator="\t", null_values=_UNKNOWN).tail(1)
        memory, seconds = lines.select(pl.col("max_rss", "s").cast(pl.Float64)).row(0)
        return cls(memory, seconds)


def usage_table(jobs: Iterable[PlannedJob]) -> pl.DataFrame:
    """One row a rule with measured jobs: how many, and the most memory and time that was asked and taken.

    `of memory` and `of time` are the largest shares of what a job itself had asked for: above 1 it would
    have been killed. Results from the cache are measured too, but take next to nothing.
    """
    lines = pl.DataFrame(
        list(_lines(jobs)),
        schema={
            "rule": pl.String,
            "asked_mb": pl.Float64,
            "used_mb": pl.Float64,
            "asked_minutes": pl.Float64,
            "used_minutes": pl.Float64,
        },
        orient="row",
    )
    return (
        lines.group_by("rule", maintain_order=True)
        .agg(
            pl.len().alias("jobs"),
            pl.col("asked_mb").max().alias("asked MB"),
            pl.col("used_mb").max().alias("used MB"),
            (pl.col("used_mb") / pl.col("asked_mb")).max().alias("of memory"),
            pl.col("asked_minutes").max().alias("asked minutes"),
            pl.col("used_minutes").max().alias("used minutes"),
            (pl.col("used_minutes") / pl.col("asked_minutes")).max().alias("of time"),
        )
        .sort("rule")
    )


def _lines(jobs: Iterable[PlannedJob]) -> Iterator[tuple[str, int, float | None, int, float]]:
    for job in jobs:
        measured = Measured.of(job)
        if measured is not None:
            asked = job.resources
            yield job.rule, asked["mem_mb"], measured.memory_mb, asked["runtime"], measured.seconds / 60
