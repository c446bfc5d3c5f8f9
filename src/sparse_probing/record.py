"""The record beside an output: which stamp and which inputs made it, and what was written."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from sparse_probing.files import RECORD_SUFFIX, Content, write_text

Inputs = Mapping[str, Sequence[tuple[str, Content]]]
"""(path, content) of the files and folders given for each named input, in order."""


@dataclass(frozen=True)
class Record:
    """What is known of a finished job; each of its outputs has a copy."""

    stamp: Mapping[str, Any]
    inputs: Inputs
    outputs: Mapping[str, Content]
    """By path, all outputs of the job."""

    @classmethod
    def load(cls, output: Path) -> Self | None:
        """The record beside `output`; None where there is none that can be read."""
        try:
            return cls(**json.loads(record_path(output).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def save(self) -> None:
        """Write the record beside each output."""
        text = json.dumps(asdict(self), sort_keys=True, indent=1, ensure_ascii=False) + "\n"
        for output in self.outputs:
            write_text(record_path(Path(output)), text)


def record_path(output: Path) -> Path:
    """Where the record of `output` stands."""
    return output.with_name(output.name + RECORD_SUFFIX)
