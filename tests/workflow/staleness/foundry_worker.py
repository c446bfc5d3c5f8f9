"""Runs scripts in forks of a process that has imported the heavy libraries, and nothing of the project."""

import importlib
import json
import os
import runpy
import sys
import traceback
from pathlib import Path

HEAVY = (
    "matplotlib.pyplot polars scipy.stats sklearn.linear_model tokenizers torch zarr"
    " transformers.models.gpt_neox.modeling_gpt_neox"
).split()


def work() -> None:
    """Run one script for each line of standard input, and answer with its exit status."""
    for name in HEAVY:
        importlib.import_module(name)
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if child == 0:
            os._exit(_run(request["folder"], request["command"]))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run(folder: str, command: list[str]) -> int:
    os.chdir(folder)
    sys.path[0] = str(Path(command[0]).parents[1] / "src")
    sys.argv = command
    try:
        runpy.run_path(command[0], run_name="__main__")
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    work()
