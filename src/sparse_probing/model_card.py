"""What a local snapshot of a model holds: its `model.json`."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from sparse_probing.architecture import count_parameters
from sparse_probing.errors import UserError
from sparse_probing.files import sha256

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
        files = matching_files(folder, (*MODEL_FILES, *TOKENIZER_FILES))
        if not (folder / "config.json").is_file():
            raise UserError(f"{origin}: expected config.json, found no such file")
        if not any(file.suffix == ".safetensors" for file in files):
            raise UserError(
                f"{origin}: expected weights in model*.safetensors, found no such file; "
                "pickled ones, such as pytorch_model.bin, are not read"
            )
        parameters = count_parameters(folder, origin=origin)
        return cls(origin, revision, parameters, {p.name: sha256(p) for p in files})

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


def matching_files(folder: Path, patterns: Sequence[str]) -> list[Path]:
    """Files of `folder` that match any of `patterns`, in order of their names."""
    return sorted(file for pattern in patterns for file in folder.glob(pattern))
