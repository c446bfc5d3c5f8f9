"""A script behind the cache, as the rules call it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sparse_probing.cached import declared
from sparse_probing.job import Interface

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted(path for path in (ROOT / "scripts").glob("*.py") if "run_job" in path.read_text())
COMMANDS = ("print_features", "show_plan")
"""Scripts that print, and write nothing."""

SCRIPT = """
import heavy  # what a job that only links must not import

from sparse_probing.job import Job, run_job


def main(job: Job) -> None:
    text = job.input("source").read_text()
    if job.settings.get("disturb"):
        job.input("source").write_text("changed meanwhile")
    job.output("target").write_text(text.upper())


if __name__ == "__main__":
    run_job(main, inputs=("source",), outputs=("target",))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a script, its heavy library and its input."""
    (tmp_path / "script.py").write_text(SCRIPT)
    (tmp_path / "heavy.py").write_text("from pathlib import Path\nPath('imports').open('a').write('x')\n")
    (tmp_path / "source").write_text("text")
    return tmp_path


def run(folder: Path, **settings: object) -> str:
    """Run the script behind the cache; return what its log says."""
    stamp = json.dumps({"settings": settings})
    command = [
        "cache",
        "script.py",
        "--stamp",
        stamp,
        "--log",
        "log",
        "--source",
        "source",
        "--target",
        "out",
    ]
    subprocess.run(
        [sys.executable, "-m", "sparse_probing.cached", *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{folder}"},
        check=True,
    )
    return (folder / "log").read_text()


def imports(folder: Path) -> int:
    """How often the heavy library was imported."""
    return len((folder / "imports").read_text())


def test_the_second_time_nothing_is_imported_and_the_output_is_the_same(folder: Path) -> None:
    assert "from cache" not in run(folder)
    (folder / "out").unlink()
    record = (folder / "out.stamp.json").read_text()
    assert "from cache" in run(folder)
    assert imports(folder) == 1
    assert (folder / "out").read_text() == "TEXT"
    assert (folder / "out.stamp.json").read_text() == record


def test_a_changed_input_or_setting_is_computed_and_the_first_one_is_kept(folder: Path) -> None:
    run(folder)
    (folder / "source").write_text("other")
    assert "from cache" not in run(folder)
    assert (folder / "out").read_text() == "OTHER"
    assert "from cache" not in run(folder, other=1)
    (folder / "source").write_text("text")
    assert "from cache" in run(folder)
    assert (folder / "out").read_text() == "TEXT"


def test_an_output_that_was_edited_in_place_is_made_anew(folder: Path) -> None:
    run(folder)
    with (folder / "out").open("a") as file:
        file.write("!")
    assert "from cache" not in run(folder)
    assert (folder / "out").read_text() == "TEXT"


def test_a_result_is_not_kept_when_its_input_changed_meanwhile(folder: Path) -> None:
    assert "an input changed meanwhile" in run(folder, disturb=True)
    (folder / "source").write_text("text")
    assert "from cache" not in run(folder, disturb=True)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_every_script_declares_its_interface_in_literals(script: Path) -> None:
    interface = declared(script)
    assert isinstance(interface, Interface)
    assert bool(interface.outputs) == (script.stem not in COMMANDS)


def test_a_script_without_a_declaration_is_refused(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text("print('no job')")
    with pytest.raises(ValueError, match="expected a call of run_job, found none"):
        declared(tmp_path / "script.py")
