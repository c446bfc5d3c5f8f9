import random

import pytest

from sparse_probing.corpora.templates import Writer, capitalised, expand


def _all_texts(template: str) -> set[str]:
    return {expand(template, rng=random.Random(seed), slot=str.upper) for seed in range(200)}


def test_options_alternatives_and_slots_make_every_text_and_no_other() -> None:
    assert _all_texts("a[ b]<c|{d}>") == {"ac", "aD", "a bc", "a bD"}


def test_choices_nest() -> None:
    assert _all_texts("x[ <y|z>[!]]") == {"x", "x y", "x z", "x y!", "x z!"}


def test_what_fills_a_slot_is_left_alone() -> None:
    text = expand("{line}", rng=random.Random(0), slot=lambda name: "[12:01] <mila> a|b {c}")
    assert text == "[12:01] <mila> a|b {c}"


def test_words_are_dealt_without_repetition_until_all_have_come() -> None:
    words = tuple("abcdefgh")
    writer = Writer(random.Random(1), facts={}, words={"letter": words})
    dealt = [writer.write("{letter}") for _ in range(16)]
    assert sorted(dealt[:8]) == sorted(dealt[8:]) == list(words)


def test_facts_stay_and_entries_may_hold_slots() -> None:
    words = {"place": ("in {town}", "near {town}")}
    writer = Writer(random.Random(1), facts={"town": "Halden"}, words=words)
    assert {writer.write("{place}") for _ in range(2)} == {"in Halden", "near Halden"}


@pytest.mark.parametrize(("name", "low", "high"), [("few", 3, 19), ("many", 20, 95), ("year", 1951, 2022)])
def test_numbers_keep_to_their_range(name: str, low: int, high: int) -> None:
    writer = Writer(random.Random(2), facts={}, words={})
    drawn = {int(writer.slot(name)) for _ in range(2000)}
    assert (min(drawn), max(drawn)) == (low, high)


def test_an_unknown_slot_is_refused() -> None:
    with pytest.raises(KeyError, match="colour"):
        Writer(random.Random(0), facts={}, words={}).write("a {colour} door")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [("el taxi", "El taxi"), ('"één', '"Één'), ("¿cómo", "¿Cómo"), ("3 days", "3 days"), ("...", "...")],
)
def test_capitals_come_behind_opening_marks(sentence: str, expected: str) -> None:
    assert capitalised(sentence) == expected
