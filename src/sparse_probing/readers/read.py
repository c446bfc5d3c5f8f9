"""One way in for all formats."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sparse_probing.documents import Document
from sparse_probing.readers.jsonl import read_jsonl, read_latex
from sparse_probing.readers.tables import read_table
from sparse_probing.readers.treebank import read_conllu
from sparse_probing.settings.sources import ConlluSource, JsonlSource, Source, TableSource


def read_documents(files: Sequence[Path], source: Source) -> Iterator[Document]:
    """Yield the documents of `files`, read as `source` says. Raises UserError that names file and line."""
    if isinstance(source, ConlluSource):
        return read_conllu(files, source)
    if isinstance(source, TableSource):
        return read_table(files, source)
    if isinstance(source, JsonlSource):
        return read_jsonl(files, source)
    return read_latex(files, source)
