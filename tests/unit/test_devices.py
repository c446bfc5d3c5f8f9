import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from sparse_probing.devices import find_device, take_gpu

HOLDING = """
import sys
from pathlib import Path
from sparse_probing.devices import take_gpu

print(take_gpu(["a", "b", "c"], Path(sys.argv[1])), flush=True)
sys.stdin.read()
"""


def test_each_process_has_its_own_gpu_until_it_ends(tmp_path: Path) -> None:
    def start() -> tuple[subprocess.Popen[str], int]:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDING, str(tmp_path)],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        return process, int(process.stdout.readline())

    first, gpu_of_first = start()
    second, gpu_of_second = start()
    assert (gpu_of_first, gpu_of_second) == (0, 1)
    first.kill()
    first.communicate()
    assert take_gpu(["a", "b", "c"], tmp_path) == 0
    assert take_gpu(["b", "c"], tmp_path) == 1  # whatever number a card goes by
    assert 0 <= take_gpu(["a", "b", "c"], tmp_path) < 3  # all are taken
    second.communicate()


def test_a_device_that_is_named_in_full_is_taken_as_it_is() -> None:
    assert find_device("cpu") == torch.device("cpu")


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU")
def test_a_process_keeps_its_gpu() -> None:
    assert find_device("cuda").index is not None
    assert find_device("cuda") == find_device("cuda")
