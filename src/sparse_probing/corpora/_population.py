"""The invented people of the demo corpora, and the facts about them."""

from dataclasses import dataclass
from random import Random

from sparse_probing.corpora.lexicons.names import FIRST_FEMALE, FIRST_MALE, PLACES, SURNAMES
from sparse_probing.corpora.lexicons.people import FIRST_EITHER, OCCUPATIONS, PARTIES, SPORTS

PEOPLE = 96
PRESENT = 2024  # the year in which the texts are written


@dataclass(frozen=True)
class Person:
    """Somebody invented; only athletes have a sport, politicians a party, and the dead a year of death."""

    first: str
    surname: str
    sex: str
    occupation: str
    sport: str | None
    party: str | None
    birthplace: str
    birth: int
    death: int | None

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.first} {self.surname}"


def population(*, seed: int) -> tuple[Person, ...]:
    """Return the people of this seed, in an order that tells nothing about them.

    Occupations, sexes and, inside their occupation, sports and parties are equally frequent, and half of the
    people are dead. At most two people share a surname, and a tenth have a first name that both sexes bear.
    """
    rng = Random(f"population-{seed}")
    people = []
    taken: set[tuple[str, str]] = set()
    for i, surname in enumerate(rng.sample(SURNAMES * 2, PEOPLE)):
        sex, occupation = ("female", "male")[i % 2], OCCUPATIONS[i // 2 % 6]
        cell, j = i % 12, i // 12  # the j-th person of this sex and occupation
        shared = (j + cell) % 10 == 0
        given = FIRST_EITHER if shared else FIRST_FEMALE if sex == "female" else FIRST_MALE
        first = rng.choice([name for name in given if (name, surname) not in taken])
        taken.add((first, surname))
        birth = rng.randint(1930, 1964)
        people.append(
            Person(
                first=first,
                surname=surname,
                sex=sex,
                occupation=occupation,
                sport=SPORTS[j % 4] if occupation == "athlete" else None,
                party=PARTIES[j % 2] if occupation == "politician" else None,
                birthplace=rng.choice(PLACES),
                birth=birth,
                death=rng.randint(birth + 40, PRESENT - 5) if (j // 4 + cell + cell // 2) % 2 else None,
            )
        )
    rng.shuffle(people)
    return tuple(people)
