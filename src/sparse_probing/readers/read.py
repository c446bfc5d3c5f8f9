"""One way in for all formats."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sparse_probing.documents import Document
from sparse_probing.readers.folder import read_folder
from sparse_probing.readers.jsonl import read_jsonl
from sparse_probing.readers.latex import read_latex
from sparse_probing.readers.relations import read_relations
from sparse_probing.readers.tables import read_table
from sparse_probing.readers.treebank import read_conllu
from sparse_probing.settings.sources import (
    ConlluSource,
    FolderSource,
    JsonlSource,
    LatexSource,
    RelationsSource,
    Source,
    TableSource,
)


def read_documents(files: Sequence[Path], source: Source, *, data_dir: Path = Path()) -> Iterator[Document]:
    """Yield the documents of `files`, read as `source` says.

    Files of a folder are named by their paths below it, the folder being under `data_dir`.
    Raises UserError that names file and line.
    """
    match source:
        case ConlluSource():
            return read_conllu(files, source)
        case TableSource():
            return read_table(files, source)
        case JsonlSource():
            return read_jsonl(files, source)
        case LatexSource():
            return read_latex(files, source)
        case FolderSource():
            return read_folder(files, source, data_dir=data_dir)
        case RelationsSource():
            return read_relations(files, source)
