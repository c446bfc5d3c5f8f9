"""A small template language for the demo corpora: slots, options and alternatives.

`{name}` is a slot, `[...]` is kept or dropped by a fair coin, `<a|b|c>` is one of its alternatives; options
and alternatives may nest. What fills a slot is not read as a template again, so it may hold any brackets.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import cycle

_CHOICE = re.compile(r"\[([^\[\]<>]*)\]|<([^\[\]<>]*)>")
_SLOT = re.compile(r"\{([^{}]+)\}")
_NUMBERS = {"few": (3, 19), "many": (20, 95), "big": (100, 980), "year": (1951, 2022), "day": (1, 28)}
_HOURS = {"early_hour": (6, 11), "hour": (12, 21)}


def expand(template: str, *, rng: random.Random, slot: Callable[[str], str]) -> str:
    """Settle all choices in `template`, innermost first, then fill each slot by `slot(name)`, left to right.

    Errors of `slot` pass through.
    """

    def settle(match: re.Match[str]) -> str:
        optional: str | None = match[1]
        alternatives: str = match[2]
        if optional is not None:
            return optional if rng.random() < 0.5 else ""
        return rng.choice(alternatives.split("|"))

    settled = 1
    while settled:
        template, settled = _CHOICE.subn(settle, template)
    return _SLOT.sub(lambda match: slot(match[1]), template)


class Writer:
    """Fills the templates of one document, and remembers what the document is about.

    A slot is, in this order: one of `facts` (fixed within the document); a number (`few`, `many`, `big`,
    `year`, `day`) or a time of the day (`early_hour`, `hour`); or a word list in `words`, whose entries may
    be templates themselves. Lists are dealt like shuffled cards: nothing comes twice before all the rest has
    come once.
    """

    def __init__(
        self, rng: random.Random, *, facts: Mapping[str, str], words: Mapping[str, Sequence[str]]
    ) -> None:
        self.rng = rng
        self._facts = facts
        self._words = words
        self._decks: dict[str, Iterator[str]] = {}

    def deal(self, name: str, options: Sequence[str]) -> str:
        """Return the next card of the deck `name`, which is shuffled from `options` when first asked for."""
        if name not in self._decks:
            self._decks[name] = cycle(self.rng.sample(options, len(options)))
        return next(self._decks[name])

    def slot(self, name: str) -> str:
        """Return a filling for the slot `name`; KeyError if nothing is known by that name."""
        if name in self._facts:
            return self._facts[name]
        if name in _NUMBERS:
            return str(self.rng.randint(*_NUMBERS[name]))
        if name in _HOURS:
            return f"{self.rng.randint(*_HOURS[name])}:{self.rng.choice((0, 10, 15, 30, 40, 45)):02d}"
        return self.write(self.deal(name, self._words[name]))

    def write(self, template: str) -> str:
        """Return `template` with all its choices settled and its slots filled."""
        return expand(template, rng=self.rng, slot=self.slot)


def capitalised(sentence: str) -> str:
    """Return `sentence` with its first letter in upper case, be it behind a quotation mark."""
    for position, character in enumerate(sentence):
        if character.isalnum():
            return sentence[:position] + character.upper() + sentence[position + 1 :]
    return sentence
