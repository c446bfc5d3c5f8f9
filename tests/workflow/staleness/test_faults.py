"""Whatever goes wrong in the middle, the plain command then completes, with the same results."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from edits import BELOW, FITS, OTHER_K, WORDS_FILE, WORDS_ROWS, in_file
from workbench import Workbench

MOMENTS = [
    pytest.param(seed, marks=pytest.mark.heavy) if seed > 1 else pytest.param(seed) for seed in range(10)
]
SAMPLE = in_file(WORDS_FILE, "sample", "rows", to=400)
"""An edit that goes back to the tokens."""


@pytest.fixture(scope="module")
def undisturbed(built: Workbench, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The results of the edit that is made here, when nothing goes wrong."""
    bench = built.copy(tmp_path_factory.mktemp("undisturbed") / "bench")
    OTHER_K(bench)
    bench.build()
    return bench.content()


@pytest.fixture(scope="module")
def sampled(built: Workbench, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The results of the edit of the sample, when nothing goes wrong."""
    bench = built.copy(tmp_path_factory.mktemp("sampled") / "bench")
    SAMPLE(bench)
    bench.build()
    return bench.content()


@pytest.fixture
def edited(bench: Workbench) -> Workbench:
    """A finished experiment in which there is something to do again."""
    OTHER_K(bench)
    return bench


def start(bench: Workbench) -> subprocess.Popen[str]:
    """A run in a process group of its own, to be read line by line."""
    return subprocess.Popen(
        bench.command(),
        cwd=bench.work,
        env=bench.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def read(run: subprocess.Popen[str], *, lines: int = 0, until: str = "\0") -> None:
    """Read so many lines, up to one with `until`, or all that there are."""
    assert run.stdout
    for number, line in enumerate(run.stdout, start=1):
        if number == lines or until in line:
            return


def wait_for_a_moment(run: subprocess.Popen[str], *, seed: int, jobs: int) -> None:
    """Let a run that starts so many jobs go on until some random time before the last of them starts."""
    started, share = divmod(random.Random(seed).uniform(0, jobs), 1)
    began = time.monotonic()
    read(run, lines=1)
    for _ in range(int(started)):
        read(run, until="rule ")
    for_each = (time.monotonic() - began) / (started + 1)
    with suppress(subprocess.TimeoutExpired):
        run.communicate(timeout=share * for_each)
    assert run.poll() is None


def jobs_of(bench: Workbench) -> Iterator[int]:
    """Processes of scripts that work in the folder of the experiment."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            if b"sparse_probing.cached" in command and os.readlink(process / "cwd") == str(bench.work):
                yield int(process.name)
        except OSError:  # it has ended meanwhile
            continue


def kill_a_job(bench: Workbench, run: subprocess.Popen[str]) -> None:
    """Kill the next job that is found at work."""
    while run.poll() is None:
        for process in jobs_of(bench):
            os.kill(process, signal.SIGKILL)
            return
    raise AssertionError("the run ended before a job could be killed")


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[None]:
    """Put the content of `folder` on a disk of its own, of that size."""
    contents = folder.with_name(folder.name + " aside")
    folder.rename(contents)
    folder.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if subprocess.run(mounted, check=False, capture_output=True).returncode:
        pytest.skip("needs the right to mount a small disk")
    try:
        subprocess.run(["cp", "-a", f"{contents}/.", str(folder)], check=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize("seed", MOMENTS)
def test_snakemake_killed_with_its_jobs(edited: Workbench, undisturbed: dict[str, bytes], seed: int) -> None:
    run = start(edited)
    wait_for_a_moment(run, seed=seed, jobs=len(FITS | BELOW))
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    edited.build()
    assert edited.content() == undisturbed


@pytest.mark.parametrize("seed", MOMENTS)
def test_killed_after_an_edit_of_the_sample(bench: Workbench, sampled: dict[str, bytes], seed: int) -> None:
    SAMPLE(bench)
    run = start(bench)
    wait_for_a_moment(run, seed=seed, jobs=len(WORDS_ROWS))
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    bench.build()
    assert bench.content() == sampled


@pytest.mark.parametrize("seed", MOMENTS)
def test_snakemake_killed_while_its_jobs_go_on(
    edited: Workbench, undisturbed: dict[str, bytes], seed: int
) -> None:
    run = start(edited)
    wait_for_a_moment(run, seed=seed, jobs=len(FITS | BELOW))
    run.kill()
    run.wait()
    edited.build()
    run.communicate()  # waits for jobs that still hold the other end
    edited.build()
    assert edited.content() == undisturbed


@pytest.mark.parametrize("seed", MOMENTS)
def test_a_job_killed(edited: Workbench, undisturbed: dict[str, bytes], seed: int) -> None:
    run = start(edited)
    for _ in range(random.Random(seed).randint(1, len(FITS | BELOW))):
        read(run, until="rule ")
    kill_a_job(edited, run)
    said, _ = run.communicate()
    assert run.returncode == 1
    assert "error: a job was killed by the system, most likely out of memory: " in said
    edited.build()
    assert edited.content() == undisturbed


@pytest.mark.parametrize("seed", MOMENTS)
def test_interrupted(edited: Workbench, undisturbed: dict[str, bytes], seed: int) -> None:
    run = start(edited)
    wait_for_a_moment(run, seed=seed, jobs=len(FITS | BELOW))
    os.killpg(run.pid, signal.SIGINT)
    run.communicate()
    edited.build()
    assert edited.content() == undisturbed


def test_two_runs_at_once(edited: Workbench, undisturbed: dict[str, bytes]) -> None:
    first = start(edited)
    read(first, until="rule fit_probe")
    os.killpg(first.pid, signal.SIGSTOP)  # lest it ends before the second begins
    second = edited.run()
    os.killpg(first.pid, signal.SIGCONT)
    first.communicate()
    assert second.status == 1
    assert "error: results/.lock: expected no other run in this folder, found one" in second.output
    assert first.returncode == 0
    assert edited.content() == undisturbed


@pytest.mark.parametrize("left", [0, 8, 40])
def test_a_full_disk(edited: Workbench, undisturbed: dict[str, bytes], left: int) -> None:
    with small_disk(edited.work, 40):
        filler = edited.work / "filler"
        with filler.open("wb") as file:
            free = os.statvfs(edited.work).f_bavail * os.statvfs(edited.work).f_frsize
            file.write(bytes(max(0, free - left * 4096)))
        assert edited.run().status != 0
        filler.unlink()
        edited.build()
        assert edited.content() == undisturbed


def test_a_read_only_folder(edited: Workbench, undisturbed: dict[str, bytes]) -> None:
    with small_disk(edited.results, 40):
        subprocess.run(["mount", "-o", "remount,ro", str(edited.results)], check=True)
        run = edited.run()
        assert (run.status, run.started) == (1, frozenset())
        assert "Write-protected output files" in run.output
        assert edited.audit("status")[0].endswith(" fresh, 3 stale, 0 missing")
        subprocess.run(["mount", "-o", "remount,rw", str(edited.results)], check=True)
        edited.build()
        assert edited.content() == undisturbed


@pytest.mark.parametrize(
    "file",
    ["documents/words.parquet", "tokens/bpe/words/rows.parquet", "activations/tiny/words/0000.zarr/row"],
)
def test_a_truncated_intermediate(edited: Workbench, undisturbed: dict[str, bytes], file: str) -> None:
    path = edited.results / file
    if path.is_dir():  # an array of a store
        path = max(filter(Path.is_file, path.rglob("*")), key=lambda file: file.stat().st_size)
    os.truncate(path, path.stat().st_size // 2)
    edited.build()
    assert edited.content() == undisturbed


def test_an_unreadable_intermediate(edited: Workbench, undisturbed: dict[str, bytes]) -> None:
    path = edited.results / "documents/words.parquet"
    path.unlink()
    path.symlink_to(path.name)  # a link to itself cannot be read, not even by an administrator
    edited.build()
    assert edited.content() == undisturbed
