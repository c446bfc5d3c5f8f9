"""Short texts in nine natural languages, as JSON lines with `text`, `lang` and `source`."""

import json
import random
import re
from collections.abc import Iterator
from itertools import chain, cycle

from sparse_probing.corpora.lexicons.languages.de import GERMAN
from sparse_probing.corpora.lexicons.languages.el import GREEK
from sparse_probing.corpora.lexicons.languages.en import ENGLISH
from sparse_probing.corpora.lexicons.languages.es import SPANISH
from sparse_probing.corpora.lexicons.languages.fr import FRENCH
from sparse_probing.corpora.lexicons.languages.it import ITALIAN
from sparse_probing.corpora.lexicons.languages.nl import DUTCH
from sparse_probing.corpora.lexicons.languages.pt import PORTUGUESE
from sparse_probing.corpora.lexicons.languages.shape import Lexicon
from sparse_probing.corpora.lexicons.languages.shared import DATELINES, QUOTATION_MARKS, SIGNATURES, TITLES
from sparse_probing.corpora.lexicons.languages.sv import SWEDISH
from sparse_probing.corpora.lexicons.names import FIRST_FEMALE, FIRST_MALE, PLACES, SURNAMES
from sparse_probing.corpora.templates import Writer, capitalised, expand

_LEXICONS = (SPANISH, ENGLISH, FRENCH, DUTCH, ITALIAN, GREEK, GERMAN, PORTUGUESE, SWEDISH)
_VERB_FORMS = ("past", "pasts", "inf", "pres")


def generate(*, documents: int, seed: int) -> Iterator[str]:
    """Yield `documents` JSON lines `{"text", "lang", "source"}`, the languages in turn.

    A text is one paragraph of 80 to 170 words on one topic. Names, places, numbers, titles, loanwords and
    punctuation are common to all languages. Document i depends on `seed` and i alone.
    """
    for index in range(documents):
        rng = random.Random(f"{seed}-{index}")
        lexicon = _LEXICONS[index % len(_LEXICONS)]
        topic = rng.choice(sorted(lexicon.topics))
        record = {
            "text": _document(lexicon, topic, rng),
            "lang": lexicon.code,
            "source": f"{topic}-{index}",
        }
        yield json.dumps(record, ensure_ascii=False)


def _document(lexicon: Lexicon, topic: str, rng: random.Random) -> str:
    writer = _LanguageWriter(lexicon, topic, rng)
    sentences = [writer.sentence(rng.choice(lexicon.openings))]
    if rng.random() < 0.1:
        sentences.append(writer.sentence(rng.choice(lexicon.quoting)))
    words_wanted = rng.randint(80, 135)
    for template in rng.sample(lexicon.body, len(lexicon.body)):
        if _word_count(sentences) >= words_wanted:
            break
        sentences.append(writer.sentence(template))
    if rng.random() < 0.5:
        sentences.append(writer.sentence(rng.choice(lexicon.closings)))
    text = " ".join(sentences)
    if rng.random() < 0.3:
        text = writer.write(rng.choice(DATELINES)) + text
    if rng.random() < 0.4:
        text += writer.write(rng.choice(SIGNATURES))
    opening, closing = rng.choice(QUOTATION_MARKS)
    return re.sub(r'"([^"]*)"', rf"{opening}\1{closing}", text)


def _word_count(sentences: list[str]) -> int:
    return sum(len(sentence.split()) for sentence in sentences)


class _LanguageWriter(Writer):
    """A writer that knows a language's nouns, verbs and agreement, and the document's two people."""

    def __init__(self, lexicon: Lexicon, topic: str, rng: random.Random) -> None:
        town, city = rng.sample(PLACES, 2)
        facts = {"town": town, "city": city, "site": rng.choice(SURNAMES).lower()}
        foreign = rng.choice([other for other in _LEXICONS if other is not lexicon])
        words = {
            **lexicon.words,
            "activity": lexicon.topics[topic]["activity"],
            "title": TITLES,
            "foreign": foreign.words["saying"],
        }
        super().__init__(rng, facts=facts, words=words)
        self._lexicon = lexicon
        self._nouns = {**lexicon.nouns, **lexicon.topics[topic]}
        self._gender = {person: rng.choice("fm") for person in ("hero", "friend")}
        self._mentions = {person: self._mentions_of(gender) for person, gender in self._gender.items()}

    def _mentions_of(self, gender: str) -> Iterator[str]:
        """The full name first; afterwards mostly the first name."""
        first = self.rng.choice(FIRST_FEMALE if gender == "f" else FIRST_MALE)
        full = f"{first} {self.rng.choice(SURNAMES)}"
        return chain([full], cycle([first, first, full]))

    def sentence(self, template: str) -> str:
        """Return one sentence of the language, with its elisions and contractions made."""
        text = self.write(template)
        for pattern, replacement in self._lexicon.fusions:
            text = re.sub(pattern, replacement, text)
        return capitalised(text)

    def slot(self, name: str) -> str:
        """Fill what is particular to languages: people, dates, verbs, noun phrases and agreement."""
        if name in self._mentions:
            return next(self._mentions[name])
        if name in _VERB_FORMS:
            return self.deal("verbs", self._lexicon.verbs).split()[_VERB_FORMS.index(name)]
        if name in ("expert", "byline"):
            return f"{self.rng.choice(FIRST_FEMALE + FIRST_MALE)} {self.rng.choice(SURNAMES)}"
        if name == "date":
            day, month, year = self.rng.randint(1, 28), self.rng.randint(1, 12), self.rng.randint(1951, 2022)
            return f"{day:02d}.{month:02d}.{year}"
        if ":" in name:
            person, forms = name.split(":")
            feminine, masculine = forms.split("/")
            return feminine if self._gender[person] == "f" else masculine
        if " " in name:
            return self._phrase(*name.split())
        return super().slot(name)

    def _phrase(self, form: str, kind: str) -> str:
        if kind in self._mentions:
            gender, forms = self._gender[kind], [self.slot(kind)]
        else:
            gender, *forms = self.deal(kind, self._nouns[kind]).split()
        class_of_adjectives = kind if kind in self._lexicon.adjectives else "thing"
        adjective = self.deal(
            f"adjective {class_of_adjectives}", self._lexicon.adjectives[class_of_adjectives]
        )
        forms_by_slot = {str(position): text for position, text in enumerate(forms)}
        forms_by_slot |= {f"a{position}": text for position, text in enumerate(adjective.split())}
        return expand(self._lexicon.phrases[form][gender], rng=self.rng, slot=forms_by_slot.__getitem__)
