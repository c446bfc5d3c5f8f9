"""Whether what was built is what the experiment asks for, by records and bytes alone.

A job is fresh when each of its outputs has a record with today's stamp and today's content of today's inputs,
and the outputs hold what the record says. Times of change and the notes of Snakemake play no part.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sparse_probing.contents import Contents
from sparse_probing.differences import differences
from sparse_probing.files import Content
from sparse_probing.planned_jobs import PlannedJob
from sparse_probing.record import Record

State = Literal["fresh", "stale", "missing"]


@dataclass(frozen=True)
class Finding:
    """What became of a planned job."""

    job: PlannedJob
    state: State
    reasons: tuple[str, ...]
    """A line each; none for a fresh job."""


def examine(job: PlannedJob, contents: Contents) -> Finding:
    """Compare a job's records and files with what it should be."""
    missing = [output for output in job.outputs if not Path(output).exists()]
    if missing:
        return Finding(job, "missing", tuple(f"{output} is missing" for output in missing))
    records = [Record.load(Path(output)) for output in job.outputs]
    reasons: list[str] = []
    for output, record in zip(job.outputs, records, strict=True):
        if record is None:
            reasons.append(f"{output} has no record of how it was made")
        elif output not in record.outputs:
            reasons.append(f"the record of {output} is that of another file")
    known = [record for record in records if record is not None]
    if not reasons and any(record != known[0] for record in known):
        reasons.append("the outputs are of different runs")
    if not reasons and known:
        reasons += differences(known[0].stamp, job.stamp)
        reasons += _inputs(known[0], job, contents)
        reasons += _outputs(known[0], contents)
    return Finding(job, "stale" if reasons else "fresh", tuple(reasons))


def below(findings: Sequence[Finding]) -> dict[str, str]:
    """For each planned output that is fresh itself: a stale or missing one from which it follows, if any."""
    by_output = {output: finding for finding in findings for output in finding.job.outputs}
    causes: dict[str, str] = {}
    done: dict[int, str] = {}

    def cause_of(finding: Finding) -> str:
        if id(finding) not in done:
            done[id(finding)] = ""
            for path in finding.job.inputs:
                source = by_output.get(path)
                if source is not None:
                    cause = path if source.state != "fresh" else cause_of(source)
                    if cause:
                        done[id(finding)] = cause
                        break
        return done[id(finding)]

    for finding in findings:
        if finding.state == "fresh" and cause_of(finding):
            causes |= dict.fromkeys(finding.job.outputs, cause_of(finding))
    return causes


def _inputs(record: Record, job: PlannedJob, contents: Contents) -> Iterator[str]:
    """How the inputs that were read differ from those that stand there now."""
    recorded: dict[str, str] = {}
    optional: dict[str, str] = {}
    for files in record.inputs.values():
        for path, content in files:
            if isinstance(content, str):
                recorded[path] = content
            else:  # of a folder, a script reads the files that its settings name
                optional |= {f"{path}/{name}": digest for name, digest in content.items()}
    for path in job.inputs:
        before = recorded.get(path, optional.get(path))
        if before is None:
            yield f"{path} is a new input"
        elif path not in job.downloads and contents.of(Path(path)) != before:
            yield f"{path} {'has changed' if os.path.lexists(path) else 'is missing'}"
    for path in recorded:
        if path not in job.inputs:
            yield f"{path} is no input any more"


def _outputs(record: Record, contents: Contents) -> Iterator[str]:
    for path, content in record.outputs.items():
        if contents.of(Path(path)) != content:
            yield from _harm(path, content, contents.of(Path(path)))


def _harm(path: str, recorded: Content, found: Content | None) -> Iterator[str]:
    if isinstance(recorded, dict) and isinstance(found, dict):
        names = sorted({*recorded, *found})
        for name in names:
            if recorded.get(name) != found.get(name):
                yield f"{path}/{name} is not as it was written"
    else:
        yield f"{path} is not as it was written"
