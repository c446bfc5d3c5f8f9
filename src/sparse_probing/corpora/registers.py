"""Five registers of English, as JSON lines in the Pile's record format (`text`, `meta.pile_set_name`)."""

import json
import random
import re
from collections.abc import Iterator

from sparse_probing.corpora.lexicons.names import FIRST_FEMALE, FIRST_MALE, PLACES, SURNAMES
from sparse_probing.corpora.lexicons.registers.core import COMMON_SENTENCES, TOPICS, WORDS
from sparse_probing.corpora.lexicons.registers.freelaw import FREELAW
from sparse_probing.corpora.lexicons.registers.pubmed import PUBMED
from sparse_probing.corpora.lexicons.registers.shape import Register
from sparse_probing.corpora.lexicons.registers.stackexchange import STACKEXCHANGE
from sparse_probing.corpora.lexicons.registers.ubuntu_irc import UBUNTU_IRC
from sparse_probing.corpora.lexicons.registers.uspto import USPTO
from sparse_probing.corpora.templates import Writer, capitalised

_REGISTERS = (FREELAW, PUBMED, UBUNTU_IRC, STACKEXCHANGE, USPTO)
_COMMON_SHARE = 0.2
_A_BEFORE_VOWEL = re.compile(r"\b([Aa]) (?=[aeiouAEIOU])")


def generate(*, documents: int, seed: int) -> Iterator[str]:
    """Yield `documents` JSON lines `{"text", "meta": {"pile_set_name"}}`, the registers in turn.

    A text has 100 to 220 words and keeps to one topic. Topics, names, numbers and a fifth of the sentences
    are common to all registers. Document i depends on `seed` and i alone.
    """
    for index in range(documents):
        rng = random.Random(f"{seed}-{index}")
        register = _REGISTERS[index % len(_REGISTERS)]
        text = _document(register, _RegisterWriter(register, rng))
        record = {"text": text, "meta": {"pile_set_name": register.name}}
        yield json.dumps(record, ensure_ascii=False)


def _document(register: Register, writer: "_RegisterWriter") -> str:
    rng = writer.rng
    separator = rng.choice(register.separators)
    prefix = rng.choice(register.prefixes)
    common = rng.sample(COMMON_SENTENCES, len(COMMON_SENTENCES))
    words_wanted = rng.randint(100, 180)
    words, words_by_now = 0, 0.0
    sections = []
    for section in register.sections:
        words_by_now += section.share * words_wanted
        label = writer.sentence(rng.choice(section.labels))
        lines = [label] if label else []
        templates = rng.sample(section.sentences, len(section.sentences))
        while templates:
            source = common if common and words and rng.random() < _COMMON_SHARE else templates
            sentence = writer.write(prefix) + writer.sentence(source.pop())
            lines.append(sentence)
            words += len(sentence.split())
            if words >= words_by_now:
                break
        sections.append(separator.join(lines))
    return register.section_break.join(sections)


class _RegisterWriter(Writer):
    """A writer that knows the topic of the document, invents names, and has a clock that runs on."""

    def __init__(self, register: Register, rng: random.Random) -> None:
        topic = TOPICS[rng.choice(sorted(TOPICS))]
        town, city = rng.sample(PLACES, 2)
        facts = {"town": town, "city": city, "maker": rng.choice(SURNAMES)}
        nicks = tuple(_nick(rng) for _ in range(rng.randint(2, 4)))
        words = {
            **WORDS,
            **topic,
            **register.words,
            "nick": nicks,
            "channel": ("ubuntu", "help", "linux", nicks[0]),
        }
        super().__init__(rng, facts=facts, words=words)
        self._minutes = rng.randrange(24 * 60)
        self._capitals = register is not UBUNTU_IRC

    def sentence(self, template: str) -> str:
        """Return one sentence or chat line; chat lines keep their small letters."""
        text = _A_BEFORE_VOWEL.sub(r"\1n ", self.write(template))
        return capitalised(text) if self._capitals else text

    def slot(self, name: str) -> str:
        """Fill what is particular to registers: people, and who says what when in a chat."""
        if name == "person":
            return f"{self.rng.choice(FIRST_FEMALE + FIRST_MALE)} {self.rng.choice(SURNAMES)}"
        if name == "surname":
            return self.rng.choice(SURNAMES)
        if name == "clock":
            self._minutes += self.rng.randint(0, 3)
            return f"{self._minutes // 60 % 24:02d}:{self._minutes % 60:02d}"
        if name == "stamp":
            return f"[{self.slot('clock')}]"
        if name == "speaker":
            return f"<{super().slot('nick')}>"
        return super().slot(name)


def _nick(rng: random.Random) -> str:
    name = rng.choice((FIRST_FEMALE, FIRST_MALE, SURNAMES))
    return rng.choice(name).lower() + rng.choice(
        ("", "", "_", str(rng.randint(1, 99)), "-laptop", "^", "away")
    )
