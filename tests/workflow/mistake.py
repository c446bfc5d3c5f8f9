"""A mistake, how it is made in the tiny experiment, and the line that must tell of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tiny_experiment import Experiment

CONFIG = "config.yaml"
MODELS = "catalog/models.yaml"
WORDS = "catalog/datasets/words.yaml"
LANGUAGES = "catalog/datasets/languages.yaml"

Edit = Callable[[Experiment], object]


@dataclass(frozen=True)
class Mistake:
    """A mistake that people make."""

    name: str
    make: Edit
    line: str
    """What stands behind `error: `."""
    command: tuple[str, ...] = ("--dry-run",)
    """Arguments of Snakemake."""


def put(file: str, *path: str | int, to: Any) -> Edit:
    """Set the value at `path` in a YAML file."""

    def change(content: Any) -> None:
        *way, last = path
        for part in way:
            content = content[part] if isinstance(part, int) else content.setdefault(part, {})
        content[last] = to

    return lambda experiment: experiment.edit(file, change)


def write(file: str, content: str | bytes) -> Edit:
    """Write a file; folders around it are made."""

    def make(experiment: Experiment) -> None:
        path = experiment.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    return make


def replace(file: str, old: str, new: str) -> Edit:
    """Replace the first `old` in a file."""

    def make(experiment: Experiment) -> None:
        text = (experiment.folder / file).read_text(encoding="utf-8")
        assert old in text
        write(file, text.replace(old, new, 1))(experiment)

    return make


def both(*edits: Edit) -> Edit:
    """Make several edits, in order."""
    return lambda experiment: [edit(experiment) for edit in edits]
