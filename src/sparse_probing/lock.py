"""One run at a time in a results folder. The lock dies with its process, so that nobody has to undo it."""

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
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise UserError(
            f"{path}: expected a folder that can be written to, found: {error.strerror}"
        ) from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        raise UserError(
            f"{path}: expected no other run in this folder, found one; wait until it ends"
        ) from None
    return file
