"""Demo prompts that end in the name of an invented person and say nothing else about that person."""

import json
from collections.abc import Iterator
from random import Random

from sparse_probing.corpora._population import Person, population
from sparse_probing.corpora.lexicons.names import FIRST_FEMALE, FIRST_MALE, PLACES, SURNAMES
from sparse_probing.corpora.lexicons.people import PROMPT_CLOSINGS, PROMPT_OPENINGS
from sparse_probing.corpora.templates import capitalised, expand


def generate(*, documents: int, seed: int) -> Iterator[str]:
    """Yield JSON lines with `text` (8 to 25 words), `group` (the person's full name) and one of `spans`.

    The span is the surname at the end of the text, `start` and `stop` in characters, half-open, with the
    person's `sex`, `occupation`, `sport`, `party` (null where there is none) and `is_alive`. The people are
    those that the biographies of the same seed are about; they take turns. The words before a name are drawn
    alike for everybody, so that a feature of a person can be read only from what a model knows.
    """
    people = population(seed=seed)
    for i in range(documents):
        person = people[i % len(people)]
        text = f"{_prompt(Random(f'{seed}-{i}'))} {person.name}"
        record = {"text": text, "group": person.name, "spans": [_span(text, person)]}
        yield json.dumps(record, ensure_ascii=False)


def _prompt(rng: Random) -> str:
    def slot(name: str) -> str:
        match name:
            case "place":
                return rng.choice(PLACES)
            case "other":
                return f"{rng.choice(FIRST_FEMALE + FIRST_MALE)} {rng.choice(SURNAMES)}"
            case "year":
                return str(rng.randint(1950, 2020))
            case "count":
                return str(rng.randint(2, 90))
            case _:
                raise KeyError(name)

    template = f"{rng.choice(PROMPT_OPENINGS)} {rng.choice(PROMPT_CLOSINGS)}"
    return capitalised(expand(template, rng=rng, slot=slot))


def _span(text: str, person: Person) -> dict[str, object]:
    return {
        "start": len(text) - len(person.surname),
        "stop": len(text),
        "sex": person.sex,
        "occupation": person.occupation,
        "sport": person.sport,
        "party": person.party,
        "is_alive": person.death is None,
    }
