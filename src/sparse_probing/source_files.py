"""The files that datasets are read from: whether they stand under data_dir, and how they get there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sparse_probing.errors import UserError
from sparse_probing.readers.folder import find_files
from sparse_probing.settings.origins import SourceFiles
from sparse_probing.settings.sources import FolderSource, Source


@dataclass(frozen=True)
class Download:
    """Where a missing file can be had, and the SHA-256 it must have."""

    url: str
    sha256: str


def check_there(source: Source, data_dir: Path, *, place: str) -> None:
    """Raise UserError, beginning with `place`, if files are missing that cannot be downloaded."""
    if isinstance(source, FolderSource):
        _check_folder(source, data_dir, place=f"{place}.folder")
    elif source.url is None:
        for file in _missing(source, data_dir):
            raise UserError(
                f"{place}.files: no '{file}' under data_dir, which is '{data_dir}'{_hint(source.obtain)}"
            )


def downloads(sources: Iterable[Source], data_dir: Path) -> Mapping[str, Download]:
    """Name -> download of each file that is missing under `data_dir` and has a url."""
    found: dict[str, Download] = {}
    for source in sources:
        if not isinstance(source, FolderSource):
            for file in _missing(source, data_dir):
                url = source.address(file)
                if url is not None:
                    found.setdefault(file, Download(url, source.sums()[file]))
    return found


def _missing(source: SourceFiles, data_dir: Path) -> list[str]:
    return [file for file in source.files if not (data_dir / file).is_file()]


def _check_folder(source: FolderSource, data_dir: Path, *, place: str) -> None:
    if not (data_dir / source.folder).is_dir():
        raise UserError(
            f"{place}: no folder '{source.folder}' under data_dir, "
            f"which is '{data_dir}'{_hint(source.obtain)}"
        )
    files = find_files(data_dir, source)
    if not files:
        raise UserError(
            f"{place}: no file with extension {', '.join(source.extensions)} in '{data_dir / source.folder}'"
        )
    for file in files:
        if "{" in str(file) or "}" in str(file):  # Snakemake takes braces for wildcards
            raise UserError(f"{place}: expected names without braces, found '{file}'")


def _hint(obtain: str | None) -> str:
    return f"; {obtain}" if obtain else ""
