"""Small acts on files."""

import hashlib
import os
import shutil
import socket
from pathlib import Path

from sparse_probing.errors import UserError

RECORD_SUFFIX = ".stamp.json"
"""Ends the name of the record beside an output; records are no content."""

Content = str | dict[str, str]
"""What a path holds: a file's SHA-256, or that of each file of a folder by its relative name."""


def sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def content_of(path: Path) -> Content:
    """The content of a file or folder. Raises OSError where it cannot be read."""
    if path.is_dir():
        return {name: sha256(path / name) for name in files_in(path)}
    return sha256(path)


def files_in(folder: Path) -> list[str]:
    """Relative names of the files below `folder`, sorted; hidden files and records are left out."""
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        relative = os.path.relpath(place, folder)
        for name in names:
            if not name.startswith(".") and not name.endswith(RECORD_SUFFIX):
                found.append(os.path.normpath(os.path.join(relative, name)))
    return sorted(found)


def link(source: Path, target: Path) -> None:
    """Make `target` another name of the file `source`; a copy where the file system cannot do that."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def check_folder(path: Path, *, place: str) -> None:
    """Raise UserError, beginning with `place`, if a file stands where `path` or a folder around it would."""
    for part in (path, *path.parents):
        if part.exists() and not part.is_dir():
            raise UserError(f"{place}: expected a folder, found the file '{part}'")


def write_text(path: Path, text: str) -> None:
    """Write a whole file in one step: no reader ever sees a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = aside(path)
    try:
        partial.write_text(text, encoding="utf-8")
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def aside(path: Path) -> Path:
    """A name beside `path` that no other process uses, should a cluster run the same job twice."""
    return path.with_name(f"{path.name}.{socket.gethostname()}-{os.getpid()}.partial")


def remove(path: Path) -> None:
    """Remove a file or a folder tree, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
