"""Spelling of English word forms: plurals, verb forms, and the indefinite article."""

import re
from typing import NamedTuple

from sparse_probing.corpora.lexicons.treebank import IRREGULAR_PLURALS, IRREGULAR_VERBS

_IRREGULAR = {base: forms for base, *forms in (entry.split("/") for entry in IRREGULAR_VERBS)}
_DOUBLING = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]|regret|forget|travel|cancel|shovel")
_BE = {("Sing", "1"): "am", ("Sing", "3"): "is"}


class Agreement(NamedTuple):
    """What a finite verb takes from its subject: number (Sing, Plur) and person (1, 2, 3)."""

    number: str
    person: str


def plural(noun: str) -> str:
    """Return the plural of a noun."""
    return IRREGULAR_PLURALS.get(noun) or _with_s(noun)


def present(verb: str, agreement: Agreement) -> str:
    """Return the present tense of a verb."""
    if verb == "be":
        return _BE.get(agreement, "are")
    if agreement != ("Sing", "3"):
        return verb
    return "has" if verb == "have" else _with_s(verb)


def past(verb: str, agreement: Agreement) -> str:
    """Return the past tense of a verb."""
    if verb == "be":
        return "was" if agreement in _BE else "were"
    return _IRREGULAR[verb][0] if verb in _IRREGULAR else _with_ed(verb)


def past_participle(verb: str) -> str:
    """Return the form of a verb that follows `have`, and `be` in the passive."""
    if verb == "be":
        return "been"
    return _IRREGULAR[verb][1] if verb in _IRREGULAR else _with_ed(verb)


def ing_form(verb: str) -> str:
    """Return the form of a verb in -ing, which serves as gerund and as present participle."""
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith("ee") and verb != "be":
        return verb[:-1] + "ing"
    return _doubled(verb) + "ing"


def indefinite_article(next_word: str) -> str:
    """Return `a` or `an`, as the word that follows demands."""
    vowel = re.match(r"[aeiou]|hour|honest", next_word.lower()) and not re.match(
        r"one|use|uni", next_word.lower()
    )
    return "an" if vowel else "a"


def _with_s(word: str) -> str:
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search(r"(s|x|z|ch|sh|^do|^go)$", word) else "s")


def _with_ed(verb: str) -> str:
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    return verb + "d" if verb.endswith("e") else _doubled(verb) + "ed"


def _doubled(verb: str) -> str:
    return verb + verb[-1] if _DOUBLING.fullmatch(verb) else verb
