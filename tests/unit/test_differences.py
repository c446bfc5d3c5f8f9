import pytest

from sparse_probing.differences import differences


def test_equal_values_have_no_differences() -> None:
    value = {"a": [1, {"b": None}], "c": "text"}
    assert list(differences(value, value)) == []


def test_each_differing_key_is_named_by_its_path() -> None:
    recorded = {"settings": {"k": [1, 2], "split": {"seed": 0, "train": 0.6}}, "code": "a"}
    now = {"settings": {"k": [1], "split": {"seed": 1, "train": 0.6}, "draws": 9}}
    assert list(differences(recorded, now)) == [
        "settings.k: was [1, 2], is [1]",
        "settings.split.seed: was 0, is 1",
        "settings.draws: is new, 9",
        'code: was "a", is gone',
    ]


def test_long_values_are_cut() -> None:
    (line,) = differences({"key": "a" * 500}, {"key": 1})
    assert line == f'key: was "{"a" * 56}..., is 1'


def test_long_values_are_cut_around_the_first_difference() -> None:
    one = f"upos = 'NOUN' and {'x' * 300} = 1"
    for other in (one.replace(" = 1", " = 2"), one + "0", one[:-1], one.replace("NOUN", "VERB")):
        (line,) = differences({"where": one}, {"where": other})
        _, was, now = line.replace("where: was ", ", is ").split(", is ")
        assert was != now
        assert len(was) <= 60 and len(now) <= 60


def test_what_stands_before_a_difference_is_shown_with_it() -> None:
    (line,) = differences({"key": "a" * 100 + "1" + "b" * 100}, {"key": "a" * 100 + "2" + "b" * 100})
    shown = [f"...{'a' * 20}{change}{'b' * 33}..." for change in "12"]
    assert line == f"key: was {shown[0]}, is {shown[1]}"


def test_objects_of_a_list_go_by_their_names() -> None:
    recorded = {"features": [{"name": "noun", "where": "upos = 'NOUN'"}, {"name": "verb", "rows": [1]}]}
    now = {"features": [{"name": "verb", "rows": [2]}, {"name": "word", "where": "true"}]}
    assert list(differences(recorded, now)) == [
        """features.noun: was {"name": "noun", "where": "upos = 'NOUN'"}, is gone""",
        "features.verb.rows: was [1], is [2]",
        'features.word: is new, {"name": "word", "where": "true"}',
    ]


def test_objects_without_names_or_with_equal_ones_go_by_their_places() -> None:
    for name in ({}, {"name": "same"}):
        recorded = {"blocks": [{**name, "a": 1}, {**name, "a": 2}]}
        now = {"blocks": [{**name, "a": 1}, {**name, "a": 3}, {**name}]}
        lines = list(differences(recorded, now))
        assert lines[0] == "blocks.1.a: was 2, is 3"
        assert lines[1].startswith("blocks.2: is new, {")


@pytest.mark.parametrize(
    ("recorded", "now"),
    [
        ([{"name": "a"}, {"name": "b"}], [{"name": "b"}, {"name": "a"}]),
        ([], [{}]),
        ([], [1]),
        ([1, {"a": 1}], [1, {"a": 2}]),
        ([[{"a": 1}]], [[{"a": 2}]]),
        ([{"name": 1}], [{"name": "1"}]),
    ],
)
def test_no_difference_is_passed_over(recorded: object, now: object) -> None:
    assert list(differences({"key": recorded}, {"key": now}))
