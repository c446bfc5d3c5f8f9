"""Local snapshots of models and tokenizers in the Hugging Face format, described by a `model.json`."""

import importlib.util
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from sparse_probing.errors import UserError
from sparse_probing.files import sha256
from sparse_probing.settings.model import Folder, Hub

MODEL_FILES = (
    "config.json",
    "model.safetensors",
    "model-*-of-*.safetensors",
    "model.safetensors.index.json",
)
TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")


@dataclass(frozen=True)
class ModelCard:
    """The content of model.json: where a snapshot comes from, and the hash of each of its files."""

    origin: str
    revision: str
    parameters: int
    """Of the architecture that config.json names, language-model head included, tied weights once."""
    files: dict[str, str]
    """File name -> sha256."""

    @classmethod
    def of(cls, folder: Path, *, origin: str, revision: str) -> Self:
        """Describe the snapshot in `folder`.

        Raises UserError when config or weights are missing, or transformers does not know the architecture.
        """
        files = _matching(folder, (*MODEL_FILES, *TOKENIZER_FILES))
        if not (folder / "config.json").is_file():
            raise UserError(f"{origin}: expected config.json, found no such file")
        if not any(file.suffix == ".safetensors" for file in files):
            raise UserError(f"{origin}: expected weights in model*.safetensors, found no such file")
        return cls(origin, revision, _count_parameters(folder, origin), {p.name: sha256(p) for p in files})

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a model.json, and check that the files it describes are there.

        Raises UserError that says what to delete when one is missing or the file is not a model card.
        """
        try:
            card = cls(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise UserError(f"{path}: not a model card ({error}); delete it and run again") from None
        for name in card.files:
            if not (path.parent / name).is_file():
                raise UserError(
                    f"{path.parent / name}: missing from the snapshot; delete {path} and run again"
                )
        return card

    def save(self, path: Path) -> None:
        """Write model.json."""
        path.write_text(json.dumps(asdict(self), indent=1, sort_keys=True) + "\n", encoding="utf-8")


def fetch(
    origin: Hub | Folder,
    models_dir: Path,
    target: Path,
    *,
    patterns: Sequence[str],
    required: Sequence[str] = (),
) -> str:
    """Copy the files of `origin` that match `patterns` into `target`; return what the origin calls itself.

    Raises UserError when the folder or repository is not there or not reached, or lacks a `required` file.
    """
    folder = _download(origin, patterns) if isinstance(origin, Hub) else find_folder(origin, models_dir)
    if folder is None:
        raise UserError(f"{describe(origin)}: no such folder in an installed package or under {models_dir}")
    for name in required:
        if not (folder / name).is_file():
            raise UserError(f"{describe(origin)}: expected {name}, found no such file")
    target.mkdir(parents=True, exist_ok=True)
    for file in _matching(folder, patterns):
        shutil.copyfile(file, target / file.name)
    return describe(origin)


def install(folder: Path, target: Path) -> None:
    """Move the files of a finished snapshot from `folder` into `target`, each in one step.

    Files of an earlier snapshot in `target` go, lest a loader takes its weights for the new ones.
    """
    for file in _matching(target, (*MODEL_FILES, *TOKENIZER_FILES)):
        if not (folder / file.name).exists():
            file.unlink()
    for file in sorted(folder.iterdir()):
        os.replace(file, target / file.name)


def find_folder(origin: Folder, models_dir: Path) -> Path | None:
    """The folder that `origin` names, or None where it is not installed."""
    if origin.package is None:
        folder = models_dir / origin.path
    else:
        try:
            spec = importlib.util.find_spec(origin.package)
        except ModuleNotFoundError:  # of a parent package
            return None
        if spec is None or not spec.submodule_search_locations:
            return None
        folder = Path(spec.submodule_search_locations[0]) / origin.path
    return folder if folder.is_dir() else None


def describe(origin: Hub | Folder) -> str:
    """Where a model comes from, in words that hold on every machine."""
    if isinstance(origin, Hub):
        return f"https://huggingface.co/{origin.repo}"
    return f"package {origin.package}, {origin.path}" if origin.package else f"folder {origin.path}"


def _matching(folder: Path, patterns: Sequence[str]) -> list[Path]:
    return sorted(file for pattern in patterns for file in folder.glob(pattern))


def _download(origin: Hub, patterns: Sequence[str]) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError

    try:
        return Path(snapshot_download(origin.repo, revision=origin.revision, allow_patterns=list(patterns)))
    except HfHubHTTPError as error:
        reason = str(error).strip().splitlines()[0]
        raise UserError(f"{origin.repo} at {origin.revision}: the hub refused: {reason}") from None
    except OSError:
        raise UserError(
            f"{origin.repo} at {origin.revision}: the hub cannot be reached and the snapshot is not cached; "
            "run once with internet access, or copy the repository to a folder and use kind: folder"
        ) from None


def _count_parameters(folder: Path, origin: str) -> int:
    """Parameters of the model, from its config: files of weights may hold masks and other buffers too."""
    import torch
    import transformers

    from sparse_probing.quiet import quiet_transformers

    try:
        with quiet_transformers(), torch.device("meta"):
            config = transformers.AutoConfig.from_pretrained(
                folder, local_files_only=True, trust_remote_code=False
            )
            named = [getattr(transformers, name, None) for name in config.architectures or ()]
            build = named[0] if named and named[0] else transformers.AutoModel.from_config
            model = build(config)
    except (OSError, ValueError, KeyError) as error:
        reason = str(error).strip().splitlines()[0]
        raise UserError(f"{origin}: transformers does not know this architecture: {reason}") from None
    return sum(parameter.numel() for parameter in model.parameters())
