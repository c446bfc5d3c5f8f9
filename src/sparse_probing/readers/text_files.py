"""UTF-8 text files, plain or zstd-compressed, with errors that name file and line."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import zstandard

from sparse_probing.errors import UserError

_BLOCK_BYTES = 2**20


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line number from 1, line without its end) of `path`; `.zst` files are decompressed.

    A byte order mark is left out. Raises UserError when the file cannot be read, is damaged or cut off, or is
    not UTF-8.
    """
    number = 0
    try:
        with path.open("rb") as file:
            blocks = _decompressed(file) if path.suffix == ".zst" else _blocks(file)
            for number, line in enumerate(_lines(blocks), start=1):
                yield number, line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r")
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise UserError(
            f"{path}, line {number}: expected UTF-8, found byte 0x{error.object[error.start]:02x}"
        ) from None
    except zstandard.ZstdError as error:
        raise UserError(f"{path}: expected zstd-compressed text, but {error}") from None


def read_text(path: Path) -> str:
    """The text of a file, as its lines joined by newlines. Raises UserError as `numbered_lines` does."""
    return "\n".join(line for _, line in numbered_lines(path))


def plain_name(path: Path) -> str:
    """The file's name, the same whether it is compressed or not; documents and groups are named after it."""
    return path.name.removesuffix(".zst")


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(_BLOCK_BYTES):
        yield block


def _decompressed(file: BinaryIO) -> Iterator[bytes]:
    """Decompress frame by frame, since zstandard's own stream reader takes a cut-off frame for the end."""
    frame = zstandard.ZstdDecompressor().decompressobj()
    for block in _blocks(file):
        while block:
            if frame.eof:
                frame = zstandard.ZstdDecompressor().decompressobj()
            yield frame.decompress(block)
            block = frame.unused_data
    if not frame.eof:
        raise zstandard.ZstdError("it is cut off")


def _lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for block in blocks:
        *lines, rest = (rest + block).split(b"\n")
        yield from lines
    if rest:
        yield rest
