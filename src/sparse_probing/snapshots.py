"""Local snapshots of models and tokenizers in the Hugging Face format, described by a `model.json`."""

import importlib.util
import json
import os
import shutil
import struct
from dataclasses import asdict, dataclass
from math import prod
from pathlib import Path

from sparse_probing.errors import UserError
from sparse_probing.files import sha256
from sparse_probing.settings.model import Folder, Hub

MODEL_FILES = ("config.json", "*.safetensors", "model.safetensors.index.json")
TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")


@dataclass(frozen=True)
class ModelCard:
    """The content of model.json: where a snapshot comes from, and the hash of each of its files."""

    origin: str
    revision: str
    parameters: int
    """Elements of all stored weights."""
    files: dict[str, str]

    @classmethod
    def of(cls, folder: Path, *, origin: str, revision: str) -> "ModelCard":
        """Describe the snapshot in `folder`. Raises UserError when config or weights are missing."""
        files = sorted(p for pattern in (*MODEL_FILES, *TOKENIZER_FILES) for p in folder.glob(pattern))
        weights = [p for p in files if p.suffix == ".safetensors"]
        if not (folder / "config.json").is_file() or not weights:
            raise UserError(f"{origin}: expected config.json and weights as *.safetensors, found neither or one only")
        parameters = sum(_count_parameters(p) for p in weights)
        return cls(origin, revision, parameters, {p.name: sha256(p) for p in files})

    @classmethod
    def load(cls, path: Path) -> "ModelCard":
        """Read a model.json, and check that the files it describes are there.

        Raises UserError that says what to delete when one is missing.
        """
        card = cls(**json.loads(path.read_text(encoding="utf-8")))
        for name in card.files:
            if not (path.parent / name).is_file():
                raise UserError(f"{path.parent / name}: missing from the snapshot; delete {path} and run again")
        return card

    def save(self, path: Path) -> None:
        """Write model.json."""
        path.write_text(json.dumps(asdict(self), indent=1, sort_keys=True) + "\n", encoding="utf-8")


def fetch(origin: Hub | Folder, models_dir: Path, target: Path, *, patterns: tuple[str, ...]) -> str:
    """Copy the files of `origin` that match `patterns` into `target`; return what the origin calls itself.

    Raises UserError when the folder or repository is not there or cannot be reached.
    """
    folder = _download(origin, patterns) if isinstance(origin, Hub) else find_folder(origin, models_dir)
    if folder is None:
        raise UserError(f"{describe(origin)}: no such folder under {models_dir} (models_dir)")
    target.mkdir(parents=True, exist_ok=True)
    for pattern in patterns:
        for file in sorted(folder.glob(pattern)):
            shutil.copyfile(file, target / file.name)
    return describe(origin)


def install(folder: Path, target: Path) -> None:
    """Move the files of a finished snapshot from `folder` into `target`, each in one step."""
    for file in sorted(folder.iterdir()):
        os.replace(file, target / file.name)


def find_folder(origin: Folder, models_dir: Path) -> Path | None:
    """The folder that `origin` names, or None where it is not installed."""
    if origin.package is None:
        folder = models_dir / origin.path
    else:
        spec = importlib.util.find_spec(origin.package)
        if spec is None or not spec.submodule_search_locations:
            return None
        folder = Path(spec.submodule_search_locations[0]) / origin.path
    return folder if folder.is_dir() else None


def describe(origin: Hub | Folder) -> str:
    """Where a model comes from, in words that hold on every machine."""
    if isinstance(origin, Hub):
        return f"https://huggingface.co/{origin.repo}"
    return f"package {origin.package}, {origin.path}" if origin.package else f"folder {origin.path}"


def _download(origin: Hub, patterns: tuple[str, ...]) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        return Path(
            snapshot_download(origin.repo, revision=origin.revision, allow_patterns=list(patterns))
        )
    except HfHubHTTPError as error:
        reason = str(error).splitlines()[0]
        raise UserError(f"{origin.repo} at {origin.revision}: the hub refused: {reason}") from None
    except (LocalEntryNotFoundError, OSError):
        raise UserError(
            f"{origin.repo} at {origin.revision}: the hub cannot be reached and the snapshot is not cached; "
            "run once with internet access, or copy the repository to a folder and use kind: folder"
        ) from None


def _count_parameters(path: Path) -> int:
    """Number of elements in a safetensors file, read from its header."""
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    return sum(prod(entry["shape"]) for name, entry in header.items() if name != "__metadata__")
