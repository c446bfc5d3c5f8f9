"""The frame around every script: settings in from the stamp, named inputs and outputs, log, atomic outputs.

A script is a function `main(job)` and a line that declares its inputs and outputs:

    run_job(main, inputs=("rows", "manifests*"), outputs=("probes",))

which gives it the command line `script.py --stamp JSON --rows FILE --manifests FILE... --probes FILE`. A name with
a `*` takes several files. Outputs are written aside and renamed into place, and each gets a sidecar
`FILE.stamp.json` with the stamp and the hash of what was written.
"""

import argparse
import json
import logging
import os
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

    Exits with status 1 and one line on stderr when `main` raises UserError; other exceptions leave their traceback
    in the log and on stderr.
    """
    arguments = _parse(inputs, outputs)
    _start_log(arguments.log)
    final = {name: Path(getattr(arguments, name)) for name in outputs}
    aside = {name: path.with_name(path.name + ".partial") for name, path in final.items()}
    job = Job(
        settings=json.loads(arguments.stamp)["settings"],
        inputs={
            name.rstrip("*"): [Path(p) for p in getattr(arguments, name.rstrip("*"))] for name in inputs
        },
        outputs=aside,
    )
    for path in aside.values():
        path.parent.mkdir(parents=True, exist_ok=True)
        remove(path)
    try:
        main(job)
    except UserError as error:
        log.error("%s", error)
        sys.exit(f"error: {error}")
    except Exception:
        log.exception("failed")
        raise
    for name, path in final.items():
        remove(path)
        os.replace(aside[name], path)
        _write_sidecar(path, arguments.stamp)


def _parse(inputs: Sequence[str], outputs: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--stamp", required=True, help="JSON with the key 'settings'; see DESIGN")
    parser.add_argument("--log", type=Path, help="log file; default: stderr")
    for name in inputs:
        option = "--" + name.rstrip("*").replace("_", "-")
        parser.add_argument(option, required=True, nargs="*" if name.endswith("*") else 1)
    for name in outputs:
        parser.add_argument("--" + name.replace("_", "-"), required=True)
    return parser.parse_args()


def _start_log(path: Path | None) -> None:
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(path, mode="w") if path else logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def _write_sidecar(path: Path, stamp: str) -> None:
    record = {"stamp": json.loads(stamp), "sha256": sha256(path) if path.is_file() else None}
    sidecar = path.with_name(path.name + ".stamp.json")
    partial = sidecar.with_name(sidecar.name + ".partial")
    partial.write_text(json.dumps(record, sort_keys=True, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(partial, sidecar)
