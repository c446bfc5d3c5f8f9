import json
from collections import Counter, defaultdict
from typing import Any

import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB

from sparse_probing.corpora._population import PEOPLE, population
from sparse_probing.corpora.mentions import generate


@pytest.fixture(scope="module")
def records() -> list[dict[str, Any]]:
    return [json.loads(line) for line in generate(documents=12 * PEOPLE, seed=0)]


def test_same_arguments_give_the_same_lines_and_more_documents_only_add() -> None:
    twenty = list(generate(documents=20, seed=5))
    assert list(generate(documents=20, seed=5)) == twenty
    assert list(generate(documents=10, seed=5)) == twenty[:10]
    assert list(generate(documents=20, seed=6)) != twenty


def test_prompts_differ_and_end_in_the_full_name(records: list[dict[str, Any]]) -> None:
    assert len({record["text"] for record in records}) == len(records)
    for record in records:
        assert record["text"].endswith(" " + record["group"])
        assert 8 <= len(record["text"].split()) <= 25


def test_span_is_the_surname_with_the_facts_of_the_person(records: list[dict[str, Any]]) -> None:
    people = {person.name: person for person in population(seed=0)}
    for record in records:
        person = people[record["group"]]
        (span,) = record["spans"]
        assert record["text"][span.pop("start") : span.pop("stop")] == person.surname
        assert span == {
            "sex": person.sex,
            "occupation": person.occupation,
            "sport": person.sport,
            "party": person.party,
            "is_alive": person.death is None,
        }


def test_every_person_stands_in_many_contexts(records: list[dict[str, Any]]) -> None:
    contexts: defaultdict[str, list[str]] = defaultdict(list)
    for record in records:
        contexts[record["group"]].append(record["text"].removesuffix(record["group"]))
    assert Counter(map(len, contexts.values())) == {12: PEOPLE}
    assert all(len(set(texts)) == 12 for texts in contexts.values())


@pytest.mark.parametrize(("fact", "chance"), [("sex", 1 / 2), ("occupation", 1 / 6), ("is_alive", 1 / 2)])
def test_prompts_without_the_name_tell_no_fact(fact: str, chance: float) -> None:
    records = [json.loads(line) for line in generate(documents=12 * PEOPLE, seed=0)]
    prompts = CountVectorizer().fit_transform([r["text"].removesuffix(r["group"]) for r in records])
    facts = [record["spans"][0][fact] for record in records]
    half = len(records) // 2
    model = MultinomialNB().fit(prompts[:half], facts[:half])
    assert model.score(prompts[half:], facts[half:]) < chance + 0.06
