"""Locks that die with their process, so that nobody has to undo them."""

import fcntl
import os
from pathlib import Path

from sparse_probing.errors import UserError


def lock(folder: Path) -> int:
    """Lock `folder` until this process ends, and return the file descriptor that holds the lock.

    Raises UserError when another run holds it, or the folder cannot be written to.
    """
    path = folder / ".lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = try_lock(path)
    except OSError as error:
        raise UserError(
            f"{path}: expected a folder that can be written to, found: {error.strerror}"
        ) from None
    if file is None:
        raise UserError(f"{path}: expected no other run in this folder, found one; wait until it ends")
    return file


def try_lock(path: Path) -> int | None:
    """Lock the file `path`, made if need be; the descriptor that holds the lock, None if a process has it.

    Raises OSError when the file cannot be opened.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return None
    return file
