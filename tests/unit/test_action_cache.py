import hashlib
from pathlib import Path

import pytest

from sparse_probing.action_cache import ActionCache, action_key
from sparse_probing.files import Content, content_of

STAMP = {"settings": {"k": [1, 2]}, "code": "abc"}
INPUTS = {"rows": [("rows.parquet", "0" * 64)], "stores": [("s", {"part": "1" * 64})]}


@pytest.fixture
def made(tmp_path: Path) -> dict[str, Path]:
    """Outputs of a job: a file and a folder."""
    outputs = {"table": tmp_path / "made" / "table", "store": tmp_path / "made" / "store"}
    (outputs["store"] / "layers").mkdir(parents=True)
    outputs["table"].write_text("table")
    (outputs["store"] / "layers" / "00").write_text("layer")
    return outputs


@pytest.fixture
def cache(tmp_path: Path, made: dict[str, Path]) -> ActionCache:
    """A cache that knows the outputs by the key `key`."""
    cache = ActionCache(tmp_path / "cache")
    cache.keep("key", made, contents(made))
    return cache


def contents(outputs: dict[str, Path]) -> dict[str, Content]:
    return {name: content_of(path) for name, path in outputs.items()}


def places(folder: Path) -> dict[str, Path]:
    """Where to put the outputs next."""
    folder.mkdir()
    return {"table": folder / "table", "store": folder / "store"}


def test_a_result_is_taken_as_it_was_kept(cache: ActionCache, made: dict[str, Path], tmp_path: Path) -> None:
    again = places(tmp_path / "again")
    assert cache.take("key", again) == contents(made) == contents(again)


def test_links_take_no_space(cache: ActionCache, made: dict[str, Path], tmp_path: Path) -> None:
    again = places(tmp_path / "again")
    cache.take("key", again)
    assert again["table"].samefile(made["table"])


def test_an_unknown_key_gives_nothing(cache: ActionCache, tmp_path: Path) -> None:
    assert cache.take("other", places(tmp_path / "again")) is None


def test_other_outputs_than_those_kept_give_nothing(cache: ActionCache, tmp_path: Path) -> None:
    assert cache.take("key", {"table": tmp_path / "table"}) is None


def test_a_result_that_was_written_into_is_not_taken_and_nothing_is_put(
    cache: ActionCache, made: dict[str, Path], tmp_path: Path
) -> None:
    with (made["store"] / "layers" / "00").open("a") as file:  # the cache holds the same file
        file.write("!")
    again = places(tmp_path / "again")
    assert cache.take("key", again) is None
    assert list((tmp_path / "again").iterdir()) == []


def test_keeping_a_result_again_heals_it(cache: ActionCache, made: dict[str, Path], tmp_path: Path) -> None:
    made["table"].write_text("spoilt")
    made["table"].unlink()
    made["table"].write_text("table")
    cache.keep("key", made, contents(made))
    assert cache.take("key", places(tmp_path / "again")) == contents(made)


def test_a_damaged_entry_is_as_good_as_none(cache: ActionCache, tmp_path: Path) -> None:
    (entry,) = (cache.folder / "actions").iterdir()
    entry.write_text(entry.read_text()[:20])
    assert cache.take("key", places(tmp_path / "again")) is None


def test_equal_bytes_are_kept_once(cache: ActionCache, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.write_text("table")
    cache.keep("second", {"other": copy}, {"other": content_of(copy)})
    assert sorted(cache.objects()) == sorted(
        hashlib.sha256(text).hexdigest() for text in (b"table", b"layer")
    )
    assert not list(cache.folder.rglob("*.partial"))


@pytest.mark.parametrize(
    ("stamp", "inputs"),
    [
        ({**STAMP, "code": "abd"}, INPUTS),
        (STAMP, {**INPUTS, "rows": [("rows.parquet", "2" * 64)]}),
        (STAMP, {**INPUTS, "rows": [("other.parquet", "0" * 64)]}),
        (STAMP, {"stores": INPUTS["rows"], "rows": INPUTS["stores"]}),
    ],
    ids=["stamp", "content", "path", "roles swapped"],
)
def test_whatever_shapes_a_result_is_in_its_key(stamp: dict, inputs: dict) -> None:  # type: ignore[type-arg]
    assert action_key(stamp, inputs) != action_key(STAMP, INPUTS)


def test_the_order_of_inputs_counts_and_that_of_names_does_not() -> None:
    two = [("a", "0" * 64), ("b", "1" * 64)]
    assert action_key(STAMP, {"files": two}) != action_key(STAMP, {"files": two[::-1]})
    assert action_key(STAMP, INPUTS) == action_key(STAMP, dict(reversed(INPUTS.items())))
