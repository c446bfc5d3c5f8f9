"""What every settings model shares: frozen, no unknown keys, path-safe names."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

NAME_PATTERN = r"[A-Za-z0-9][A-Za-z0-9_.-]*"
"""Names of models, datasets, features and tokenizers become parts of paths. Also the wildcard constraint."""

Name = Annotated[str, Field(pattern=f"^{NAME_PATTERN}$")]


class Settings(BaseModel):
    """A frozen group of settings in which an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)
