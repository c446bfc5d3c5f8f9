"""The frame around every script: settings in from the stamp, named inputs and outputs, log, atomic outputs.

A script is a function `main(job)` and a line that declares its inputs and outputs:

    run_job(main, inputs=("rows", "manifests*"), outputs=("probes",))

which gives it the command line `script.py --stamp JSON --rows FILE --manifests FILE... --probes FILE`. A name
with a `*` takes several files. Outputs are written aside and renamed into place when all of them are there.
Each gets a sidecar `FILE.stamp.json` with the stamp and the hash of what was written.
"""

import argparse
import json
import logging
import os
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sparse_probing.errors import UserError
from sparse_probing.files import remove, sha256

log = logging.getLogger("sparse_probing")


@dataclass(frozen=True)
class Job:
    """What a script works with."""

    settings: Any
    """The settings of the stamp, as parsed JSON."""
    inputs: Mapping[str, Sequence[Path]]
    outputs: Mapping[str, Path]
    """Where to write; renamed to their final names when the script succeeds."""

    def input(self, name: str) -> Path:
        """The one file given as input `name`."""
        (path,) = self.inputs[name]
        return path

    def output(self, name: str) -> Path:
        """Where to write the output `name`."""
        return self.outputs[name]


def run_job(main: Callable[[Job], None], *, inputs: Sequence[str], outputs: Sequence[str]) -> None:
    """Parse the command line, run `main`, put the outputs in place.

    Exits with status 1 and one line on stderr when `main` raises UserError; other exceptions leave their
    traceback in the log and on stderr. Either way earlier outputs stay as they were.
    """
    arguments = _parse(inputs, outputs)
    _start_log(arguments.log)
    final = {name: Path(getattr(arguments, name)) for name in outputs}
    aside = {name: _aside(path) for name, path in final.items()}
    names = [name.rstrip("*") for name in inputs]
    job = Job(
        settings=arguments.stamp["settings"],
        inputs={name: [Path(path) for path in getattr(arguments, name)] for name in names},
        outputs=aside,
    )
    for path in aside.values():
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        main(job)
        _put_in_place(aside, final, arguments.stamp)
    except UserError as error:
        line = " ".join(str(error).splitlines())
        if arguments.log:
            log.error("%s", line)
        sys.exit(f"error: {line}")
    except Exception:
        if arguments.log:
            log.exception("failed")
        raise
    finally:
        for path in aside.values():
            remove(path)


def _parse(inputs: Sequence[str], outputs: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument(
        "--stamp",
        required=True,
        type=_stamp,
        metavar="JSON",
        help="an object with the key 'settings'; FILE.stamp.json beside an output holds the one used",
    )
    parser.add_argument("--log", type=Path, metavar="FILE", help="log file; default: stderr")
    for name in inputs:
        option = "--" + name.rstrip("*").replace("_", "-")
        parser.add_argument(option, required=True, nargs="*" if name.endswith("*") else 1, metavar="FILE")
    for name in outputs:
        parser.add_argument("--" + name.replace("_", "-"), required=True, metavar="FILE")
    return parser.parse_args()


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


def _aside(path: Path) -> Path:
    """A name beside `path` that no other process uses, should a cluster run the same job twice."""
    return path.with_name(f"{path.name}.{socket.gethostname()}-{os.getpid()}.partial")


def _put_in_place(aside: Mapping[str, Path], final: Mapping[str, Path], stamp: Mapping[str, Any]) -> None:
    for name, path in aside.items():
        if not path.exists():
            raise FileNotFoundError(f"the script did not write its output '{name}'")
    for name, path in final.items():
        if path.is_dir():  # a folder cannot be replaced in one step
            remove(path)
        os.replace(aside[name], path)
        _write_sidecar(path, stamp)


def _write_sidecar(path: Path, stamp: Mapping[str, Any]) -> None:
    record = {"stamp": stamp, "sha256": sha256(path) if path.is_file() else None}
    text = json.dumps(record, sort_keys=True, indent=1, ensure_ascii=False) + "\n"
    sidecar = path.with_name(path.name + ".stamp.json")
    aside = _aside(sidecar)
    aside.write_text(text, encoding="utf-8")
    os.replace(aside, sidecar)
