"""Demo corpus of source code in nine languages, one JSON record a line: `text`, `lang` and `path`.

The languages share identifiers, comments, messages, numbers and most statements. Naming styles, indentation,
openings and the place of braces vary inside each language, so that only constructs tell one from another.
"""

import json
import random
import re
from collections.abc import Iterator, Sequence

from sparse_probing.corpora.lexicons.code_managed import GO, JAVA
from sparse_probing.corpora.lexicons.code_markup import HTML, XML
from sparse_probing.corpora.lexicons.code_native import CPP, C
from sparse_probing.corpora.lexicons.code_scripting import JAVASCRIPT, PHP, PYTHON
from sparse_probing.corpora.lexicons.code_words import ADJECTIVES, NOUNS, PROSE, VERBS
from sparse_probing.corpora.lexicons.names import FIRST_FEMALE, FIRST_MALE, SURNAMES
from sparse_probing.corpora.productions import Grammar, expand

_LANGUAGES: tuple[tuple[str, str, Grammar], ...] = (  # label, file name extension, grammar
    ("C", "c", C),
    ("C++", "cpp", CPP),
    ("Go", "go", GO),
    ("HTML", "html", HTML),
    ("Java", "java", JAVA),
    ("JavaScript", "js", JAVASCRIPT),
    ("PHP", "php", PHP),
    ("Python", "py", PYTHON),
    ("XML", "xml", XML),
)
_CHARACTERS = (450, 950)  # a document grows by whole units until it has a length drawn from this range
_MAGNITUDES = ((0, 9), (10, 99), (100, 4096))
_INDENTATIONS = ("    ", "    ", "  ", "\t")
_LINE_END_BRACE = re.compile(r"^([ \t]*)(\S.*\)) \{$", re.MULTILINE)


def generate(*, documents: int, seed: int) -> Iterator[str]:
    """Yield `documents` JSON records, languages taking turns; record i depends on `seed` and i alone."""
    for index in range(documents):
        rng = random.Random(f"{seed}-{index}")
        label, extension, grammar = _LANGUAGES[index % len(_LANGUAGES)]
        names = _names(rng)
        text = _program({**grammar, **PROSE, **names}, rng)
        path = f"{rng.choice(('src', 'lib', 'test', 'tools'))}/{names['module'][0]}_{index}.{extension}"
        yield json.dumps({"text": text, "lang": label, "path": path}, ensure_ascii=False)


def _program(grammar: Grammar, rng: random.Random) -> str:
    """One document: a file of as many units (functions, classes, elements) as its length asks for."""
    length = rng.randint(*_CHARACTERS)
    units: list[str] = []
    while sum(map(len, units)) < length:
        units.append(expand("unit", grammar=grammar, rng=rng))
    text = expand("file", grammar={**grammar, "units": ("\n\n".join(units),)}, rng=rng)
    if rng.random() < 0.2:
        text = _LINE_END_BRACE.sub(r"\1\2\n\1{", text)
    return text.replace("\t", rng.choice(_INDENTATIONS))


def _names(rng: random.Random) -> dict[str, list[str]]:
    """What a document talks about: its few identifiers, in one naming style, its numbers and people."""
    style = rng.choice((_snake_case, _camel_case))
    people = FIRST_FEMALE + FIRST_MALE

    def identifiers(count: int, *patterns: tuple[Sequence[str], ...]) -> list[str]:
        return [style([rng.choice(words) for words in rng.choice(patterns)]) for _ in range(count)]

    return {
        "name": identifiers(8, (NOUNS,), (NOUNS,), (ADJECTIVES, NOUNS), (NOUNS, NOUNS)),
        "callee": identifiers(5, (VERBS,), (VERBS, NOUNS), (VERBS, ADJECTIVES, NOUNS)),
        "type": [rng.choice(NOUNS).title() + rng.choice(("", *NOUNS)).title() for _ in range(3)],
        "constant": [f"{rng.choice(ADJECTIVES)}_{rng.choice(NOUNS)}".upper() for _ in range(4)],
        "module": [rng.choice(NOUNS)],
        "number": [str(rng.randint(*rng.choice(_MAGNITUDES))) for _ in range(6)],
        "year": [str(rng.randint(1998, 2024))],
        "person": [f"{rng.choice(people)} {rng.choice(SURNAMES)}" for _ in range(2)],
    }


def _snake_case(words: list[str]) -> str:
    return "_".join(words)


def _camel_case(words: list[str]) -> str:
    return words[0] + "".join(word.title() for word in words[1:])
