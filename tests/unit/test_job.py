import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from sparse_probing.audit import State, examine
from sparse_probing.contents import Contents
from sparse_probing.files import Content, aside, content_of
from sparse_probing.job import Command, put_in_place
from sparse_probing.planned_jobs import PlannedJob

ROOT = Path(__file__).parents[2]

SCRIPT = '''
"""A script as those of the project: copies its inputs, and fails where the settings say so."""

import sys

from sparse_probing.errors import UserError
from sparse_probing.job import Job, log, run_job


def main(job: Job) -> None:
    settings = job.settings
    log.info("working")
    text = job.input("one").read_text() + "".join(path.read_text() for path in job.inputs["many"])
    job.output("file_out").write_text(text)
    if settings.get("problem") == "user":
        raise UserError("data.yaml: key: expected 1,\\nfound 2")
    if settings.get("problem") == "bug":
        raise KeyError("oops")
    if settings.get("problem") == "killed":
        sys.stdout.flush()
        import os
        os.kill(os.getpid(), 9)
    if settings.get("problem") == "forgets":
        return
    job.output("folder").mkdir()
    (job.output("folder") / "part").write_text(settings["part"])


if __name__ == "__main__":
    run_job(main, inputs=("one", "many*"), outputs=("file_out", "folder"))
'''


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "script.py"
    path.write_text(SCRIPT)
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text(name)
    return path


def run(
    script: Path,
    *,
    log: bool = True,
    wrapper: tuple[str, ...] = (),
    stamp: str | None = None,
    many: tuple[str, ...] = ("b", "c"),
    **settings: str,
) -> subprocess.CompletedProcess[str]:
    """Run the script in its folder; the outputs go to out/."""
    stamp = stamp or json.dumps({"settings": {"part": "new", **settings}, "code": "abc"})
    command = [sys.executable, *wrapper, script.name, "--stamp", stamp, "--one", "a", "--many", *many]
    command += [
        "--file-out",
        "out/file.txt",
        "--folder",
        "out/folder",
        *(["--log", "logs/x.log"] if log else []),
    ]
    return subprocess.run(
        command,
        cwd=script.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


def outputs(script: Path) -> dict[str, str]:
    """All files under out/, by name, but for sidecars."""
    folder = script.parent / "out"
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".stamp.json")]
    return {str(path.relative_to(folder)): path.read_text() for path in files}


def test_outputs_are_put_in_place(script: Path) -> None:
    result = run(script)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert outputs(script) == {"file.txt": "abc", "folder/part": "new"}


def test_an_input_of_several_files_may_have_none(script: Path) -> None:
    assert run(script, many=()).returncode == 0
    assert outputs(script)["file.txt"] == "a"


def test_a_record_tells_stamp_inputs_and_outputs(script: Path) -> None:
    run(script)
    digest = {name: hashlib.sha256(name.encode()).hexdigest() for name in ("a", "b", "c", "abc", "new")}
    expected = {
        "stamp": {"settings": {"part": "new"}, "code": "abc"},
        "inputs": {"one": [["a", digest["a"]]], "many": [["b", digest["b"]], ["c", digest["c"]]]},
        "outputs": {"out/file.txt": digest["abc"], "out/folder": {"part": digest["new"]}},
    }
    for output in ("file.txt", "folder"):
        assert json.loads((script.parent / "out" / f"{output}.stamp.json").read_text()) == expected


def test_an_input_that_cannot_be_read_is_named(script: Path) -> None:
    result = run(script, many=("b", "gone"))
    assert result.returncode == 1
    assert result.stderr == "error: gone: expected a readable file, found: No such file or directory\n"


SHARING = """
from sparse_probing.job import Job, run_job

def main(job: Job) -> None:
    assert job.input("where").name == "nowhere"
    for name in job.settings["names"]:
        (job.output("shared") / name).write_text(name)

if __name__ == "__main__":
    run_job(main, inputs=(), places=("where",), outputs=("shared/",))
"""


def test_a_shared_folder_loses_what_this_job_wrote_before_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "sharing.py").write_text(SHARING)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "of another").write_text("")
    for names in (["kept", "dropped"], ["kept", "added"]):
        stamp = json.dumps({"settings": {"names": names}})
        command = [sys.executable, "sharing.py", "--stamp", stamp, "--where", "nowhere", "--shared", "out"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    found = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert found == ["added", "added.stamp.json", "kept", "kept.stamp.json", "of another"]
    outputs = json.loads((tmp_path / "out" / "kept.stamp.json").read_text())["outputs"]
    assert sorted(outputs) == ["out/added", "out/kept"]


def test_earlier_outputs_are_replaced(script: Path) -> None:
    run(script, part="old")
    (script.parent / "out" / "folder" / "left over").write_text("")
    run(script, part="newer")
    assert outputs(script) == {"file.txt": "abc", "folder/part": "newer"}


@pytest.mark.parametrize("problem", ["user", "bug", "forgets", "killed"])
def test_a_failure_leaves_earlier_outputs_as_they_were(script: Path, problem: str) -> None:
    run(script, part="old")
    (script.parent / "a").write_text("changed ")
    assert run(script, problem=problem).returncode != 0
    found = {name: text for name, text in outputs(script).items() if not name.endswith(".partial")}
    assert found == {"file.txt": "abc", "folder/part": "old"}


@pytest.mark.parametrize("problem", ["user", "bug", "forgets"])
def test_a_failure_leaves_nothing_half_done(script: Path, problem: str) -> None:
    run(script, problem=problem)
    assert outputs(script) == {}


EXITS = """
import os, runpy, sys

left = int(sys.argv[1])
replace = os.replace

def replace_or_exit(*names):
    global left
    if left == 0:
        os._exit(9)
    left -= 1
    replace(*names)

os.replace = replace_or_exit
sys.argv = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
"""Runs a script that ends, and cleans nothing up, when it would give a file its name for the n-th time."""


def state(*, part: str) -> State:
    """What the audit finds of the job in this folder."""
    stamp = {"settings": {"part": part}, "code": "abc"}
    job = PlannedJob("copy", ["out/file.txt", "out/folder"], ["a", "b", "c"], stamp, [])
    return examine(job, Contents(Path("contents.json"))).state


@pytest.mark.parametrize("renames", range(4))  # of two outputs, and a record of each
@pytest.mark.parametrize("before", ["old", None])
def test_a_process_that_ends_between_renames_is_made_up_for(
    script: Path, monkeypatch: pytest.MonkeyPatch, renames: int, before: str | None
) -> None:
    monkeypatch.chdir(script.parent)
    if before:
        run(script, part=before)
    assert run(script, wrapper=("-c", EXITS, str(renames)), part="new").returncode == 9
    assert state(part="new") != "fresh"
    assert run(script, part="new").returncode == 0
    assert state(part="new") == "fresh"
    found = {name: text for name, text in outputs(script).items() if ".partial" not in name}
    assert found == {"file.txt": "abc", "folder/part": "new"}


@pytest.mark.parametrize("name", ["folder", "folder/"])
def test_what_a_killed_process_of_the_same_number_left_does_not_count(tmp_path: Path, name: str) -> None:
    final = tmp_path / "out" / "folder"
    aside(final).mkdir(parents=True)
    (aside(final) / "left over").write_text("")

    def fill(outputs: Mapping[str, Path]) -> Mapping[str, Content]:
        outputs[name].mkdir(exist_ok=name.endswith("/"))
        (outputs[name] / "part").write_text("new")
        return {name: content_of(outputs[name])}

    put_in_place(fill, Command({"settings": {}}, None, {}, {}, {name: final}), {})
    names = {path.name.removesuffix(".stamp.json") for path in (tmp_path / "out").rglob("*")}
    assert names == {"folder", "part"}


@pytest.mark.parametrize("log", [True, False])
def test_a_mistake_of_the_user_is_one_line_and_status_1(script: Path, log: bool) -> None:
    result = run(script, log=log, problem="user")
    assert result.returncode == 1
    lines = [line for line in result.stderr.splitlines() if "INFO working" not in line]
    assert lines == ["error: data.yaml: key: expected 1, found 2"]
    assert result.stdout == ""


def test_the_log_tells_what_was_done_and_why_it_failed(script: Path) -> None:
    log = script.parent / "logs" / "x.log"
    run(script, problem="user")
    assert "INFO working" in log.read_text()
    assert "ERROR data.yaml: key: expected 1, found 2" in log.read_text()
    run(script, problem="bug")
    assert "KeyError: 'oops'" in log.read_text()
    assert "data.yaml" not in log.read_text()


def test_a_bug_shows_its_traceback_on_stderr(script: Path) -> None:
    result = run(script, problem="bug")
    assert result.stderr.count("KeyError: 'oops'") == 1
    assert "Traceback" in result.stderr


def test_without_a_log_file_messages_go_to_stderr(script: Path) -> None:
    result = run(script, log=False)
    assert result.returncode == 0
    assert result.stderr.endswith("INFO working\n")


def test_a_forgotten_output_is_named(script: Path) -> None:
    assert "did not write its output 'folder'" in run(script, problem="forgets").stderr


@pytest.mark.parametrize(
    ("stamp", "message"),
    [("{", "not JSON"), ("[]", "the key 'settings'"), ('{"a": 1}', "the key 'settings'")],
)
def test_a_stamp_without_settings_is_refused(script: Path, stamp: str, message: str) -> None:
    result = run(script, stamp=stamp)
    assert result.returncode == 2
    assert message in result.stderr.splitlines()[-1]
