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
