"""The device on which a job computes."""

import os
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import torch

from sparse_probing.errors import UserError
from sparse_probing.lock import try_lock


def find_device(name: str) -> torch.device:
    """The torch device `name`; `cuda` without a number is a GPU that this process has for itself.

    Raises UserError when it is not there.
    """
    try:
        device = torch.device(name)
        if device.type == "cuda" and device.index is None and torch.cuda.is_available():
            device = torch.device("cuda", _own_gpu())
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError) as error:
        reason = str(error).splitlines()[0]
        raise UserError(f"extraction.device: '{name}' is not available here ({reason})") from None
    return device


@cache  # a process keeps the GPU that it took
def _own_gpu() -> int:
    # What a job sees as GPU 0 may be any of the machine's, so locks are named after what is on the card.
    gpus = [str(torch.cuda.get_device_properties(index).uuid) for index in range(torch.cuda.device_count())]
    return take_gpu(gpus, Path(tempfile.gettempdir()))


def take_gpu(gpus: Sequence[str], folder: Path) -> int:
    """The index of the first of `gpus` that no other process has taken; it is this one's until it ends.

    Locks are files in `folder`, for each user apart. Where all are taken, as by more jobs than there are
    GPUs, processes share them, spread by process number.
    """
    for index, gpu in enumerate(gpus):
        if try_lock(folder / f"sparse-probing-{os.getuid()}-{gpu}.lock") is not None:
            return index
    return os.getpid() % len(gpus)
