"""Run a script, unless its result is in the cache: python -m sparse_probing.cached CACHE SCRIPT OPTION...

The result is looked up before the script is imported, so that a job that only links never loads its
libraries: the names of inputs and outputs are read off the script's call of `run_job`.
"""

import ast
import runpy
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from sparse_probing.action_cache import ActionCache, action_key
from sparse_probing.files import Content
from sparse_probing.job import Command, Interface, Main, compute, log, parse, put_in_place, with_log


def main(arguments: Sequence[str]) -> None:
    """Link the outputs of a job, or compute and keep them."""
    folder, script, *options = arguments
    command = parse(declared(Path(script)), options, program=Path(script).name)
    with_log(command, lambda: _run(ActionCache(Path(folder)), Path(script), command))


def declared(script: Path) -> Interface:
    """The inputs, outputs and places in the script's call of `run_job`, which are literals."""
    for node in ast.walk(ast.parse(script.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "run_job":
            return Interface(**{word.arg: ast.literal_eval(word.value) for word in node.keywords if word.arg})
    raise ValueError(f"{script}: expected a call of run_job, found none")


def _run(cache: ActionCache, script: Path, command: Command) -> None:
    if not command.outputs:  # a command that prints has no result to keep
        compute(_main_of(script), command, {})
        return
    inputs = command.read_inputs()
    key = action_key(command.stamp, inputs)

    def fill(outputs: Mapping[str, Path]) -> Mapping[str, Content]:
        contents = cache.take(key, outputs)
        if contents is not None:
            log.info("from cache: %s", key)
            return contents
        contents = compute(_main_of(script), command, outputs)
        if command.read_inputs() == inputs:
            _keep(cache, key, outputs, contents)
        else:
            log.warning("an input changed meanwhile: the next run will make this again")
        return contents

    put_in_place(fill, command, inputs)


def _main_of(script: Path) -> Main:
    main: Main = runpy.run_path(str(script))["main"]
    return main


def _keep(cache: ActionCache, key: str, outputs: Mapping[str, Path], contents: Mapping[str, Content]) -> None:
    try:
        cache.keep(key, outputs, contents)
    except OSError as error:
        log.warning("not kept in the cache: %s", error)


if __name__ == "__main__":
    main(sys.argv[1:])
