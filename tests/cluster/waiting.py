"""Waiting for what other processes do."""

import threading
import time
from collections.abc import Callable


def wait_until(is_so: Callable[[], bool], what: str, *, seconds: float = 600) -> None:
    """Ask again and again until it is so; fail where it takes too long."""
    pause = threading.Event()
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"waited {seconds} s until {what}"
        pause.wait(0.1)
