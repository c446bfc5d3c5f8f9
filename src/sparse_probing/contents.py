"""Content hashes of many files, each read once as long as it stays as it is.

What is known of a file holds while its inode, size and times are what they were; the time of its last change
of status cannot be set by programs, so an edit that restores the time of modification is seen too. Files that
changed within the last seconds are not remembered: a second edit could bear the same time.
"""

import contextlib
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path

from sparse_probing.files import Content, files_in, sha256, write_text

_SETTLED_NS = 2_000_000_000

Identity = Sequence[int]
"""Inode, size, time of modification, time of change of status."""


class Contents:
    """Contents of files and folders, remembered in the file `memory` from one run to the next."""

    def __init__(self, memory: Path) -> None:
        self._memory = memory
        self._known: dict[str, tuple[Identity, str]] = {}
        self._new = False
        with contextlib.suppress(OSError, ValueError):  # without a memory all files are read
            self._known = dict(json.loads(memory.read_text(encoding="utf-8")))

    def of(self, path: Path) -> Content | None:
        """The content of a file or folder; None where it is missing or cannot be read."""
        try:
            if not path.is_dir():
                return self._sha256(str(path))
            return {name: self._sha256(str(path / name)) for name in files_in(path)}
        except OSError:
            return None

    def save(self) -> None:
        """Remember what was read, where that is possible."""
        if self._new:
            with contextlib.suppress(OSError):  # a read-only folder
                write_text(self._memory, json.dumps(self._known, sort_keys=True))
            self._new = False

    def _sha256(self, path: str) -> str:
        stat = os.stat(path)
        identity = [stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]
        known, digest = self._known.get(path, (None, ""))
        if known == identity:
            return digest
        digest = sha256(Path(path))
        if time.time_ns() - stat.st_ctime_ns > _SETTLED_NS:
            self._known[path] = (identity, digest)
            self._new = True
        return digest
