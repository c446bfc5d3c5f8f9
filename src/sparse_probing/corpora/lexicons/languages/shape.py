"""The common shape of the nine languages' lexicons."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """Words and sentence templates (see `corpora.templates`) of one language.

    A noun is written "gender form form ...", an adjective and a verb as forms alone. A slot `{form kind}` of
    a template, say `{the thing}`, deals a noun of that kind and inflects it by `phrases[form][gender]`, in
    which `{0}`, `{1}` ... are the noun's forms and `{a0}`, `{a1}` ... an adjective's. `{hero:she/he}` agrees
    with the person, feminine form first.
    """

    code: str
    """ISO 639-1."""
    topics: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Topic to its nouns (`thing`, `place`, `person`) and its `activity` phrases, to follow a modal."""
    nouns: Mapping[str, tuple[str, ...]]
    """Nouns of every topic: `object` and the international `loan`."""
    adjectives: Mapping[str, tuple[str, ...]]
    """Adjectives for a `person`, and for everything else under `thing`."""
    verbs: tuple[str, ...]
    """Transitive verbs, each "past, past plural, infinitive, present"; third person."""
    phrases: Mapping[str, Mapping[str, str]]
    words: Mapping[str, tuple[str, ...]]
    """Further slots by name; `saying` is what other languages quote."""
    fusions: tuple[tuple[str, str], ...]
    """Regular expressions and replacements for elision and contraction, applied in this order."""
    openings: tuple[str, ...]
    body: tuple[str, ...]
    closings: tuple[str, ...]
    quoting: tuple[str, ...]
    """Sentences that quote a `{foreign}` saying."""


def items(text: str) -> tuple[str, ...]:
    """Split a list written in one string: entries are separated by semicolons."""
    return tuple(" ".join(entry.split()) for entry in text.split(";"))
