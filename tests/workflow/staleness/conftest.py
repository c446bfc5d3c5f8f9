"""The small experiment, built once for all tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from foundry import Foundry
from workbench import Workbench, set_up


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """The finished experiment. Tests that change it work on a copy."""
    bench = set_up(tmp_path_factory.mktemp("staleness") / "built")
    bench.build()
    return bench


@pytest.fixture
def bench(built: Workbench, tmp_path: Path) -> Workbench:
    """A copy of the finished experiment."""
    return built.copy(tmp_path / "bench")


@pytest.fixture(scope="session")
def foundry() -> Iterator[Foundry]:
    """Where experiments are built from scratch."""
    with Foundry() as foundry:
        yield foundry
