"""The tiny experiment, built once."""

import pytest
from tiny_experiment import Experiment, write_experiment


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Experiment:
    """The tiny experiment, built. Tests that change it work on a copy."""
    experiment = write_experiment(tmp_path_factory.mktemp("experiment"))
    experiment.build()
    return experiment
