"""Commands in forks of a process that has imported the heavy libraries, which take longer than a mistake."""

import multiprocessing
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tiny_experiment import ROOT

HEAVY = ["snakemake.cli", "polars", "pydantic", "tokenizers", "torch", "transformers", "zarr"]


def run_forked(
    command: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a Python script, or with `-m` a module, in `folder`, as a process of its own.

    environment: what is added to that of this process.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(HEAVY)
    said = [folder / f".{name}.txt" for name in ("stdout", "stderr")]
    process = context.Process(target=_run, args=(command, folder, {**os.environ, **environment}, said))
    process.start()
    process.join()
    out, err = (path.read_text(encoding="utf-8") for path in said)
    for path in said:
        path.unlink()
    assert process.exitcode is not None
    return subprocess.CompletedProcess(list(command), process.exitcode, out, err)


def snakemake(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the project's workflow in `folder`."""
    command = ["-m", "snakemake", "--snakefile", str(ROOT / "Snakefile"), "--cores", "2", *arguments]
    return run_forked(command, folder, environment)


def script(folder: Path, name: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script of the project in `folder`."""
    return run_forked([str(ROOT / "scripts" / name), *arguments], folder, environment)


def _run(command: Sequence[str], folder: Path, environment: Mapping[str, str], said: Sequence[Path]) -> None:
    for stream, path in zip((1, 2), said, strict=True):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    if command[0] == "-m":
        sys.argv = list(command[1:])
        runpy.run_module(command[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = list(command)
        runpy.run_path(command[0], run_name="__main__")
