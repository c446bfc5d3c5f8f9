import os
from pathlib import Path

import pytest

from sparse_probing import contents
from sparse_probing.contents import Contents
from sparse_probing.files import content_of, sha256


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that are read, as they are; files count as settled at once."""
    names: list[str] = []

    def count(path: Path) -> str:
        names.append(path.name)
        return sha256(path)

    monkeypatch.setattr(contents, "sha256", count)
    monkeypatch.setattr(contents, "_SETTLED_NS", -1)
    return names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files."""
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / name).write_text(name)
    return folder


def look(folder: Path) -> object:
    """What a new run sees."""
    memory = Contents(folder.parent / "memory.json")
    content = memory.of(folder)
    memory.save()
    return content


def test_unchanged_files_are_read_once(folder: Path, reads: list[str]) -> None:
    assert look(folder) == look(folder) == content_of(folder)
    assert reads == ["a", "b"]


def test_an_edit_that_restores_the_time_of_change_is_seen(folder: Path, reads: list[str]) -> None:
    look(folder)
    before = (folder / "a").stat()
    (folder / "a").write_text("A")
    os.utime(folder / "a", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert look(folder) == content_of(folder)
    assert reads == ["a", "b", "a"]


def test_a_file_that_changed_just_now_is_not_remembered(
    folder: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "_SETTLED_NS", 3_600_000_000_000)
    look(folder)
    look(folder)
    assert reads == ["a", "b", "a", "b"]


def test_a_damaged_memory_is_forgotten(folder: Path, reads: list[str]) -> None:
    (folder.parent / "memory.json").write_text("{")
    assert look(folder) == content_of(folder)


def test_what_is_missing_has_no_content(tmp_path: Path) -> None:
    assert Contents(tmp_path / "memory.json").of(tmp_path / "missing") is None


def test_without_a_place_for_the_memory_contents_are_still_told(folder: Path, reads: list[str]) -> None:
    memory = Contents(folder / "a" / "no folder" / "memory.json")
    assert memory.of(folder) == content_of(folder)
    memory.save()
