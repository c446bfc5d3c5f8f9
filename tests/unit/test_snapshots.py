import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from tiny_models import ARCHITECTURES, gpt2, gpt_neox, save
from transformers import PreTrainedModel

from sparse_probing.errors import UserError
from sparse_probing.files import sha256
from sparse_probing.model_card import MODEL_FILES, ModelCard
from sparse_probing.settings.model import Folder, Hub
from sparse_probing.snapshots import describe, fetch, find_folder

COMMIT = "0123456789abcdef0123456789abcdef01234567"

FETCH_FROM_HUB = """
import sys
from pathlib import Path
from sparse_probing.errors import UserError
from sparse_probing.settings.model import Hub
from sparse_probing.model_card import MODEL_FILES
from sparse_probing.snapshots import fetch

repo, revision, target = sys.argv[1:]
try:
    print(fetch(Hub(kind="hub", repo=repo, revision=revision), Path(), Path(target), patterns=MODEL_FILES))
except UserError as error:
    sys.exit(f"error: {error}")
"""


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    """A model under tmp_path/models, with a file that no model needs."""
    folder = save(gpt_neox, tmp_path / "models" / "tiny")
    (folder / "README.md").write_text("A model.")
    return folder


def folder_origin(path: str, package: str | None = None) -> Folder:
    return Folder(kind="folder", path=path, package=package)


def test_a_folder_is_copied_file_by_file(snapshot: Path, tmp_path: Path) -> None:
    name = fetch(folder_origin("tiny"), tmp_path / "models", tmp_path / "copy", patterns=MODEL_FILES)
    assert name == "folder tiny"
    assert sorted(path.name for path in (tmp_path / "copy").iterdir()) == ["config.json", "model.safetensors"]
    for copy in (tmp_path / "copy").iterdir():
        assert copy.read_bytes() == (snapshot / copy.name).read_bytes()


def test_a_folder_inside_a_package_is_found_by_the_name_of_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site" / "carrier_of_tiny"
    save(gpt_neox, package / "data" / "model")
    (package / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    origin = folder_origin("data/model", "carrier_of_tiny")
    assert find_folder(origin, tmp_path / "nowhere") == package / "data" / "model"
    name = fetch(origin, tmp_path / "nowhere", tmp_path / "copy", patterns=MODEL_FILES)
    assert name == "package carrier_of_tiny, data/model"
    assert (tmp_path / "copy" / "model.safetensors").is_file()


@pytest.mark.parametrize(
    "origin",
    [
        folder_origin("other"),
        folder_origin("model", "no_such_package"),
        folder_origin("model", "no_such.sub_package"),
        folder_origin("model", "json"),
        folder_origin("model", "sys"),
    ],
)
def test_a_folder_that_is_not_there_is_named(origin: Folder, snapshot: Path, tmp_path: Path) -> None:
    assert find_folder(origin, tmp_path / "models") is None
    with pytest.raises(UserError) as error:
        fetch(origin, tmp_path / "models", tmp_path / "copy", patterns=MODEL_FILES)
    assert str(error.value).startswith(describe(origin))
    assert str(tmp_path / "models") in str(error.value)


def test_a_required_file_that_is_missing_is_named(snapshot: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"folder tiny: expected tokenizer\.json, found no such file"):
        fetch(
            folder_origin("tiny"),
            tmp_path / "models",
            tmp_path / "copy",
            patterns=MODEL_FILES,
            required=("config.json", "tokenizer.json"),
        )


def fetch_from_hub(
    tmp_path: Path, repo: str = "lab/tiny", revision: str = COMMIT
) -> subprocess.CompletedProcess[str]:
    """Run fetch in a process of its own, offline, with the hub's cache in tmp_path."""
    return subprocess.run(
        [sys.executable, "-c", FETCH_FROM_HUB, repo, revision, str(tmp_path / "copy")],
        env={**os.environ, "HF_HOME": str(tmp_path / "hf"), "HF_HUB_OFFLINE": "1", "PYTHONPATH": "src"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def hub_cache(tmp_path: Path) -> Path:
    """A snapshot as the hub's client caches it: files by commit, and tags that point to commits."""
    cache = tmp_path / "hf" / "hub" / "models--lab--tiny"
    save(gpt_neox, cache / "snapshots" / COMMIT)
    (cache / "refs").mkdir()
    (cache / "refs" / "v1.0").write_text(COMMIT)
    return cache


@pytest.mark.parametrize("revision", [COMMIT, "v1.0"])
def test_a_repository_is_read_from_the_cache_of_the_hub(
    hub_cache: Path, tmp_path: Path, revision: str
) -> None:
    result = fetch_from_hub(tmp_path, revision=revision)
    assert (result.returncode, result.stdout) == (0, "https://huggingface.co/lab/tiny\n"), result.stderr
    copied = sorted(path.name for path in (tmp_path / "copy").iterdir())
    assert copied == ["config.json", "model.safetensors"]
    assert sha256(tmp_path / "copy" / "model.safetensors") == sha256(
        hub_cache / "snapshots" / COMMIT / "model.safetensors"
    )


@pytest.mark.parametrize(("repo", "revision"), [("lab/other", COMMIT), ("lab/tiny", "v2.0")])
def test_a_repository_that_is_neither_cached_nor_reached_is_told_in_one_line(
    hub_cache: Path, tmp_path: Path, repo: str, revision: str
) -> None:
    result = fetch_from_hub(tmp_path, repo, revision)
    assert result.returncode == 1
    assert result.stderr.startswith(f"error: {repo} at {revision}: the hub cannot be reached")
    assert result.stderr.count("\n") == 1


def test_a_card_describes_the_files(snapshot: Path) -> None:
    card = ModelCard.of(snapshot, origin="here", revision="v1")
    assert (card.origin, card.revision) == ("here", "v1")
    assert card.files == {name: sha256(snapshot / name) for name in ("config.json", "model.safetensors")}


@pytest.mark.parametrize("build", ARCHITECTURES)
def test_parameters_are_those_of_the_model(tmp_path: Path, build: Callable[[], PreTrainedModel]) -> None:
    expected = sum(parameter.numel() for parameter in build().parameters())
    assert ModelCard.of(save(build, tmp_path), origin="", revision="").parameters == expected


def test_masks_among_the_weights_are_no_parameters(tmp_path: Path) -> None:
    snapshot = save(gpt2, tmp_path)
    before = ModelCard.of(snapshot, origin="", revision="").parameters
    weights = load_file(snapshot / "model.safetensors")
    weights["transformer.h.0.attn.bias"] = torch.ones(1, 1, 32, 32)
    save_file(weights, snapshot / "model.safetensors", metadata={"format": "pt"})
    assert ModelCard.of(snapshot, origin="", revision="").parameters == before


def test_an_architecture_that_transformers_does_not_know_is_refused(snapshot: Path) -> None:
    (snapshot / "config.json").write_text(json.dumps({"model_type": "no-such-model"}))
    with pytest.raises(
        UserError, match=r"here: transformers does not know this architecture: .*no-such-model"
    ):
        ModelCard.of(snapshot, origin="here", revision="")


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("config.json", r"expected config\.json"),
        ("model.safetensors", "expected weights in model.*safetensors"),
    ],
)
def test_a_snapshot_without_config_or_weights_is_refused(snapshot: Path, file: str, message: str) -> None:
    (snapshot / file).unlink()
    with pytest.raises(UserError, match=f"here: {message}"):
        ModelCard.of(snapshot, origin="here", revision="")


def test_a_card_comes_back_as_it_was_saved(snapshot: Path) -> None:
    card = ModelCard.of(snapshot, origin="here", revision="v1")
    card.save(snapshot / "model.json")
    assert ModelCard.load(snapshot / "model.json") == card


def test_a_file_that_is_missing_from_a_snapshot_is_named(snapshot: Path) -> None:
    path = snapshot / "model.json"
    ModelCard.of(snapshot, origin="here", revision="v1").save(path)
    (snapshot / "model.safetensors").unlink()
    with pytest.raises(
        UserError, match=rf"model\.safetensors: missing from the snapshot; delete {path} and run"
    ):
        ModelCard.load(path)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"origin": "here"}'])
def test_a_damaged_card_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "model.json").write_text(content)
    with pytest.raises(UserError, match=r"model\.json: not a model card .*; delete it and run again"):
        ModelCard.load(tmp_path / "model.json")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"revision": "main"}, "expected a commit or tag, found the moving branch 'main'"),
        ({"repo": "https://huggingface.co/lab/tiny"}, "expected owner/name"),
    ],
)
def test_an_origin_must_be_pinned_and_well_formed(changes: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Hub.model_validate({"kind": "hub", "repo": "lab/tiny", "revision": "v1", **changes})
