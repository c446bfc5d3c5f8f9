"""Models and tokenizers in the Hugging Face format, fetched from where they come from."""

import importlib.util
import shutil
from collections.abc import Sequence
from pathlib import Path

from sparse_probing.errors import UserError
from sparse_probing.model_card import matching_files
from sparse_probing.settings.model import Folder, Hub

_HINTS = {
    "tokenizer.json": "; a fast tokenizer is needed: a slow one does not tell where its tokens are in a text"
}


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
            raise UserError(f"{describe(origin)}: expected {name}, found no such file{_HINTS.get(name, '')}")
    target.mkdir(parents=True, exist_ok=True)
    for file in matching_files(folder, patterns):
        shutil.copyfile(file, target / file.name)
    return describe(origin)


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


def _download(origin: Hub, patterns: Sequence[str]) -> Path:
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(origin.repo, revision=origin.revision, allow_patterns=list(patterns)))
    except OSError as error:  # those of HTTP are such errors, too
        raise UserError(f"{origin.repo} at {origin.revision}: {_refusal(error, origin)}") from None


def _refusal(error: OSError, origin: Hub) -> str:
    """Why a snapshot cannot be had, and what to do about it."""
    from huggingface_hub import errors

    # Of an answer that the library does not know it says that nothing is cached.
    answer = error if isinstance(error, errors.HfHubHTTPError) else error.__cause__
    if isinstance(answer, errors.GatedRepoError):
        return (
            f"the hub wants its terms to be accepted: do so at {describe(origin)}, "
            "then log in with `hf auth login` or set HF_TOKEN"
        )
    if isinstance(answer, errors.RepositoryNotFoundError):
        return (
            "the hub has no such repository, or a private one: check 'repo' in its entry, "
            "or log in with `hf auth login` or set HF_TOKEN"
        )
    if isinstance(answer, errors.RevisionNotFoundError):
        return "the repository has no such commit or tag: check 'revision' in its entry"
    if isinstance(answer, errors.HfHubHTTPError):
        return f"the hub answers {answer.response.status_code} {answer.response.reason_phrase}"
    return (
        "the hub cannot be reached and the snapshot is not cached; "
        "run once with internet access, or copy the repository to a folder and use kind: folder"
    )
