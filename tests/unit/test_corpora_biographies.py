import json
import re
from collections import Counter, defaultdict

import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB

from sparse_probing.corpora import mentions
from sparse_probing.corpora._population import PEOPLE, Person, population
from sparse_probing.corpora.biographies import generate
from sparse_probing.corpora.lexicons.names import FIRST_FEMALE, FIRST_MALE
from sparse_probing.corpora.lexicons.people import FIRST_EITHER, PARTIES

Record = dict[str, str]


@pytest.fixture(scope="module")
def people() -> dict[str, Person]:
    return {person.name: person for person in population(seed=0)}


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return [json.loads(line) for line in generate(documents=10 * PEOPLE, seed=0)]


def test_same_arguments_give_the_same_lines_and_more_documents_only_add() -> None:
    twenty = list(generate(documents=20, seed=5))
    assert list(generate(documents=20, seed=5)) == twenty
    assert list(generate(documents=10, seed=5)) == twenty[:10]
    assert list(generate(documents=20, seed=6)) != twenty


def test_texts_differ_are_short_and_name_their_person_once_or_twice(
    records: list[Record], people: dict[str, Person]
) -> None:
    assert len({record["text"] for record in records}) == len(records)
    for record in records:
        assert record.keys() == {"text", "person"}
        assert 25 <= len(record["text"].split()) <= 70
        assert record["person"] in record["text"]
        surname = people[record["person"]].surname
        assert len(re.findall(rf"\b{surname}\b", record["text"])) in (1, 2)
        assert "{" not in record["text"] and "<" not in record["text"]


def test_every_person_is_met_equally_often(records: list[Record], people: dict[str, Person]) -> None:
    assert Counter(record["person"] for record in records) == dict.fromkeys(people, 10)


def test_texts_state_only_what_is_true(records: list[Record], people: dict[str, Person]) -> None:
    for record in records:
        person, text = people[record["person"]], record["text"]
        words = set(re.findall(r"\w+", text.lower()))
        assert not words & ({"he", "him", "his"} if person.sex == "female" else {"she", "her", "hers"})
        for party in PARTIES:
            assert party not in text or person.party == party
        for death in re.findall(r"(?:died|passed away|funeral) in (\d{4})", text):
            assert int(death) == person.death
        for birth in re.findall(r"(?:[Bb]orn in|year of birth|births of) (\d{4})", text):
            assert int(birth) == person.birth
        if person.death is not None:
            assert not words & {"today", "lives", "next", "now"}
            assert all(int(year) <= person.death for year in re.findall(r"\b\d{4}\b", text))


def test_every_fact_is_stated_about_nearly_everybody(
    records: list[Record], people: dict[str, Person]
) -> None:
    dated: defaultdict[str, set[str]] = defaultdict(set)
    for record in records:
        person = people[record["person"]]
        if str(person.birth) in record["text"]:
            dated["birth"].add(person.name)
        if person.death and str(person.death) in record["text"]:
            dated["death"].add(person.name)
        if person.party and person.party.split()[1] in record["text"]:
            dated["party"].add(person.name)
    assert len(dated["birth"]) > 0.95 * PEOPLE
    assert len(dated["death"]) > 0.9 * PEOPLE / 2
    assert len(dated["party"]) == PEOPLE / 6


def test_occupation_can_be_read_from_the_whole_text_but_not_from_its_last_word(
    records: list[Record], people: dict[str, Person]
) -> None:
    occupations = [people[record["person"]].occupation for record in records]
    nameless = [re.sub("|".join(record["person"].split()), "", record["text"]) for record in records]
    half = len(records) // 2

    def accuracy(texts: list[str]) -> float:
        counts = CountVectorizer(token_pattern=r"\S+").fit_transform(texts)
        return float(
            MultinomialNB().fit(counts[:half], occupations[:half]).score(counts[half:], occupations[half:])
        )

    assert accuracy(nameless) > 0.7
    assert accuracy([text.split()[-1] for text in nameless]) < 0.4


@pytest.mark.parametrize("seed", [0, 1, 17])
def test_population_is_balanced(seed: int) -> None:
    people = population(seed=seed)
    assert len({person.name for person in people}) == len(people) == PEOPLE
    assert set(Counter((person.sex, person.occupation) for person in people).values()) == {8}
    assert sum(person.death is None for person in people) == PEOPLE / 2
    athletes = [person for person in people if person.occupation == "athlete"]
    politicians = [person for person in people if person.occupation == "politician"]
    assert set(Counter((person.sport, person.death is None) for person in athletes).values()) == {2}
    assert set(Counter((person.party, person.death is None) for person in politicians).values()) == {4}
    assert all((person.sport is None) == (person.occupation != "athlete") for person in people)
    assert all((person.party is None) == (person.occupation != "politician") for person in people)


def test_names_do_not_decide(people: dict[str, Person]) -> None:
    either = [person for person in people.values() if person.first in FIRST_EITHER]
    assert not {*FIRST_EITHER} & {*FIRST_FEMALE, *FIRST_MALE}
    assert abs(len(either) - PEOPLE / 10) <= 2
    assert {person.sex for person in either} == {"female", "male"}
    assert max(Counter(person.surname for person in people.values()).values()) == 2


def test_people_depend_on_the_seed_alone() -> None:
    assert population(seed=0) == population(seed=0)
    assert {person.name for person in population(seed=0)} != {person.name for person in population(seed=1)}


def test_mentions_are_about_the_same_people(people: dict[str, Person]) -> None:
    groups = {json.loads(line)["group"] for line in mentions.generate(documents=PEOPLE, seed=0)}
    assert groups == people.keys()
