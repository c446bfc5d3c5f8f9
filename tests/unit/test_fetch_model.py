"""The script that fetches models, run on a cache of the hub."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tiny_models import VOCABULARY, gpt_neox, save
from tokenizers import Tokenizer, models

from sparse_probing.model_card import ModelCard
from sparse_probing.model_shape import shape_of_snapshot

ROOT = Path(__file__).parents[2]
COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    """A cached repository whose model has more embeddings than its tokenizer has entries."""
    folder = save(gpt_neox, tmp_path / "hf" / "hub" / "models--lab--tiny" / "snapshots" / COMMIT)
    vocabulary = {f"token{i}": i for i in range(VOCABULARY - 7)}
    Tokenizer(models.WordLevel(vocabulary, unk_token="token0")).save(str(folder / "tokenizer.json"))
    return folder


def fetch(tmp_path: Path, snapshot: Path, **shape: int) -> subprocess.CompletedProcess[str]:
    """Run the script, offline, with a shape that differs from the model's in the given numbers."""
    expected = {**shape_of_snapshot(snapshot, origin="tiny").model_dump(), **shape}
    origin = {"kind": "hub", "repo": "lab/tiny", "revision": COMMIT, "shape": expected}
    return subprocess.run(
        [
            *(sys.executable, str(ROOT / "scripts" / "fetch_model.py")),
            *("--stamp", json.dumps({"settings": {"origin": origin}}), "--models-dir", str(tmp_path)),
            *("--files", "--tokenizer", str(snapshot / "tokenizer.json")),
            *("--snapshot", str(tmp_path / "tiny")),
        ],
        env={
            **os.environ,
            "HF_HOME": str(tmp_path / "hf"),
            "HF_HUB_OFFLINE": "1",
            "PYTHONPATH": str(ROOT / "src"),
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_model_of_the_stated_shape_and_a_padded_vocabulary_is_fetched(
    tmp_path: Path, snapshot: Path
) -> None:
    done = fetch(tmp_path, snapshot)
    assert done.returncode == 0, done.stderr
    card = ModelCard.load(tmp_path / "tiny" / "model.json")
    assert card.revision == COMMIT
    assert set(card.files) == {"config.json", "model.safetensors", "tokenizer.json"}


def test_a_model_of_another_shape_is_refused_in_one_line(tmp_path: Path, snapshot: Path) -> None:
    done = fetch(tmp_path, snapshot, layers=5)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "error: https://huggingface.co/lab/tiny: expected shape.layers 5, as its catalog entry says, "
        "found 2 in config.json"
    )
    assert not (tmp_path / "tiny" / "model.json").exists()
