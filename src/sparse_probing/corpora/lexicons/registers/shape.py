"""The common shape of the five registers of English."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Section:
    """A stretch of a document: a label (which may be empty), then some of the sentences, none twice."""

    labels: tuple[str, ...] = ("",)
    sentences: tuple[str, ...]
    share: float
    """Of the document's words; a section has one sentence at least."""


@dataclass(frozen=True, kw_only=True)
class Register:
    """A way of writing: templates (see `corpora.templates`) by section, and its own word lists."""

    name: str
    """As the Pile calls it."""
    sections: tuple[Section, ...]
    """In the order of the document."""
    words: Mapping[str, tuple[str, ...]]
    separators: tuple[str, ...] = (" ",)
    """What stands between sentences; one is drawn for each document."""
    section_break: str = " "
    prefixes: tuple[str, ...] = ("",)
    """What stands before every sentence; one template is drawn for each document."""
