"""Random text from a context-free grammar whose productions are plain templates.

The templates library of this package writes prose, where brackets are free to carry meaning. Source code and
LaTeX use every bracket there is, so here a symbol is written «symbol», and all else in a production stands
for itself.
"""

import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence

_SYMBOL = re.compile(r"«(\^?)(\w+)»")
_INNER_LINE = re.compile(r"\n(?=[^\n])")

Grammar = Mapping[str, Sequence[str]]


def expand(symbol: str, *, grammar: Grammar, rng: random.Random, nesting: int = 2) -> str:
    """Return a random text for `symbol`.

    A symbol stands for one of its productions, all equally likely (repeat one to make it likelier), and
    «^symbol» for the same with a capital first letter. A symbol that is inside itself more than `nesting`
    times takes its first production, which therefore must not lead back to it. Where a symbol is the first
    thing on its line, all lines of its text get that line's indentation. KeyError if a production names an
    unknown symbol.
    """
    inside: Counter[str] = Counter()

    def derive(name: str) -> str:
        template = grammar[name][0] if inside[name] > nesting else rng.choice(grammar[name])
        inside[name] += 1
        text = _SYMBOL.sub(fill, template)
        inside[name] -= 1
        return text

    def fill(match: re.Match[str]) -> str:
        text = derive(match[2])
        if match[1]:
            text = text[:1].upper() + text[1:]
        before = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
        return _INNER_LINE.sub("\n" + before, text) if not before.strip() else text

    return derive(symbol)
