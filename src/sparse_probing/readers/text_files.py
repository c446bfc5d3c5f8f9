"""Lines of UTF-8 text files, plain or zstd-compressed, with errors that name file and line."""

import io
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import zstandard

from sparse_probing.errors import UserError


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line number from 1, line without its end) of `path`; `.zst` files are decompressed.

    Raises UserError when the file is missing, damaged or not UTF-8.
    """
    number = 0
    try:
        with ExitStack() as stack:
            file: BinaryIO = stack.enter_context(path.open("rb"))
            if path.suffix == ".zst":
                file = stack.enter_context(zstandard.ZstdDecompressor().stream_reader(file))
            for number, line in enumerate(io.BufferedReader(file), start=1):  # type: ignore[type-var]
                yield number, line.decode("utf-8").rstrip("\r\n")
    except FileNotFoundError:
        raise UserError(f"{path}: no such file") from None
    except UnicodeDecodeError as error:
        raise UserError(
            f"{path}, line {number}: expected UTF-8, found byte 0x{error.object[error.start]:02x}"
        ) from None
    except zstandard.ZstdError as error:
        raise UserError(f"{path}: expected zstd-compressed text, but {error}") from None
