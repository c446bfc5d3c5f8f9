"""What the workflow itself costs: planning, doing nothing, and a job's overhead."""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from sparse_probing.files import Content, content_of
from sparse_probing.planned_jobs import PlannedJob, PlannedJobs, ask_for_jobs
from sparse_probing.record import Record

ROOT = Path(__file__).parents[1]
MODELS, DATASETS, FEATURES = 7, 10, 15
METHODS = ["mean_difference", "f_statistic", "adaptive_threshold", "random", "dense", "unigram"]
RECIPE = {"kind": "trained", "datasets": ["d0"], "layers": 2, "width": 8, "heads": 1, "steps": 1}


def measure_workflow() -> tuple[pl.DataFrame, dict[str, float]]:
    """Seconds of finished experiments: of the paper's size, the default, a small one; facts about them.

    Columns: run, seconds (wall clock), cpu (seconds of all processes).
    """
    with tempfile.TemporaryDirectory() as folder:
        large, default, small = (Path(folder, name) for name in ("large", "default", "small"))
        write_experiment(large, models=MODELS, datasets=DATASETS, probing={"methods": METHODS})
        rows, jobs = measure_experiment(large)
        default.mkdir()
        shutil.copy(ROOT / "config.yaml", default)
        of_default, jobs_of_default = measure_experiment(default)
        rows.append({**of_default[-2], "run": "default experiment, nothing to do"})
        probing = {"methods": ["mean_difference", "unigram"], "k": [1, 2], "bootstrap": {"draws": 100}}
        write_experiment(small, models=2, datasets=2, probing=probing, casestudies={"include": []})
        computed, forced, small_jobs = measure_forced(small)
        rows.append({"run": "small experiment, everything computed", **computed})
        rows.append({"run": "small experiment, everything forced, all in the cache", **forced})
        rows.append({"run": "one job whose result is in the cache", **timed_job(Path(folder))})
    facts = {
        "small_jobs": small_jobs,
        "a_job": round(forced["cpu"] / small_jobs, 2),
        "jobs": len(jobs),
        "probe_jobs": sum(job.rule in ("fit_probe", "fit_unigram") for job in jobs),
        "default_jobs": len(jobs_of_default),
    }
    return pl.DataFrame(rows), facts


def measure_experiment(folder: Path) -> tuple[list[dict[str, Any]], tuple[PlannedJob, ...]]:
    """Finish the experiment in `folder` without computing; time what is then asked of it."""
    options = options_of(folder)
    os.chdir(folder)
    plan = ask_for_jobs(options)
    finish(plan)
    snakemake = ["snakemake", *options, "--quiet", "all"]
    timed([*snakemake, "--touch"])  # gives Snakemake its own notes
    rows = [
        {"run": name, **timed(command)}
        for name, command in [
            ("plan, all files read", [*snakemake, "--dry-run"]),
            ("plan", [*snakemake, "--dry-run"]),
            ("run with nothing to do", snakemake),
            ("status", ["sparse_probing.commands", "status", "--", *options]),
        ]
    ]
    os.chdir(ROOT)
    return rows, plan.jobs


def measure_forced(folder: Path) -> tuple[dict[str, float], dict[str, float], int]:
    """Build the experiment in `folder`, then force all jobs, which computes nothing; number of jobs."""
    os.chdir(folder)
    snakemake = ["snakemake", *options_of(folder), "--quiet", "all"]
    measured = timed(snakemake), timed([*snakemake, "--forceall"])
    jobs = len(ask_for_jobs(options_of(folder)).jobs)
    os.chdir(ROOT)
    return *measured, jobs


def options_of(folder: Path) -> list[str]:
    """Options of Snakemake for the experiment in `folder`."""
    return ["--snakefile", str(ROOT / "Snakefile"), "--cores", "2", "--directory", str(folder)]


def timed_job(folder: Path) -> dict[str, float]:
    """Run a job twice; the second time its result is in the cache."""
    stamp = {"settings": {"generator": {"name": "treebank", "documents": 10, "seed": 0}}}
    script = ["sparse_probing.cached", str(folder / "cache"), str(ROOT / "scripts" / "write_corpus.py")]
    files = ["--log", str(folder / "log"), "--corpus", str(folder / "corpus")]
    job = [*script, "--stamp", json.dumps(stamp), *files]
    timed(job)
    return timed(job)


def write_experiment(folder: Path, *, models: int, datasets: int, **config: Any) -> None:
    """A config and a catalog of so many models, and datasets of `FEATURES` features each."""
    features = [
        {"name": f"f{number}", "category": "other", "where": f"position = {number + 1}"}
        for number in range(FEATURES)
    ]
    dataset = {
        "description": "a dataset",
        "source": {"format": "conllu", "generator": {"name": "treebank", "documents": 400}},
        "unit": "token",
        "sample": {"rows": 4000},
        "features": features,
    }
    catalog = {f"m{number}": {"origin": RECIPE, "tokenizer": "bpe"} for number in range(models)}
    tokenizer = {"kind": "trained", "datasets": ["d0"]}
    files: dict[str, Any] = {
        "config.yaml": {
            "catalog_dir": "catalog",
            "models": list(catalog),
            "datasets": [f"d{number}" for number in range(datasets)],
            **config,
        },
        "catalog/models.yaml": {"tokenizers": {"bpe": tokenizer}, "models": catalog},
        **{f"catalog/datasets/d{number}.yaml": dataset for number in range(datasets)},
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content), encoding="utf-8")


def finish(plan: PlannedJobs) -> None:
    """Write all outputs of a plan, and records that fit: nothing is computed."""
    outputs = [Path(output) for job in plan.jobs for output in job.outputs]
    for number, path in enumerate(outputs):
        path = path / "layers" if path.suffix == ".zarr" else path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{number}\n" * 1000, encoding="utf-8")
    for path in outputs:  # all at one time: to Snakemake, no input is newer than an output
        for one in [path, *path.glob("*")] if path.is_dir() else [path]:
            os.utime(one, (0, 0))
    contents: dict[str, Content] = {str(path): content_of(path) for path in outputs}
    for job in plan.jobs:
        inputs = {"all": [(path, contents[path]) for path in job.inputs]}
        Record(job.stamp, inputs, {path: contents[path] for path in job.outputs}).save()


def timed(module: list[str]) -> dict[str, float]:
    """Run a module with its arguments to success; seconds on the clock and of all its processes."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, "-m", *module], check=True, capture_output=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": round(time.perf_counter() - began, 2), "cpu": round(cpu, 2)}


if __name__ == "__main__":
    table, facts = measure_workflow()
    print(table, json.dumps(facts))
