"""TransformerLens in a process of its own, as it needs other packages than this project."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

SCRIPT = Path(__file__).with_name("lens.py")


@contextmanager
def lens_process(
    python: Path, snapshot: Path, ids: np.ndarray, *, tokens: int, device: str
) -> Iterator[Callable[[], tuple[float, float]]]:
    """A function that runs the model of `snapshot` over `ids` once, and returns the seconds it took.

    A batch has so many `tokens`. lens.py says what is measured.
    """
    file = snapshot.with_name("ids.npy")
    np.save(file, ids)
    command = [str(python), str(SCRIPT), str(snapshot), str(file), str(tokens), device]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        asks, answers = process.stdin, process.stdout
        assert asks and answers  # pipes, as asked for

        def run() -> tuple[float, float]:
            asks.write("run\n")
            asks.flush()
            wall, processor = answers.readline().split()
            return float(wall), float(processor)

        yield run
        asks.close()
