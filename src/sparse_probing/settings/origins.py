"""Where a dataset's text comes from: files of the user, the hub, or a generator of the project."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, Self
from urllib.parse import quote

from pydantic import AfterValidator, Field, model_validator

from sparse_probing.settings.base import RelativePath, Repository, Revision, Seed, Settings

_SHA256 = r"^[0-9a-f]{64}$"


def _sum(text: str) -> str:
    if not re.fullmatch(_SHA256, text):
        raise ValueError(f"expected a SHA-256, 64 hexadecimal digits in lower case, found {text!r}")
    return text


Sha256 = Annotated[str, AfterValidator(_sum), Field(json_schema_extra={"pattern": _SHA256})]


class Generator(Settings):
    """A corpus that the project writes itself, deterministically."""

    name: Literal[
        "articles", "biographies", "code", "compounds", "languages", "mentions", "registers", "treebank"
    ] = Field(description="Which generator writes the corpus.")
    documents: int = Field(gt=0, description="How many documents to write.")
    seed: Seed = Field(0, description="Seed; document i depends on the seed and i alone.")


class HuggingFace(Settings):
    """A dataset of the Hugging Face hub at a pinned revision."""

    repo: Repository = Field(description="For example NeelNanda/pile-10k.")
    revision: Revision = Field(description="A commit or tag; never a moving branch.")
    config: str | None = Field(None, description="The configuration (subset); default: the only one.")
    split: str = Field(min_length=1, description="The split, for example train.")


class SourceFiles(Settings):
    """Files under data_dir, with their checksums and an address where they are known.

    A model that allows other origins has fields `generator` or `huggingface` beside these; exactly one of
    them is given.
    """

    files: tuple[RelativePath, ...] | dict[RelativePath, Sha256] = Field(
        (),
        description="Files under data_dir, read in this order (.zst allowed): names, or name -> SHA-256.",
    )
    url: str | None = Field(
        None,
        description="Where missing files are downloaded from: {file} stands for the last part of a file's "
        "name, {path} for the whole name; every file needs a SHA-256.",
    )
    obtain: str | None = Field(
        None, min_length=1, description="One line for people: where the files come from, without a url."
    )

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        keys = [key for key in ("files", "generator", "huggingface") if key in type(self).model_fields]
        if sum(bool(getattr(self, key)) for key in keys) != 1:
            *others, last = [f"'{key}'" for key in keys]
            one = f"exactly one of {', '.join(others)} and {last} is" if others else f"{last} are"
            raise ValueError(f"{one} needed")
        return self

    @model_validator(mode="after")
    def _files_have_names_of_their_own(self) -> Self:
        name = first_double([file.rpartition("/")[2].removesuffix(".zst") for file in self.files])
        if name:
            raise ValueError(f"two of 'files' are named '{name}', after which their documents are named")
        return self

    @model_validator(mode="after")
    def _files_can_be_downloaded(self) -> Self:
        if self.url is None:
            return self
        if not self.sums():
            raise ValueError("'url' needs the SHA-256 of every file: write 'files' as name -> SHA-256")
        filled = _fill(self.url, "")
        if not re.match("https?://[^/]", self.url) or re.search("[{}]", filled):
            raise ValueError(
                "'url' must begin with http:// or https:// and may hold {file} and {path}, "
                f"found '{self.url}'"
            )
        if len(self.files) > 1 and self.url == filled:
            raise ValueError(f"'url' must hold {{file}} or {{path}}, since there are {len(self.files)} files")
        return self

    def sums(self) -> Mapping[str, str]:
        """Name of a file -> its SHA-256, where they are given."""
        return self.files if isinstance(self.files, dict) else {}

    def address(self, file: str) -> str | None:
        """Where a file can be downloaded from, if that is known."""
        return None if self.url is None else _fill(self.url, file)


def _fill(url: str, file: str) -> str:
    return url.replace("{file}", quote(file.rpartition("/")[2])).replace("{path}", quote(file))


def first_double(names: Sequence[str]) -> str | None:
    """The first name that stands twice among `names`."""
    return next((name for position, name in enumerate(names) if name in names[:position]), None)
