"""Demo biographies: short texts that state facts about invented people, for models to learn them by heart."""

import json
from collections.abc import Iterator
from random import Random

from sparse_probing.corpora._population import PRESENT, Person, population
from sparse_probing.corpora.lexicons.names import PLACES
from sparse_probing.corpora.lexicons.people import (
    BIRTH,
    LEADS,
    LIFE,
    OCCUPATION,
    PARTY,
    SEX,
    SPORT,
)
from sparse_probing.corpora.templates import capitalised, expand

_WORDS = range(25, 71)
_PRONOUNS = {"female": ("she", "her"), "male": ("he", "him")}


def generate(*, documents: int, seed: int) -> Iterator[str]:
    """Yield JSON lines with `text` (25 to 70 words) and `person`, the full name of the one it is about.

    A text states some of the person's facts in random words and order, and mentions the name once or twice.
    Who the people are depends on the seed alone; they take turns, so each is met equally often.
    """
    people = population(seed=seed)
    for i in range(documents):
        person = people[i % len(people)]
        text = _biography(Random(f"{seed}-{i}"), person)
        yield json.dumps({"text": text, "person": person.name}, ensure_ascii=False)


def _biography(rng: Random, person: Person) -> str:
    """Return a text of an admitted length; texts of other lengths are drawn again."""
    while True:
        templates = [rng.choice(LEADS), *_statements(rng, person)]
        mentions = iter(_mentions(rng, person))
        text = " ".join(_sentence(rng, template, person, mentions) for template in templates)
        if len(text.split()) in _WORDS:
            return text


def _statements(rng: Random, person: Person) -> list[str]:
    """Return templates for three to five facts about the person, in random order."""
    facts = [SEX[person.sex], OCCUPATION[person.occupation], BIRTH, LIFE["dead" if person.death else "alive"]]
    if person.sport:
        facts.append(SPORT[person.sport])
    if person.party:
        facts.append(PARTY[person.party])
    return [rng.choice(templates) for templates in rng.sample(facts, rng.randint(3, len(facts)))]


def _mentions(rng: Random, person: Person) -> list[str]:
    """Return what stands for the person at the first mention and, for half of the texts, at the second."""
    return [person.name] if rng.random() < 0.5 else [person.name, rng.choice((person.name, person.surname))]


def _sentence(rng: Random, template: str, person: Person, mentions: Iterator[str]) -> str:
    """Return the filled template; once the mentions are used up, pronouns stand for the person."""
    subject, object_ = _PRONOUNS[person.sex]

    def slot(name: str) -> str:
        match name:
            case "name":
                return next(mentions, subject)
            case "whom":
                return next(mentions, object_)
            case "status":
                return "late" if person.death else "living"
            case "occupation":
                return person.occupation
            case "birthplace":
                return person.birthplace
            case "birth":
                return str(person.birth)
            case "death":
                return str(person.death)
            case "year":
                return str(rng.randint(person.birth + 20, person.death or PRESENT))
            case "count":
                return str(rng.randint(2, 30))
            case "place":
                return rng.choice(PLACES)
            case _:
                raise KeyError(name)

    return capitalised(expand(template, rng=rng, slot=slot))
