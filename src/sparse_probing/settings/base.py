"""What every settings model shares: frozen, no unknown keys, finite numbers, path-safe names."""

import re
from pathlib import PurePosixPath
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

NAME_PATTERN = r"[A-Za-z0-9][A-Za-z0-9_.-]*"
"""Names of models, datasets, features and tokenizers become parts of paths. Also the wildcard constraint."""

Name = Annotated[str, Field(pattern=f"^{NAME_PATTERN}$")]

Seed = Annotated[int, Field(ge=0)]
"""Where random numbers begin."""

S = TypeVar("S", bound=str)


def _distinct(names: tuple[S, ...]) -> tuple[S, ...]:
    for position, name in enumerate(names):
        if name in names[:position]:
            raise ValueError(f"'{name}' occurs twice")
    return names


Distinct = Annotated[tuple[S, ...], AfterValidator(_distinct)]
"""A list in which no name occurs twice."""


def _below(path: str) -> str:
    if path.startswith("/") or ".." in PurePosixPath(path).parts:
        raise ValueError(f"expected a relative path without '..', found {path!r}")
    return path


RelativePath = Annotated[str, Field(min_length=1), AfterValidator(_below)]
"""A path that stays below the folder it is relative to."""


def _repository(name: str) -> str:
    if not re.fullmatch(rf"({NAME_PATTERN}/)?{NAME_PATTERN}", name):
        raise ValueError(f"expected owner/name, found '{name}'")
    return name


Repository = Annotated[str, AfterValidator(_repository)]
"""A repository of the Hugging Face hub."""


def _pinned(revision: str) -> str:
    if revision in ("main", "master"):
        raise ValueError(f"expected a commit or tag, found the moving branch '{revision}'")
    return revision


Revision = Annotated[str, Field(min_length=1), AfterValidator(_pinned)]
"""A revision of a repository that stays what it is."""


class Settings(BaseModel):
    """A frozen group of settings in which unknown keys, infinity and NaN are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
