"""Two clean builds are compared, and files that differ are listed."""

import subprocess
import sys

import pytest
from workbench import Workbench

IMPORT = "from sparse_probing.job import Job, run_job\n"


def reproduce(bench: Workbench, *options: str) -> subprocess.CompletedProcess[str]:
    """Build the experiment twice, as `make reproduce` does."""
    script = str(bench.project / "workflow" / "reproduce.py")
    return bench.call(sys.executable, script, "--snakefile", str(bench.project / "Snakefile"), *options)


def test_documents_are_the_same_each_time(bench: Workbench) -> None:
    done = reproduce(bench, "documents")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "5 files, none differs"), done.stderr


def test_settings_on_the_command_line_are_kept(bench: Workbench) -> None:
    done = reproduce(bench, "documents", "--config", "datasets=[words, notes, more]")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "8 files, none differs"), done.stderr


def test_a_file_that_is_another_each_time_is_listed(bench: Workbench) -> None:
    bench.replace("scripts/write_corpus.py", IMPORT, IMPORT + "import os\n")
    bench.replace("scripts/write_corpus.py", 'item + "\\n"', 'item + "\\n" * (os.getpid() % 1000 + 1)')
    done = reproduce(bench, "documents")
    assert done.stdout.splitlines()[-1] == "differs: corpora/words.conllu"
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "1 of 5 files differ")


@pytest.mark.heavy
def test_all_results_are_the_same_each_time(bench: Workbench) -> None:
    done = reproduce(bench)
    assert (done.returncode, done.stdout.splitlines()[-1].split(", ")[-1]) == (0, "none differs"), done.stderr
