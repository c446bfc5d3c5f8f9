"""Files under data_dir: which are missing, which of these can be had, and which are the right ones."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from sparse_probing.checksums import verify
from sparse_probing.errors import UserError
from sparse_probing.settings.sources import Source
from sparse_probing.source_files import Download, check_there, downloads

A, B = "a" * 64, "b" * 64
PLACE = "catalog/datasets/d.yaml: source"


def source(**options: Any) -> Source:
    parsed: Source = TypeAdapter(Source).validate_python({"format": "jsonl", **options})
    return parsed


def problem(source: Source, data_dir: Path) -> str:
    with pytest.raises(UserError) as error:
        check_there(source, data_dir, place=PLACE)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_files_that_are_there_are_all_that_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "a.jsonl").write_text("{}\n")
    (tmp_path / "x" / "b.c").write_text("int b;\n")
    check_there(source(files=["x/a.jsonl"]), tmp_path, place=PLACE)
    check_there(source(format="folder", folder="x", extensions={"c": "C"}), tmp_path, place=PLACE)
    check_there(source(generator={"name": "code", "documents": 3}), tmp_path, place=PLACE)


def test_a_missing_file_without_a_url_is_told_with_where_it_comes_from(tmp_path: Path) -> None:
    expected = f"{PLACE}.files: no 'x/a.jsonl' under data_dir, which is '{tmp_path}'"
    assert problem(source(files=["x/a.jsonl"]), tmp_path) == expected
    assert problem(source(files={"x/a.jsonl": A}), tmp_path) == expected
    obtain = "the Pile, https://pile.eleuther.ai"
    assert problem(source(files=["x/a.jsonl"], obtain=obtain), tmp_path) == f"{expected}; {obtain}"


def test_a_missing_file_with_a_url_is_a_download_and_one_that_is_there_is_not(tmp_path: Path) -> None:
    bank = source(format="conllu", files={"ud/a.conllu": A, "ud/b.conllu": B}, url="https://ud.org/{file}")
    check_there(bank, tmp_path, place=PLACE)
    a, b = Download("https://ud.org/a.conllu", A), Download("https://ud.org/b.conllu", B)
    assert downloads([bank], tmp_path) == {"ud/a.conllu": a, "ud/b.conllu": b}
    (tmp_path / "ud").mkdir()
    (tmp_path / "ud" / "a.conllu").write_text("whatever: it is the user's")
    assert downloads([bank, source(files=["c.jsonl"])], tmp_path) == {"ud/b.conllu": b}


def test_a_folder_that_is_missing_or_has_no_such_files_is_told(tmp_path: Path) -> None:
    options = {"format": "folder", "folder": "code", "extensions": {"c": "C", "py": "Python"}}
    missing = f"{PLACE}.folder: no folder 'code' under data_dir, which is '{tmp_path}'"
    assert problem(source(**options), tmp_path) == missing
    assert problem(source(**options, obtain="git clone x"), tmp_path) == f"{missing}; git clone x"
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "a.txt").write_text("a")
    empty = f"{PLACE}.folder: no file with extension c, py in '{tmp_path / 'code'}'"
    assert problem(source(**options), tmp_path) == empty


def test_braces_in_names_are_refused_since_they_are_wildcards_of_the_workflow(tmp_path: Path) -> None:
    (tmp_path / "code" / "{{name}}").mkdir(parents=True)
    (tmp_path / "code" / "{{name}}" / "a.c").write_text("int a;")
    message = problem(source(format="folder", folder="code", extensions={"c": "C"}), tmp_path)
    assert message.startswith(f"{PLACE}.folder: expected names without braces, found ")


def test_a_sum_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"{}\n")
    right = hashlib.sha256(b"{}\n").hexdigest()
    verify(path, right)
    with pytest.raises(UserError, match=f"a.jsonl: expected SHA-256 {A}, found {right}; put the right file"):
        verify(path, A)
