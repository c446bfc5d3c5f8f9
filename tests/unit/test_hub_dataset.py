"""Datasets of the hub, read by the real library from a folder that stands for a repository."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
needs_library = pytest.mark.skipif(
    importlib.util.find_spec("datasets") is None, reason="the optional library 'datasets' is not installed"
)

PRINT_LINES = """
import sys
from sparse_probing.errors import UserError
from sparse_probing.hub_dataset import json_lines
from sparse_probing.settings.origins import HuggingFace

repo, split, blocked = sys.argv[1:]
if blocked:
    sys.modules[blocked] = None
try:
    for line in json_lines(HuggingFace(repo=repo, revision="v1.0", split=split)):
        print(line)
except UserError as error:
    sys.exit(f"error: {error}")
"""
RECORDS = [
    {
        "text": "Ein Satz.\nNoch \u00e4hnlich.",
        "meta": {"lang": "de", "n": 1},
        "spans": [{"start": 0, "stop": 3}],
    },
    {"text": "Une phrase.", "meta": {"lang": "fr", "n": None}, "spans": []},
]


def lines(
    folder: Path, repo: str = "lab/texts", split: str = "train", blocked: str = ""
) -> subprocess.CompletedProcess[str]:
    """Read in a process of its own, offline, in a folder in which RECORDS are the repository lab/texts."""
    repository = folder / "lab" / "texts"
    repository.mkdir(parents=True)
    text = "".join(json.dumps(record) + "\n" for record in RECORDS)
    (repository / "train.jsonl").write_text(text, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-c", PRINT_LINES, repo, split, blocked],
        env={
            **os.environ,
            "HF_HOME": str(folder / "hf"),
            "HF_HUB_OFFLINE": "1",
            "PYTHONPATH": str(ROOT / "src"),
        },
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@needs_library
def test_records_become_lines_of_json_in_order(tmp_path: Path) -> None:
    done = lines(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(line) for line in done.stdout.splitlines()] == RECORDS


@needs_library
@pytest.mark.parametrize(
    ("repo", "split", "message"),
    [
        (
            "lab/absent",
            "train",
            "lab/absent at v1.0: the hub cannot be reached and the dataset is not cached",
        ),
        ("lab/texts", "tset", 'lab/texts at v1.0: Unknown split "tset"'),
    ],
)
def test_what_is_not_there_is_told_in_one_line(tmp_path: Path, repo: str, split: str, message: str) -> None:
    done = lines(tmp_path, repo, split)
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: {message}")
    assert done.stderr.count("\n") == 1


def test_without_the_library_the_extra_is_named(tmp_path: Path) -> None:
    done = lines(tmp_path, blocked="datasets")
    assert done.returncode == 1
    assert done.stderr == (
        "error: lab/texts at v1.0: expected the library 'datasets', found none: "
        "pip install 'sparse-probing[datasets]'\n"
    )
