"""Runs of Snakemake in forks of a process that has imported it: its start is what takes longest of a mistake."""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

_PRELOADED = ["snakemake.cli", "sparse_probing.experiment", "sparse_probing.audit", "sparse_probing.stamp"]


def run_in_fork(
    command: list[str], folder: Path, *, env: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run `python -m snakemake ...` in `folder`, as `subprocess.run` would, in a process of its own."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    said = folder / "stdout.txt", folder / "stderr.txt"
    process = context.Process(target=_run, args=(command, folder, dict(env), said))
    process.start()
    process.join()
    out, err = (path.read_text(encoding="utf-8") for path in said)
    for path in said:
        path.unlink()
    assert process.exitcode is not None
    return subprocess.CompletedProcess(command, process.exitcode, out, err)


def _run(command: list[str], folder: Path, env: dict[str, str], said: tuple[Path, Path]) -> None:
    from snakemake.cli import main

    for stream, path in zip((1, 2), said, strict=True):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = command
    main(command[3:])
