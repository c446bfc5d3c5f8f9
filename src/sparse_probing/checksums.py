"""Files whose content is known beforehand."""

from pathlib import Path

from sparse_probing.errors import UserError
from sparse_probing.files import sha256


def verify(path: Path, expected: str) -> None:
    """Raise UserError if the SHA-256 of a file is not the expected one."""
    found = sha256(path)
    if found != expected:
        raise UserError(
            f"{path}: expected SHA-256 {expected}, found {found}; put the right file there, or mend the sum "
            "in the dataset's entry (a file with a url is downloaded again once it is deleted)"
        )
