import hashlib
from pathlib import Path

import pytest

from sparse_probing import files
from sparse_probing.files import content_of, link, remove, write_text


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_content_of_a_folder_is_that_of_its_files_but_for_hidden_ones_and_records(tmp_path: Path) -> None:
    for name in ("b", "a/c", "a/.hidden", ".folder/d", "b.stamp.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert content_of(tmp_path) == {"a/c": digest("a/c"), "b": digest("b")}
    assert content_of(tmp_path / "b") == digest("b")


def test_a_link_shares_bytes_with_its_source(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "new" / "target"
    source.write_text("text")
    link(source, target)
    assert target.samefile(source)


def test_where_there_are_no_links_a_copy_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(files.os, "link", refuse)
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_text("text")
    link(source, target)
    assert target.read_text() == "text"
    assert not target.samefile(source)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"
    write_text(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "half a \ud800")
    assert path.read_text() == "old"
    assert list(path.parent.iterdir()) == [path]


def test_removing_takes_files_folders_and_links_but_not_what_links_point_to(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (tmp_path / "file").write_text("")
    (tmp_path / "folder" / "in").mkdir(parents=True)
    (tmp_path / "link").symlink_to(kept)
    for name in ("file", "folder", "link", "never there"):
        remove(tmp_path / name)
    assert list(tmp_path.iterdir()) == [kept]
