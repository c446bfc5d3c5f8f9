"""The jobs that an experiment asks for, as the workflow tells them."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sparse_probing.errors import UserError

JOBS_WANTED = "SPARSE_PROBING_JOBS"
"""Set in the environment of Snakemake, it has the workflow print its jobs as JSON and stop."""
WITH_RESOURCES = "with resources"
"""Its value where the jobs shall tell their resources too, which takes a while."""


@dataclass(frozen=True)
class PlannedJob:
    """A job that the experiment asks for, finished or not."""

    rule: str
    outputs: Sequence[str]
    inputs: Sequence[str]
    stamp: Mapping[str, Any]
    by_products: Sequence[str]
    """Logs and benchmarks."""
    downloads: Sequence[str] = ()
    """Inputs that are missing and can be downloaded; while what they became is fresh, nobody needs them."""
    resources: Mapping[str, int] = field(default_factory=dict)
    """What it asks of a scheduler, if that was wanted."""


@dataclass(frozen=True)
class PlannedJobs:
    """All jobs of an experiment."""

    results: str
    """The results folder."""
    jobs: tuple[PlannedJob, ...]
    logs: tuple[str, ...] = ()
    """Logs of commands, which are rules that make no file."""


def ask_for_jobs(options: Sequence[str], *, details: str = "1") -> PlannedJobs:
    """The jobs of `snakemake OPTION...`, `details` WITH_RESOURCES or without.

    Raises UserError with what Snakemake says if it refuses.
    """
    done = subprocess.run(
        [sys.executable, "-m", "snakemake", *options],
        env={**os.environ, JOBS_WANTED: details},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not done.stdout.startswith("{"):
        said = (done.stderr or done.stdout).strip().splitlines() or ["nothing"]
        raise UserError(re.sub("^error: ", "", said[-1], flags=re.IGNORECASE))
    told = json.loads(done.stdout)
    return PlannedJobs(told["results"], tuple(PlannedJob(**job) for job in told["jobs"]), tuple(told["logs"]))
