"""Fields of a record, and parts of them that a pattern picks out."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from sparse_probing.settings.base import Settings

FILE_FIELD = "@file"
"""The field that every record has beside its own: the name of its file, without folder and suffixes."""


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"expected a regular expression, found {pattern!r}: {error}") from None
    return pattern


Pattern = Annotated[str, Field(min_length=1), AfterValidator(_compiles)]
"""A regular expression of Python. What it picks out is its first group, or all of the match without one."""


class Extract(Settings):
    """The part of a field that a pattern picks out; null where the pattern does not match."""

    field: str = Field(min_length=1, description="The field in whose text is searched.")
    pattern: Pattern = Field(description="Its first group, or the whole match, is the value.")


FieldName = Annotated[str, Field(min_length=1)] | Extract
"""A field (dots descend into objects; `@file` is the name of the file), or a part of one."""


GroupField = FieldName | Annotated[tuple[FieldName, ...], Field(min_length=1)]
"""A field, or several of which the first counts that a record has and that says something."""


class Only(Settings):
    """Which records count: those in which a field has one of these values."""

    field: FieldName
    values: tuple[str | int | bool, ...] = Field(min_length=1)


def field_of(name: FieldName) -> str:
    """The field from which the value comes."""
    return name.field if isinstance(name, Extract) else name


def alternatives(group: GroupField | None) -> tuple[FieldName, ...]:
    """The fields that can tell the group, in the order in which they are asked."""
    if group is None:
        return ()
    return group if isinstance(group, tuple) else (group,)


def is_text(name: FieldName) -> bool:
    """Whether the value is text, or null, whatever the records hold."""
    return isinstance(name, Extract) or name == FILE_FIELD


def picked(match: re.Match[str]) -> tuple[int, int]:
    """Start and stop of what a pattern picks out; (-1, -1) where its first group took no part."""
    return match.span(1 if match.re.groups else 0)
