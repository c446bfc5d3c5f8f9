import pytest
import zstandard

from sparse_probing.errors import UserError
from sparse_probing.readers.text_files import numbered_lines, plain_name, read_text


def write(path, content):
    """Write bytes to `path`, compressed if its name ends in .zst."""
    path.write_bytes(zstandard.compress(content) if path.suffix == ".zst" else content)
    return path


@pytest.mark.parametrize("name", ["text.txt", "text.txt.zst"])
@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("one\ntwo\n", ["one", "two"]),
        ("one\r\n\r\ntwo", ["one", "", "two"]),
        ("\ufeffone\ntwo", ["one", "two"]),
        ("one\u2028still\x0cone\x85\n", ["one\u2028still\x0cone\x85"]),
        ("", []),
    ],
)
def test_lines_are_numbered_from_1_and_end_at_line_feeds_alone(tmp_path, name, content, lines):
    path = write(tmp_path / name, content.encode())
    assert list(numbered_lines(path)) == list(enumerate(lines, start=1))


def test_lines_longer_than_a_block_and_many_lines_are_read_whole(tmp_path):
    lines = ["x" * 3_000_000, *(f"line {i}" for i in range(200_000))]
    path = write(tmp_path / "long.zst", "\n".join(lines).encode())
    assert [line for _, line in numbered_lines(path)] == lines


def test_all_frames_of_a_compressed_file_are_read(tmp_path):
    path = tmp_path / "frames.zst"
    path.write_bytes(zstandard.compress(b"one\ntw") + zstandard.compress(b"o\nthree\n"))
    assert list(numbered_lines(path)) == [(1, "one"), (2, "two"), (3, "three")]


@pytest.mark.parametrize("kept", [0, 5, 0.5, -1])
def test_a_compressed_file_that_is_cut_off_is_an_error_not_a_short_file(tmp_path, kept):
    content = zstandard.compress("".join(f"line {i * i}\n" for i in range(5000)).encode())
    path = tmp_path / "cut.zst"
    path.write_bytes(content[: int(kept * len(content)) if isinstance(kept, float) else kept])
    with pytest.raises(UserError, match=r"cut\.zst: expected zstd-compressed text, but it is cut off"):
        list(numbered_lines(path))


def test_a_damaged_compressed_file_is_named(tmp_path):
    path = tmp_path / "damaged.zst"
    path.write_bytes(b"this is not zstd")
    with pytest.raises(UserError, match=r"damaged\.zst: expected zstd-compressed text"):
        list(numbered_lines(path))


def test_a_byte_that_is_not_utf8_is_named_with_its_line(tmp_path):
    path = write(tmp_path / "latin.txt", b"plain\ncaf\xe9\n")
    with pytest.raises(UserError, match=r"latin\.txt, line 2: expected UTF-8, found byte 0xe9"):
        list(numbered_lines(path))


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(UserError, match=r"absent\.txt: cannot be read: No such file"):
        list(numbered_lines(tmp_path / "absent.txt"))
    with pytest.raises(UserError, match="cannot be read: Is a directory"):
        list(numbered_lines(tmp_path))


@pytest.mark.parametrize(
    ("content", "text"),
    [(b"", ""), (b"a\r\nb\n", "a\nb"), (b"a\n\nb", "a\n\nb"), (b"\xef\xbb\xbfa\n", "a"), (b"a\rb", "a\rb")],
)
def test_a_text_is_its_lines_joined_by_newlines(tmp_path, content, text):
    assert read_text(write(tmp_path / "text.txt.zst", content)) == text


def test_documents_are_named_alike_from_plain_and_compressed_files(tmp_path):
    assert plain_name(tmp_path / "a.jsonl.zst") == plain_name(tmp_path / "a.jsonl") == "a.jsonl"
