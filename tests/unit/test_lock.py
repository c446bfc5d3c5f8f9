import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sparse_probing.errors import UserError
from sparse_probing.lock import lock

ROOT = Path(__file__).parents[2]
HOLD = """
import sys
from pathlib import Path
from sparse_probing.lock import lock
lock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_run_is_refused_until_the_first_is_gone_even_if_it_was_killed(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert holder.stdout and holder.stdout.readline() == b"held\n"
    with pytest.raises(UserError, match="expected no other run in this folder, found one"):
        lock(tmp_path)
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    os.close(lock(tmp_path))


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match=r"file/results/\.lock: expected a folder that can be written to"):
        lock(tmp_path / "file" / "results")
