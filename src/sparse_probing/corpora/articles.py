r"""Demo corpus of LaTeX articles, one JSON record a line: `text` and `path`.

Each article has its own subject, notation, citation keys and labels. Models read only the beginning of a
document, so documents begin anywhere: a quarter with the front matter, the others in the midst of an article.
"""

import json
import random
from collections.abc import Iterator

from sparse_probing.corpora.lexicons import article_grammar, formula_grammar
from sparse_probing.corpora.lexicons.names import FIRST_FEMALE, FIRST_MALE, SURNAMES
from sparse_probing.corpora.productions import expand

_MAGNITUDES = ((2, 9), (10, 99), (100, 5000))
_WORDS = (130, 280)  # a document grows by whole blocks until it has a number of words drawn from this range


def generate(*, documents: int, seed: int) -> Iterator[str]:
    """Yield `documents` JSON records, each fixed by `seed` and its index; every fourth has front matter."""
    for index in range(documents):
        rng = random.Random(f"{seed}-{index}")
        text = _article(rng, beginning="front" if index % 4 == 0 else "tail")
        yield json.dumps({"text": text, "path": f"paper-{index:04d}.tex"}, ensure_ascii=False)


def _article(rng: random.Random, *, beginning: str) -> str:
    """One document: the symbol `beginning`, then blocks until it is long enough, then an end."""
    grammar = {**formula_grammar.FORMULAS, **article_grammar.ARTICLE, **_subject(rng)}
    length = rng.randint(*_WORDS)
    blocks = [expand(beginning, grammar=grammar, rng=rng)]
    while sum(len(block.split()) for block in blocks) < length:
        blocks.append(expand("block", grammar=grammar, rng=rng))
    return "\n\n".join((*blocks, expand("end", grammar=grammar, rng=rng))).strip()


def _subject(rng: random.Random) -> dict[str, list[str]]:
    """What an article is about, and its notation: productions that hold for the whole document."""
    surnames = rng.sample(SURNAMES, 4)
    topics = rng.sample(article_grammar.TOPICS, 3)
    return {
        "object": rng.sample(article_grammar.OBJECTS, 1),
        "other": rng.sample(article_grammar.OBJECTS, 2),
        "property": rng.sample(article_grammar.PROPERTIES, 3),
        "method": rng.sample(article_grammar.METHODS, 2),
        "topic": topics,
        "label": [rng.choice((topic, f"{topic}-{rng.randint(1, 9)}", f"main-{topic}")) for topic in topics],
        "key": [f"{surname}{rng.choice(('', ':'))}{rng.randint(1970, 2023)}" for surname in surnames],
        "author": [*surnames[1:], f"{rng.choice(FIRST_FEMALE + FIRST_MALE)} {surnames[0]}"],
        "letter": rng.sample(formula_grammar.LATIN, 5),
        "function": rng.sample(formula_grammar.FUNCTIONS, 2),
        "greek": rng.sample(formula_grammar.GREEK, 2),
        "number": [
            str(rng.choice((rng.randint(2, 9), rng.randint(10, 99), rng.randint(100, 5000))))
            for _ in range(4)
        ],
        "year": [str(rng.randint(1950, 2023))],
    }
