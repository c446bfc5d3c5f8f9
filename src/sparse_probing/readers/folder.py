"""Text files in a folder tree, for example of source code, labelled by their extensions."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sparse_probing.documents import Document
from sparse_probing.readers.records import Record
from sparse_probing.readers.text_files import plain_name, read_text
from sparse_probing.settings.sources import FolderSource


def find_files(data_dir: Path, source: FolderSource) -> list[Path]:
    """All files with one of the extensions, in the order of their paths."""
    folder = data_dir / source.folder
    found = (path for path in folder.rglob("*") if _label(path, source) is not None and path.is_file())
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def read_folder(files: Sequence[Path], source: FolderSource, *, data_dir: Path) -> Iterator[Document]:
    """Yield one document a file, named by its path below the folder and labelled by its extension.

    Raises UserError that names the file, and the line where it is not UTF-8.
    """
    for file in files:
        path = file.relative_to(data_dir / source.folder).with_name(plain_name(file)).as_posix()
        fields = {"label": _label(file, source), "path": path}
        record = Record(path, file, str(file), fields)
        yield Document(
            name=path,
            group=record.group(source.group, default=path.partition("/")[0]),
            text=read_text(file),
            values={**fields, **record.values(source.annotations)},
        )


def _label(path: Path, source: FolderSource) -> str | None:
    """The label of the longest extension that the file has; None where it has none of them."""
    name = plain_name(path)
    known = [extension for extension in source.extensions if name.endswith(f".{extension}")]
    return source.extensions[max(known, key=len)] if known else None
