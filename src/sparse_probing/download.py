"""Downloads that go on where they broke off, and count only when their checksum is right."""

from http import HTTPStatus
from pathlib import Path

import httpx2

from sparse_probing.errors import UserError
from sparse_probing.files import sha256

_SECONDS = 30
"""After so long without a byte the connection counts as broken."""


def download(url: str, partial: Path, *, name: str, expected: str) -> None:
    """Bring the bytes of `url` into the file `partial`, which may hold the beginning of them already.

    A connection that breaks is taken up again as long as each one brings something. What has come stays in
    `partial`, so that another call goes on from there. `name` is what the file is called under data_dir, for
    messages; `expected` is its SHA-256.
    Raises UserError when the server is not reached or refuses, or when the sum is wrong, in which case
    `partial` is removed.
    """
    while not _continue(url, partial, name=name):
        pass
    found = sha256(partial)
    if found != expected:
        partial.unlink()
        raise UserError(
            f"{name}: expected SHA-256 {expected} of what {url} sends, found {found}; put the right file "
            "under data_dir, or mend the sum or the url in the dataset's entry"
        )


def _continue(url: str, partial: Path, *, name: str) -> bool:
    """Append what is missing to `partial`; return whether that is all. Raises UserError if nothing came."""
    before = _size(partial)
    try:
        _receive(url, partial, start=before)
    except httpx2.HTTPStatusError as error:
        answer = f"{error.response.status_code} {error.response.reason_phrase}"
        raise _failure(url, name, f"the server answers {answer}") from None
    except httpx2.HTTPError as error:
        if _size(partial) <= before:
            raise _failure(url, name, str(error) or type(error).__name__) from None
        return False
    except OSError as error:
        raise UserError(f"{partial}: cannot be written: {error.strerror}") from None
    return True


def _receive(url: str, partial: Path, *, start: int) -> None:
    """Append the bytes from `start` on; begin anew where the server sends the whole file all the same."""
    # A range counts bytes as they are sent, so they must not be compressed for the way.
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
    with httpx2.stream("GET", url, headers=headers, follow_redirects=True, timeout=_SECONDS) as response:
        if start and response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            return  # nothing is missing
        response.raise_for_status()
        with partial.open("ab" if response.status_code == HTTPStatus.PARTIAL_CONTENT else "wb") as file:
            for block in response.iter_raw():
                file.write(block)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _failure(url: str, name: str, reason: str) -> UserError:
    return UserError(
        f"{name}: cannot be downloaded from {url}: {reason}; put the file under data_dir, "
        "or set data_dir to a folder that holds it"
    )
