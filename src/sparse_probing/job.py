"""The frame around every script: settings in from the stamp, named inputs and outputs, log, atomic outputs.

A script is a function `main(job)` and a line that declares its inputs and outputs:

    run_job(main, inputs=("rows", "manifests*"), outputs=("probes",))

which gives it the command line `script.py --stamp JSON --rows FILE --manifests FILE... --probes FILE`. A name
with a `*` takes several files. An output with a `/` at its end is a folder that stays: its files are put into
it, and those that an earlier run of the job left there go. Options in `places` say where to look, and shape
no result. Outputs are written aside and renamed into place when all of them are there. Each gets a record
`FILE.stamp.json` with the stamp and the hashes of what was read and written.
"""

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from sparse_probing.errors import UserError
from sparse_probing.files import RECORD_SUFFIX, Content, aside, content_of, remove
from sparse_probing.memory import ADVICE, is_lack_of_memory
from sparse_probing.record import Inputs, Record

log = logging.getLogger("sparse_probing")


@dataclass(frozen=True)
class Job:
    """What a script works with."""

    settings: Any
    """The settings of the stamp, as parsed JSON."""
    inputs: Mapping[str, Sequence[Path]]
    """Places too."""
    outputs: Mapping[str, Path]
    """Where to write; renamed to their final names when the script succeeds."""

    def input(self, name: str) -> Path:
        """The one file given as input `name`."""
        (path,) = self.inputs[name]
        return path

    def output(self, name: str) -> Path:
        """Where to write the output `name`."""
        return self.outputs[name]


Main = Callable[[Job], None]
Fill = Callable[[Mapping[str, Path]], Mapping[str, Content]]
"""Writes outputs where it is told, by declared name, and says what they hold."""


@dataclass(frozen=True)
class Interface:
    """The names that a script declares."""

    inputs: Sequence[str]
    outputs: Sequence[str]
    places: Sequence[str] = ()


@dataclass(frozen=True)
class Command:
    """A parsed command line."""

    stamp: Mapping[str, Any]
    log: Path | None
    inputs: Mapping[str, Sequence[Path]]
    places: Mapping[str, Sequence[Path]]
    outputs: Mapping[str, Path]
    """By declared name, the `/` included."""

    def read_inputs(self) -> Inputs:
        """The content of every input. Raises UserError that names one that cannot be read."""
        return {name: [(str(path), _content(path)) for path in paths] for name, paths in self.inputs.items()}


def run_job(main: Main, *, inputs: Sequence[str], outputs: Sequence[str], places: Sequence[str] = ()) -> None:
    """Parse the command line, run `main`, put the outputs in place.

    Exits with status 1 and one line on stderr when `main` raises UserError or lacks memory; other exceptions
    leave their traceback in the log and on stderr. Either way earlier outputs stay as they were.
    """
    command = parse(Interface(inputs, outputs, places), sys.argv[1:], program=Path(sys.argv[0]).name)

    def fill(outputs: Mapping[str, Path]) -> Mapping[str, Content]:
        return compute(main, command, outputs)

    with_log(command, lambda: put_in_place(fill, command, command.read_inputs()))


def parse(interface: Interface, arguments: Sequence[str], *, program: str) -> Command:
    """Read a command line; exits with status 2 and a usage line when it is wrong."""
    parser = argparse.ArgumentParser(prog=program, allow_abbrev=False)
    parser.add_argument(
        "--stamp",
        required=True,
        type=_stamp,
        metavar="JSON",
        help="an object with the key 'settings'; FILE.stamp.json beside an output holds the one used",
    )
    parser.add_argument("--log", type=Path, metavar="FILE", help="log file; default: stderr")
    for name in [*interface.inputs, *interface.places]:
        several = "*" if name.endswith("*") else 1
        parser.add_argument(_option(name), required=True, nargs=several, type=Path, metavar="FILE")
    for name in interface.outputs:
        parser.add_argument(_option(name), required=True, type=Path, metavar="FILE")
    given = vars(parser.parse_args(arguments))
    return Command(
        stamp=given["stamp"],
        log=given["log"],
        inputs={_bare(name): given[_bare(name)] for name in interface.inputs},
        places={_bare(name): given[_bare(name)] for name in interface.places},
        outputs={name: given[_bare(name)] for name in interface.outputs},
    )


def with_log(command: Command, act: Callable[[], None]) -> None:
    """Run `act` with its messages in the log, and let it fail as `run_job` says."""
    _start_log(command.log)
    try:
        act()
    except UserError as error:
        _give_up(command, " ".join(str(error).splitlines()))
    except Exception as error:
        if is_lack_of_memory(error):
            _give_up(command, f"{next(iter(command.outputs.values()), command.log)}: {ADVICE}")
        if command.log:
            log.exception("failed")
        raise


def _give_up(command: Command, line: str) -> NoReturn:
    if command.log:
        log.error("%s", line)
    sys.exit(f"error: {line}")


def compute(main: Main, command: Command, outputs: Mapping[str, Path]) -> dict[str, Content]:
    """Have `main` write the `outputs`; return their content. Raises FileNotFoundError if one is missing."""
    named = {_bare(name): path for name, path in outputs.items()}
    main(Job(command.stamp["settings"], {**command.inputs, **command.places}, named))
    for name, path in outputs.items():
        if not path.exists():
            raise FileNotFoundError(f"the script did not write its output '{name}'")
    return {name: content_of(path) for name, path in outputs.items()}


def put_in_place(fill: Fill, command: Command, inputs: Inputs) -> None:
    """Have `fill` write all outputs aside and tell their content; then name and record them."""
    partial = {name: aside(path) for name, path in command.outputs.items()}
    for name, path in partial.items():
        remove(path)  # containers repeat host names and process numbers, so a killed job may have left one
        (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
    try:
        contents = fill(partial)
        written: dict[str, Content] = {}
        for name, final in command.outputs.items():
            if name.endswith("/"):
                written |= _merge(partial[name], final, contents[name])
            else:
                _replace(partial[name], final)
                written[str(final)] = contents[name]
        Record(command.stamp, inputs, written).save()
    finally:
        for path in partial.values():
            remove(path)


def _replace(partial: Path, final: Path) -> None:
    if final.is_dir():  # a folder cannot be replaced in one step
        remove(final)
    os.replace(partial, final)


def _merge(partial: Path, final: Path, content: Content) -> dict[str, Content]:
    """Move the files of `partial` into `final`; those that an earlier run left there go."""
    assert isinstance(content, dict)
    final.mkdir(parents=True, exist_ok=True)
    for record in sorted(final.glob(f"*{RECORD_SUFFIX}")):
        name = record.name.removesuffix(RECORD_SUFFIX)
        if name not in content:
            remove(final / name)
            remove(record)
    for name in content:
        _replace(partial / name, final / name)
    return {str(final / name): digest for name, digest in content.items()}


def _content(path: Path) -> Content:
    try:
        return content_of(path)
    except OSError as error:
        raise UserError(f"{path}: expected a readable file, found: {error.strerror}") from None


def _option(name: str) -> str:
    return "--" + _bare(name).replace("_", "-")


def _bare(name: str) -> str:
    return name.rstrip("*/")


def _stamp(text: str) -> dict[str, Any]:
    try:
        stamp = json.loads(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not JSON: {error}") from None
    if not isinstance(stamp, dict) or "settings" not in stamp:
        raise argparse.ArgumentTypeError("expected an object with the key 'settings'")
    return stamp


def _start_log(path: Path | None) -> None:
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(path, mode="w", encoding="utf-8") if path else logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
