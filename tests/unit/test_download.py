"""Downloads from a real server, which honours ranges or not, and breaks connections."""

import hashlib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from file_server import FileServer, serve
from sparse_probing.download import download
from sparse_probing.errors import UserError

CONTENT = bytes(range(256)) * 1000
SUM = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serve(FileServer({"/bank.conllu": CONTENT})) as running:
        yield running


@pytest.fixture
def partial(tmp_path: Path) -> Path:
    return tmp_path / "bank.conllu.partial"


def fetch(server: FileServer, partial: Path, path: str = "/bank.conllu", expected: str = SUM) -> None:
    download(server.url + path, partial, name="ud/bank.conllu", expected=expected)


def problem(server: FileServer, partial: Path, **options: str) -> str:
    with pytest.raises(UserError) as error:
        fetch(server, partial, **options)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_a_file_is_downloaded_whole(server: FileServer, partial: Path) -> None:
    fetch(server, partial)
    assert partial.read_bytes() == CONTENT
    assert server.requests == [("/bank.conllu", None)]


def test_redirects_are_followed(server: FileServer, partial: Path) -> None:
    fetch(server, partial, "/to/bank.conllu")
    assert partial.read_bytes() == CONTENT


def test_a_broken_connection_is_taken_up_where_it_broke(server: FileServer, partial: Path) -> None:
    server.cuts = [100_000]
    fetch(server, partial)
    assert partial.read_bytes() == CONTENT
    assert server.requests == [("/bank.conllu", None), ("/bank.conllu", "bytes=100000-")]


def test_an_earlier_attempt_is_continued(server: FileServer, partial: Path) -> None:
    partial.write_bytes(CONTENT[:70_000])
    fetch(server, partial)
    assert partial.read_bytes() == CONTENT
    assert server.requests == [("/bank.conllu", "bytes=70000-")]


def test_an_earlier_attempt_that_had_it_all_is_recognised(server: FileServer, partial: Path) -> None:
    partial.write_bytes(CONTENT)
    fetch(server, partial)
    assert partial.read_bytes() == CONTENT


def test_a_server_without_ranges_is_asked_for_all_of_it_again(server: FileServer, partial: Path) -> None:
    server.ranges = False
    partial.write_bytes(CONTENT[:70_000])
    fetch(server, partial)
    assert partial.read_bytes() == CONTENT


def test_when_a_connection_brings_nothing_what_has_come_is_kept(server: FileServer, partial: Path) -> None:
    server.cuts = [100_000, 50_000, 0]
    message = problem(server, partial)
    assert message.startswith(f"ud/bank.conllu: cannot be downloaded from {server.url}/bank.conllu: ")
    assert message.endswith("; put the file under data_dir, or set data_dir to a folder that holds it")
    assert partial.read_bytes() == CONTENT[:150_000]
    fetch(server, partial)
    assert partial.read_bytes() == CONTENT


def test_content_with_another_sum_is_told_and_removed(server: FileServer, partial: Path) -> None:
    message = problem(server, partial, expected="0" * 64)
    assert message.startswith(f"ud/bank.conllu: expected SHA-256 {'0' * 64} of what {server.url}/bank.conllu")
    assert f"found {SUM}" in message
    assert not partial.exists()


def test_a_beginning_of_another_file_is_no_dead_end(server: FileServer, partial: Path) -> None:
    partial.write_bytes(b"another file")
    problem(server, partial)
    fetch(server, partial)
    assert partial.read_bytes() == CONTENT


def test_a_refusal_is_told_with_the_answer(server: FileServer, partial: Path) -> None:
    message = problem(server, partial, path="/other.conllu")
    assert (
        f"cannot be downloaded from {server.url}/other.conllu: the server answers 404 Not Found;" in message
    )
    assert not partial.exists()


def test_a_server_that_is_not_there_is_told(partial: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    message = problem(FileServer({}, url=f"http://127.0.0.1:{port}"), partial)
    assert f"cannot be downloaded from http://127.0.0.1:{port}/bank.conllu: " in message


def test_a_place_where_nothing_can_be_written_is_told(server: FileServer, tmp_path: Path) -> None:
    folder = tmp_path / "bank.conllu.partial"
    folder.mkdir()
    assert problem(server, folder).startswith(f"{folder}: cannot be written: ")
