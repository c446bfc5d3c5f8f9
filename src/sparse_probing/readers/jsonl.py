"""JSONL files: one JSON object a line, a text and its annotations (the Pile's records among them)."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sparse_probing.documents import Document, Span
from sparse_probing.errors import UserError
from sparse_probing.readers.records import Record, json_records, kind
from sparse_probing.settings.sources import JsonlSource


def read_jsonl(files: Sequence[Path], source: JsonlSource) -> Iterator[Document]:
    """Yield one document a record. Raises UserError that names file, line and field."""
    for path in files:
        for record in json_records(path, source.only):
            yield Document(
                name=record.name,
                group=record.group(source.group, default=record.name),
                text=record.text(source.text),
                values=record.values(source.annotations),
                spans=_spans(record, source),
            )


def _spans(record: Record, source: JsonlSource) -> list[Span]:
    spans = [] if source.spans is None else record.field(source.spans)
    if not isinstance(spans, list):
        raise UserError(f"{record.place}: expected field '{source.spans}' to be a list, found {kind(spans)}")
    return [_span(span, source.span_annotations, record) for span in spans]


def _span(fields: Any, names: Sequence[str], record: Record) -> Span:
    if not isinstance(fields, dict):
        raise UserError(f"{record.place}: expected a span to be an object, found {kind(fields)}")
    span = Record(record.name, record.file, record.place, fields)
    start, stop = (span.field(key) for key in ("start", "stop"))
    if type(start) is not int or type(stop) is not int:
        raise UserError(
            f"{span.place}: expected integers as 'start' and 'stop' of a span, found {start}, {stop}"
        )
    return Span(start, stop, {name: span.value(name) for name in names if name in fields})
