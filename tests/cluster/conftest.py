"""The small experiment, built here and on a cluster of one node that is started for the tests."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cluster_experiment import ClusterExperiment, write_cluster_experiment
from loopback_slurm import loopback_slurm, why_not


@pytest.fixture(scope="session")
def slurm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A running cluster."""
    reason = why_not()
    if reason:
        pytest.skip(reason)
    with loopback_slurm(tmp_path_factory.mktemp("slurm")):
        yield


@pytest.fixture(scope="session")
def local(tmp_path_factory: pytest.TempPathFactory) -> ClusterExperiment:
    """The experiment, built without a cluster."""
    experiment = write_cluster_experiment(tmp_path_factory.mktemp("local"))
    done = experiment.run("--cores", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    return experiment


@pytest.fixture
def without_stores(local: ClusterExperiment, tmp_path: Path) -> ClusterExperiment:
    """A copy that has lost its activations, and what the cache knew of them."""
    folder = tmp_path / "experiment"
    shutil.copytree(local.folder, folder)
    for lost in ("activations", ".cache"):
        shutil.rmtree(folder / "results" / lost)
    return ClusterExperiment(folder)
