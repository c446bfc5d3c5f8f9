from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from mistakes import problem
from pydantic import Field

from sparse_probing.errors import UserError
from sparse_probing.settings.base import Settings
from sparse_probing.settings.experiment import Config
from sparse_probing.settings.loading import closest, load_yaml, parse


class Circle(Settings):
    radius: int


class Box(Settings):
    width: int
    height: int


class Drawing(Settings):
    shape: Circle | Box


class Caption(Settings):
    shape: str
    text: str


class Crate(Settings):
    kind: Literal["crate"]
    crate: int
    lid: bool = True


class Barrel(Settings):
    kind: Literal["barrel"]
    staves: int


class Store(Settings):
    held: Annotated[Crate | Barrel, Field(discriminator="kind")]


class Page(Settings):
    item: Drawing | Caption


def test_inner_unions_are_settled_before_outer_ones() -> None:
    expected = "file.yaml: item.shape.radius: expected a valid integer, found 'big'"
    assert problem(Page, "item: {shape: {radius: big}}") == expected


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ("{kind: crate, crate: big}", "held.crate: expected a valid integer, found 'big'"),
        ("{kind: crate}", "held.crate: is needed, but missing"),
        ("{kind: crate, crate: 1, ldi: true}", "held.ldi: unknown key; did you mean 'lid'?"),
        ("{kind: barrel, staves: 9, crate: 1}", "held.crate: unknown key"),
    ],
)
def test_a_key_may_be_called_like_a_member_of_a_union(held: str, expected: str) -> None:
    assert problem(Store, f"held: {held}") == f"file.yaml: {expected}"


def test_a_long_value_is_cut() -> None:
    message = problem(Config, f"models: {'x' * 500}\ndatasets: [a]")
    assert message.endswith("xxx...")
    assert len(message) < 200


@pytest.mark.parametrize(("content", "found"), [(None, "nothing"), ([1], "list"), ("text", "str")])
def test_a_file_without_keys_is_named(content: Any, found: str) -> None:
    with pytest.raises(UserError, match=f"^file.yaml: expected a mapping of keys, found {found}$"):
        parse(Config, content, origins=[("file.yaml", content)])


BASE = {"models": ["tiny"], "datasets": ["corpus"], "probing": {"k": [1], "split": {"seed": 1}}}


@pytest.mark.parametrize(
    ("over", "line", "expected"),
    [
        ({"probing": {"k": [2, 1]}}, {}, "over.yaml: probing.k: "),
        ({"probing": {"k": [2, 3]}}, {"probing": {"k": [2, 1]}}, "--config: probing.k: "),
        ({"figures": {}}, {"results_dir": ""}, "--config: results_dir: "),
        ({"extraction": {"device": 1}}, {}, "over.yaml: extraction.device: "),
        (
            {"probing": {"split": {"seed": "x"}}},
            {"probing": {"examples": {}}},
            "over.yaml: probing.split.seed: ",
        ),
        ({"probing": {"splt": {}}}, {"results_dir": "x"}, "over.yaml: probing.splt: "),
        ({"datasets": None}, {}, "over.yaml: datasets: "),
    ],
)
def test_the_file_that_holds_the_key_is_named(
    over: dict[str, Any], line: dict[str, Any], expected: str
) -> None:
    merged = merge(merge(BASE, over), line)
    origins = [("base.yaml", BASE), ("over.yaml", over), ("--config", line)]
    with pytest.raises(UserError) as error:
        parse(Config, merged, origins=origins)
    assert str(error.value).startswith(expected)


def test_a_key_that_is_nowhere_is_missed_in_the_first_file() -> None:
    content = {"models": ["tiny"]}
    with pytest.raises(UserError, match=r"^base\.yaml: datasets: is needed, but missing$"):
        parse(Config, content, origins=[("base.yaml", content), ("over.yaml", None), ("--config", {})])


def merge(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Both, as Snakemake merges config files: mappings key by key, everything else replaced."""
    both = dict(below)
    for key, value in above.items():
        old = below.get(key)
        both[key] = merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return both


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1, 2\nb: 3", "line 2: .*expected ',' or ']'"),
        ("a: 1\n\tb: 2", "line 2: found character"),
        ("a: 1\nb: 2\na: 3", "line 3: key 'a' occurs twice"),
        ("a:\n  b: 1\n  c: 2\n  b: 1", "line 4: key 'b' occurs twice"),
        ("? [a, b]\n: 1", "line 1: found unhashable key"),
        ("a: *nowhere", "line 1: found undefined alias"),
        ("a: !!python/object:os.system x", "line 1: could not determine a constructor"),
    ],
)
def test_bad_yaml_is_told_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "file.yaml"
    path.write_text(text)
    with pytest.raises(UserError, match=f"^{path}, {message}") as error:
        load_yaml(path)
    assert "\n" not in str(error.value)


def test_a_date_that_there_is_not_is_told(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_text("a: 2020-99-99")
    with pytest.raises(UserError, match=f"^{path}: a value that looks like a date is none: month"):
        load_yaml(path)


def test_good_yaml_is_read_with_anchors_and_overridden_merges(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_text("a: &base {x: 1, y: 2}\nb:\n  <<: *base\n  x: 3\nc: é\n")
    assert load_yaml(path) == {"a": {"x": 1, "y": 2}, "b": {"x": 3, "y": 2}, "c": "é"}


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    with pytest.raises(UserError, match=f"^{path}: No such file"):
        load_yaml(path)
    with pytest.raises(UserError, match=f"^{tmp_path}: Is a directory"):
        load_yaml(tmp_path)
    path.write_bytes(b"a: \xff")
    with pytest.raises(UserError, match=f"^{path}: expected UTF-8 text, found byte 3"):
        load_yaml(path)


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "file.yaml").write_text("# only a comment\n")
    assert load_yaml(tmp_path / "file.yaml") is None


def test_the_closest_name_is_offered_only_where_one_is_near() -> None:
    assert closest("modles", ["models", "datasets"]) == "; did you mean 'models'?"
    assert closest("xyz", ["models", "datasets"]) == ""
    assert closest("xyz", []) == ""
