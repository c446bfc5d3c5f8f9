"""Demo prompts that end in a compound word, or in one of its halves without the other."""

import csv
from collections.abc import Iterator
from io import StringIO
from random import Random

from sparse_probing.corpora.lexicons.compounds import (
    CLOSINGS,
    DETERMINERS,
    HALVES,
    MIDDLES,
    OPENINGS,
    OTHER_FIRST_WORDS,
    OTHER_SECOND_WORDS,
)
from sparse_probing.corpora.lexicons.names import FIRST_FEMALE, FIRST_MALE, PLACES, SURNAMES
from sparse_probing.corpora.templates import capitalised, expand

_COMPOUNDS = tuple(OTHER_FIRST_WORDS)
_KINDS = ("bigram", "missing_first", "missing_second")
_WORDS = range(12, 31)


def generate(*, documents: int, seed: int) -> Iterator[str]:
    """Yield the lines of a CSV file: the header `prompt,compound,kind`, then one row a document.

    A prompt has 12 to 30 words and ends in both words of its compound (bigram), in the second after another
    word (missing_first), or in the first, with another word or nothing after it (missing_second). The
    contexts before are drawn alike for all of them. Compounds and kinds are equally frequent.
    """
    yield _csv_row(("prompt", "compound", "kind"))
    for i in range(documents):
        rng = Random(f"{seed}-{i}")
        compound = _COMPOUNDS[i % len(_COMPOUNDS)]
        kind = _KINDS[i // len(_COMPOUNDS) % len(_KINDS)]
        yield _csv_row((_prompt(rng, _ending(rng, compound, kind)), compound, kind))


def _ending(rng: Random, compound: str, kind: str) -> str:
    first, second = compound.split()
    if kind == "missing_first":
        return f"{rng.choice(OTHER_FIRST_WORDS[compound])} {second}"
    if kind == "missing_second":
        return f"{first} {rng.choice(OTHER_SECOND_WORDS[compound])}" if rng.random() < 0.5 else first
    return compound


def _prompt(rng: Random, ending: str) -> str:
    """Return a text of an admitted length with this ending; texts of other lengths are drawn again."""
    while True:
        template = (
            f"{rng.choice(OPENINGS)}{rng.choice(MIDDLES)}{rng.choice(CLOSINGS)} {rng.choice(DETERMINERS)}"
        )
        context = expand(template, rng=rng, slot=lambda name: _slot(rng, name)).replace(",,", ",")
        prompt = f"{capitalised(context)} {ending}"
        if len(prompt.split()) in _WORDS:
            return prompt


def _slot(rng: Random, name: str) -> str:
    if name == "person":
        return f"{rng.choice(FIRST_FEMALE + FIRST_MALE)} {rng.choice(SURNAMES)}"
    if name == "year":
        return str(rng.randint(1950, 2020))
    if name == "count":
        return str(rng.randint(2, 60))
    return rng.choice({"place": PLACES, "half": HALVES}[name])


def _csv_row(cells: tuple[str, str, str]) -> str:
    buffer = StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()
