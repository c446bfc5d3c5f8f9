"""What every settings model shares: frozen, no unknown keys, finite numbers, path-safe names."""

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


class Settings(BaseModel):
    """A frozen group of settings in which unknown keys, infinity and NaN are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
