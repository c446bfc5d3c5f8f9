"""LaTeX source, one record a line of JSONL or one document a .tex file, marked by the scanner."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sparse_probing.documents import Document, Span
from sparse_probing.readers.latex_scanner import scan
from sparse_probing.readers.records import Record, json_records
from sparse_probing.readers.text_files import plain_name, read_text
from sparse_probing.settings.sources import LATEX_COLUMNS, LatexSource


def read_latex(files: Sequence[Path], source: LatexSource) -> Iterator[Document]:
    """Yield one document a record or .tex file, its mathematics, scripts, references and the like as spans.

    What the scanner did not mark is marked as false. Raises UserError that names file, line and field.
    """
    for path in files:
        for record in _records(path, source):
            text = record.text(source.text)
            yield Document(
                name=record.name,
                group=record.group(source.group, default=record.name),
                text=text,
                values={**record.values(source.annotations), **dict.fromkeys(LATEX_COLUMNS, False)},
                spans=[Span(region.start, region.stop, {region.name: True}) for region in scan(text)],
            )


def _records(path: Path, source: LatexSource) -> Iterable[Record]:
    name = plain_name(path)
    if not name.endswith(".tex"):
        return json_records(path, source.only)
    return [Record(name, path, str(path), {source.text: read_text(path)})]
