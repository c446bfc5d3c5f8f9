"""Builds from scratch, without Snakemake and without the cache.

Every script of a plan runs, in order, in a fork of one process that has imported the heavy libraries, and
nothing of the project: this saves their start-up, and no more.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from workbench import Workbench

WORKER = Path(__file__).with_name("foundry_worker.py")


class Foundry:
    """A process that runs scripts; use it as a context."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def build(self, bench: Workbench, folder: Path) -> dict[str, bytes]:
        """All results of the experiment as `bench` has it now, built in a copy of it without any results."""
        clean = bench.copy(folder)
        shutil.rmtree(clean.results)
        shutil.rmtree(clean.work / ".snakemake")
        for command in clean.commands():
            words = split(command)
            script = next(place for place, word in enumerate(words) if word.endswith(".py"))
            request = {"folder": str(clean.work), "command": words[script:]}
            assert self._process.stdin and self._process.stdout
            print(json.dumps(request), file=self._process.stdin, flush=True)
            said = self._process.stdout.readline().strip()
            assert said == "0", f"{said}: {command}"
        return clean.content()


def split(command: str) -> list[str]:
    """The words of a shell command, as the shell sees them."""
    words = subprocess.run(
        ["bash", "-c", f"printf '%s\\0' {command}"], capture_output=True, text=True, check=True
    )
    return words.stdout.split("\0")[:-1]
