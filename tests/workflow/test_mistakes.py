"""A mistake is told in one clear line, with status 1, before time is wasted."""

import subprocess
import sys
from pathlib import Path

import pytest
from forked import snakemake
from mistake import Mistake
from mistakes_in_catalog import IN_CATALOG, OF_FILES
from mistakes_in_config import IN_CONFIG
from tiny_experiment import ROOT, Experiment, write_experiment

from sparse_probing.record import record_path

OF_SNAKEMAKE = ("Using workflow specific profile ", "Config file config.yaml is extended ")
"""Begin the lines in which Snakemake tells what it reads."""


def name(mistake: Mistake) -> str:
    return mistake.name.replace(" ", "_")


def told(done: subprocess.CompletedProcess[str]) -> list[str]:
    """All lines of stderr but notes."""
    lines = done.stderr.splitlines()
    return [line for line in lines if line and not line.startswith(("note: ", *OF_SNAKEMAKE))]


def errors(done: subprocess.CompletedProcess[str]) -> set[str]:
    """The different lines that begin with `error: `; no traceback is shown."""
    assert "Traceback" not in done.stdout + done.stderr
    return {line for line in done.stderr.splitlines() if line.startswith("error: ")}


@pytest.mark.parametrize("mistake", [*IN_CONFIG, *IN_CATALOG], ids=name)
def test_a_mistake_in_the_settings_is_all_that_is_told(mistake: Mistake, tmp_path: Path) -> None:
    mistake.make(write_experiment(tmp_path))
    done = snakemake(tmp_path, *mistake.command)
    assert told(done) == [f"error: {mistake.line}"]
    assert done.returncode == 1
    assert "Building DAG" not in done.stdout + done.stderr
    assert not (tmp_path / "results").is_dir()


@pytest.mark.parametrize("mistake", OF_FILES, ids=name)
def test_a_file_that_is_missing_is_told_before_any_job(mistake: Mistake, tmp_path: Path) -> None:
    mistake.make(write_experiment(tmp_path))
    done = snakemake(tmp_path, *mistake.command)
    assert errors(done) == {f"error: {mistake.line}"}
    assert done.returncode == 1
    assert "Job stats" not in done.stdout + done.stderr


def test_a_damaged_cache_and_records_of_another_version_are_made_anew(copy: Experiment) -> None:
    results = copy.folder / "results"
    (results / ".cache" / "contents.json").write_text("{", encoding="utf-8")
    record_path(results / "tables" / "probes.parquet").write_text('{"version": 0}', encoding="utf-8")
    assert "collect" in copy.build()
    assert copy.plan() == set()


def test_a_package_of_the_system_that_is_missing(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "workflow/take_pictures.py"), "report", "pictures"]
    bare = {"PATH": ""}
    done = subprocess.run(command, cwd=tmp_path, env=bare, capture_output=True, text=True, check=False)
    assert told(done) == [
        "error: no chromium (Debian: apt install chromium; elsewhere set CHROMIUM to its path)"
    ]
    assert done.returncode == 1
