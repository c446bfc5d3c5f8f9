"""The command `sparse-probing`: questions to an experiment, built or half built."""

import argparse
import os
import shlex
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from sparse_probing.action_cache import ActionCache
from sparse_probing.audit import Finding, below, examine
from sparse_probing.code_notes import changed_modules
from sparse_probing.contents import Contents
from sparse_probing.errors import UserError
from sparse_probing.files import remove
from sparse_probing.lock import lock
from sparse_probing.neuron_listing import list_neurons
from sparse_probing.orphans import CACHE, files_of, older_results, orphans, remove_orphan
from sparse_probing.planned_jobs import WITH_RESOURCES, PlannedJobs, ask_for_jobs
from sparse_probing.record import Record
from sparse_probing.terminal import aligned
from sparse_probing.usage import usage_table

_OPTIONS = """\
Options behind -- go to Snakemake, to say which experiment is meant:

    sparse-probing neurons --feature French -- --configfile my.yaml
    sparse-probing status -- --config results_dir=elsewhere
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one of the commands; a mistake ends with status 1 and one line."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    own, options = (
        (given[: given.index("--")], given[given.index("--") + 1 :]) if "--" in given else (given, [])
    )
    asked = _parser().parse_args(own)
    try:
        if asked.command == "resources":
            print(resources(ask_for_jobs(options, details=WITH_RESOURCES)))
            return
        if asked.command == "neurons":
            print(best_neurons(asked, options))
            return
        plan = ask_for_jobs(options)
        if asked.command == "status":
            lines = status(plan)
        elif asked.command == "why":
            lines = why(plan, asked.file)
        elif asked.command == "prune":
            lines = prune(plan, delete=asked.delete)
        else:
            lines = prune_cache(plan, delete=asked.delete)
        for line in lines:
            print(line)
    except UserError as error:
        sys.exit(f"error: {error}")


def best_neurons(asked: argparse.Namespace, options: Sequence[str]) -> str:
    """The best single neurons of a feature. Raises UserError for a wrong name, or if nothing is built."""
    if asked.top < 1:
        raise UserError(f"--top: expected 1 or more, found {asked.top}")
    folder = Path(ask_for_jobs(options).results) / "tables"
    neurons, probes = (folder / f"{name}.parquet" for name in ("neurons", "probes"))
    for file in (neurons, probes):
        if not file.is_file():
            raise UserError(f"{file}: not built yet; run `{shlex.join(['snakemake', 'tables', *options])}`")
    return list_neurons(
        pl.read_parquet(neurons, glob=False),
        pl.read_parquet(probes, glob=False),
        feature=asked.feature,
        top=asked.top,
        model=asked.model,
        dataset=asked.dataset,
    )


def status(plan: PlannedJobs) -> Iterator[str]:
    """How many jobs are fresh, stale or missing; then each that is not fresh, and each orphan."""
    findings = _examine(plan)
    waiting = below(findings)
    abandoned = orphans(plan)
    counts = Counter(finding.state for finding in findings)
    yield f"{counts['fresh']} jobs fresh, {counts['stale']} stale, {counts['missing']} missing"
    for finding in findings:
        if finding.state != "fresh":
            yield f"{finding.state}: {finding.job.outputs[0]} ({finding.job.rule})"
            yield from (f"    {reason}" for reason in _reasons(finding, plan))
    for output, cause in waiting.items():
        yield f"follows: {output} will be looked at again after {cause}"
    yield from (f"orphaned: {path}" for path in abandoned)


def why(plan: PlannedJobs, file: str) -> Iterator[str]:
    """What is known of one file, and of what it follows from. Raises UserError if nothing is."""
    findings = _examine(plan)
    makers = {os.path.abspath(made): finding for finding in findings for made in files_of(finding.job)}
    # An old record may name a file that another job makes today.
    makers |= {os.path.abspath(made): finding for finding in findings for made in finding.job.outputs}
    finding = makers.get(os.path.abspath(file))
    if finding is None:
        if Record.load(Path(file)) is None:
            raise UserError(f"{file}: expected a file that the experiment makes, found no rule for it")
        yield f"{file}: orphaned, no job of this experiment makes it"
        return
    yield f"{file}: {finding.state} ({finding.job.rule})"
    yield from (f"    {reason}" for reason in _reasons(finding, plan))
    cause = below(findings).get(finding.job.outputs[0])
    if cause:
        yield f"    follows from {cause}, and will be made again if that changes"
        yield from why(plan, cause)


def prune(plan: PlannedJobs, *, delete: bool) -> Iterator[str]:
    """The orphans, and whether they were removed."""
    results = Path(plan.results)
    if delete:
        lock(results)
    found = orphans(plan)
    for path in found:
        yield f"{'removed' if delete else 'orphaned'}: {path}"
        if delete:
            remove_orphan(path, results)
    if not found:
        yield "no orphans"
    elif not delete:
        yield "add --delete to remove them"


def prune_cache(plan: PlannedJobs, *, delete: bool) -> Iterator[str]:
    """How much the cache holds beside today's results, and whether that was removed."""
    results = Path(plan.results)
    if delete:
        lock(results)
    keys, files = older_results(results, plan.jobs)
    size = sum(path.stat().st_size for path in files) / 1e6
    yield f"{len(keys)} older results, {len(files)} files of their own, {size:.1f} MB"
    if delete:
        cache = ActionCache(results / CACHE)
        for key in keys:
            cache.drop(key)
        for path in files:
            remove(path)
        yield "removed"
    elif keys or files:
        yield "add --delete to remove them"


def resources(plan: PlannedJobs) -> str:
    """By rule, what jobs ask of a scheduler and what they took. Raises UserError where none was measured."""
    table = usage_table(plan.jobs)
    if table.is_empty():
        raise UserError(f"{plan.results}/benchmarks: expected benchmark files of jobs, found none")
    return aligned(table)


def _examine(plan: PlannedJobs) -> list[Finding]:
    contents = Contents(Path(plan.results) / CACHE / "contents.json")
    findings = [examine(job, contents) for job in plan.jobs]
    contents.save()
    return findings


def _reasons(finding: Finding, plan: PlannedJobs) -> Iterator[str]:
    """The reasons of a finding; in place of code hashes, the modules that have changed, if known."""
    record = Record.load(Path(finding.job.outputs[0]))
    recorded = str(record.stamp.get("code")) if record else ""
    modules = changed_modules(Path(plan.results) / CACHE, recorded, str(finding.job.stamp.get("code")))
    for reason in finding.reasons:
        yield f"code: {', '.join(modules)}" if modules and reason.startswith("code: ") else reason


def _parser() -> argparse.ArgumentParser:
    shown = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="sparse-probing",
        description="Questions to an experiment. They are asked in the project's folder, and run no job.",
        epilog=_OPTIONS,
        formatter_class=shown,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    subparsers = {
        name: commands.add_parser(
            name, help=words, description=f"Tell {words}.", epilog=_OPTIONS, formatter_class=shown
        )
        for name, words in {
            "neurons": "which single neurons tell a feature best, and what its probes reach",
            "status": "how many jobs are fresh, stale and why, missing; which files are orphaned",
            "why": "why a file is as it is: fresh, stale, missing, or orphaned",
            "resources": "what jobs ask of a scheduler, beside what they took",
            "prune": "which files nothing asks for any more, and remove them if wanted",
            "prune-cache": "what the cache holds of older results, and remove it if wanted",
        }.items()
    }
    neurons = subparsers["neurons"]
    neurons.add_argument("--feature", required=True, help="name of the feature, as French, fr or past")
    neurons.add_argument("--model", help="this model alone")
    neurons.add_argument("--dataset", help="this dataset alone")
    neurons.add_argument("--top", type=int, default=12, metavar="N", help="how many neurons (12)")
    subparsers["why"].add_argument("file", help="a file below the results folder")
    for name in ("prune", "prune-cache"):
        subparsers[name].add_argument("--delete", action="store_true", help="remove them")
    return parser


if __name__ == "__main__":
    main()
