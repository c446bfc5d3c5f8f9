"""What stood behind a code hash: kept with the results, so that a stale one can be explained by module."""

import contextlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from sparse_probing.files import write_text
from sparse_probing.stamp import code_hash, code_of


def note_code(cache: Path, scripts: Iterable[Path]) -> None:
    """Write down, once for each version, the hashes of all modules that the scripts can reach."""
    for script in scripts:
        note = _note(cache, code_hash(script))
        if not note.exists():
            with contextlib.suppress(OSError):  # a full or read-only folder: the hash alone will be told
                write_text(note, json.dumps(code_of(script), indent=1) + "\n")


def changed_modules(cache: Path, recorded: str, now: str) -> list[str]:
    """Names of the modules in which two versions differ; none if one of them was not written down."""
    before, after = _read(cache, recorded), _read(cache, now)
    if not before or not after:
        return []
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def _note(cache: Path, version: str) -> Path:
    return cache / "code" / f"{version}.json"


def _read(cache: Path, version: str) -> Mapping[str, str]:
    try:
        return dict(json.loads(_note(cache, version).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}
