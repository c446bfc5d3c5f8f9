"""The tiny experiment, built once."""

import shutil
from pathlib import Path

import pytest
from tiny_experiment import Experiment, write_experiment


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Experiment:
    """The tiny experiment, built. Tests that change it work on a copy."""
    experiment = write_experiment(tmp_path_factory.mktemp("experiment"))
    experiment.build()
    return experiment


@pytest.fixture
def copy(finished: Experiment, tmp_path: Path) -> Experiment:
    """A copy of the finished experiment, times of change included."""
    folder = tmp_path / "copy"
    shutil.copytree(finished.folder, folder)
    return Experiment(folder)
