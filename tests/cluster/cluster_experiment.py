"""The tiny experiment of tests/workflow with a dataset in four shards, and ways to run it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tiny_experiment import ROOT, write_experiment

SLURM = (
    *("--workflow-profile", str(ROOT / "profiles" / "slurm")),
    *("--default-resources", "slurm_partition=main"),
    *("--slurm-no-account", "--slurm-status-command", "squeue"),
    *("--slurm-init-seconds-before-status-checks", "1", "--seconds-between-status-checks", "1"),
    *("--cores", "2", "--latency-wait", "10"),
)
"""The profile, with what the loopback cluster has instead of what is to be changed in it."""


@dataclass(frozen=True)
class ClusterExperiment:
    """A folder with a config and a catalog, and the results that Snakemake builds in it."""

    folder: Path

    def start(self, *arguments: str, environment: Mapping[str, str] | None = None) -> "subprocess.Popen[str]":
        """Start Snakemake in the folder."""
        return subprocess.Popen(
            [sys.executable, "-m", "snakemake", "--snakefile", str(ROOT / "Snakefile"), *arguments],
            cwd=self.folder,
            env={**os.environ, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(
        self, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """Run Snakemake to its end."""
        started = self.start(*arguments, environment=environment)
        said, _ = started.communicate()
        return subprocess.CompletedProcess(started.args, started.returncode, said, "")

    def build(self, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
        """Run Snakemake to success; return what it says."""
        done = self.run(*arguments, environment=environment)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def content(self) -> dict[str, bytes]:
        """Every result by its path: no logs, no times, no notes."""
        return content_of(self.folder / "results")


def content_of(results: Path) -> dict[str, bytes]:
    """Every file below a folder of results that is a result, by its relative path."""
    return {
        path.relative_to(results).as_posix(): path.read_bytes()
        for path in sorted(results.rglob("*"))
        if path.is_file()
        and path.relative_to(results).parts[0] not in ("logs", "benchmarks", ".cache", ".lock")
        and not path.name.startswith(".")
    }


def write_cluster_experiment(folder: Path) -> ClusterExperiment:
    """Write the experiment into `folder`."""
    experiment = write_experiment(folder)
    experiment.edit("config.yaml", _smaller)
    experiment.edit("catalog/datasets/languages.yaml", lambda dataset: dataset.update(shards=4))
    return ClusterExperiment(folder)


def _smaller(config: dict[str, Any]) -> None:
    config["models"] = ["tiny"]
    config["extraction"] = {}
    config["figures"]["include"] = ["sparsity", "depth"]
