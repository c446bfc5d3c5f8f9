"""What jobs ask of a scheduler: by the size of model and data, more after they died, and in no stamp."""

import json
import os
import re
import subprocess
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from tiny_experiment import Experiment, write_experiment

from sparse_probing.footprint import weight_mb
from sparse_probing.planned_jobs import JOBS_WANTED, WITH_RESOURCES, PlannedJob
from sparse_probing.settings.model import Shape

SHAPE = {"layers": 32, "width": 4096, "neurons": 16384, "parameters": 6_444_163_072}
HUB = {"kind": "hub", "repo": "somebody/large", "revision": "v1", "shape": SHAPE}

Ask = Callable[..., Mapping[str, PlannedJob]]


@pytest.fixture
def experiment(tmp_path_factory: pytest.TempPathFactory) -> Experiment:
    """The tiny experiment with a large model, which is never fetched."""
    experiment = write_experiment(tmp_path_factory.mktemp("experiment"))
    experiment.edit("config.yaml", lambda config: config.update(models=["tiny", "large"], casestudies={}))
    experiment.edit(
        "catalog/models.yaml",
        lambda catalog: catalog["models"].update(large={"origin": HUB, "tokenizer": "bpe"}),
    )
    return experiment


@pytest.fixture
def ask(experiment: Experiment, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Ask the workflow for its jobs, by their first output."""
    monkeypatch.setitem(os.environ, JOBS_WANTED, WITH_RESOURCES)

    def jobs(*options: str) -> Mapping[str, PlannedJob]:
        told = json.loads(experiment.snakemake(*options).stdout)
        return {job["outputs"][0]: PlannedJob(**job) for job in told["jobs"]}

    return jobs


def test_every_job_says_what_it_needs(ask: Ask) -> None:
    jobs = ask()
    assert {job.rule for job in jobs.values()} > {
        "extract_activations",
        "fit_probe",
        "study_weights",
        "report",
    }
    for job in jobs.values():
        assert all(job.resources[name] > 0 for name in ("mem_mb", "runtime", "disk_mb")), job.rule


def test_large_models_ask_for_more(ask: Ask) -> None:
    jobs = ask()
    weights = weight_mb(Shape(**SHAPE), dtype="float32")
    for file in (
        "activations/{}/words/0000.zarr",
        "sums/{}/words/0000.parquet",
        "casestudies/{}/weight_statistics.parquet",
    ):
        tiny, large = (jobs[f"results/{file.format(model)}"].resources for model in ("tiny", "large"))
        assert large["mem_mb"] > weights > tiny["mem_mb"], file
        assert large["disk_mb"] > tiny["disk_mb"], file
    tiny, large = (
        jobs[f"results/probes/{model}/words/noun/dense.parquet"].resources for model in ("tiny", "large")
    )
    layer = 800 * SHAPE["neurons"] * 4 / 1e6
    assert large["mem_mb"] > layer + tiny["mem_mb"]


def test_a_job_that_died_asks_for_more(experiment: Experiment) -> None:
    first, second = (asked_in(experiment.snakemake("--dry-run", "--attempt", number)) for number in "12")
    assert first and second == [2 * asked for asked in first]


def asked_in(run: subprocess.CompletedProcess[str]) -> list[int]:
    """Megabytes and minutes of all jobs of a dry run."""
    return sorted(
        int(asked) for asked in re.findall(r"(?:mem_mb|runtime|disk_mb)=(\d+)", run.stdout + run.stderr)
    )


def test_what_is_asked_for_stands_in_no_stamp(ask: Ask, experiment: Experiment) -> None:
    def slow_machine(config: dict[str, Any]) -> None:
        config["plan"] = {"flops_per_second": 1e9}

    before = ask()
    experiment.edit("config.yaml", slow_machine)
    after = ask()
    assert {output: job.stamp for output, job in before.items()} == {
        output: job.stamp for output, job in after.items()
    }
    store = "results/activations/large/words/0000.zarr"
    assert after[store].resources["runtime"] > before[store].resources["runtime"]
