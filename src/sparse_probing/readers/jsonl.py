"""JSONL files: one JSON object a line, a text and its annotations (the Pile's records among them)."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sparse_probing.documents import Document, Span, Value
from sparse_probing.errors import UserError
from sparse_probing.readers.latex_scanner import scan
from sparse_probing.readers.text_files import numbered_lines
from sparse_probing.settings.sources import JsonlSource, LatexSource


def read_jsonl(files: Sequence[Path], source: JsonlSource) -> Iterator[Document]:
    """Yield one document a record. Raises UserError that names file, line and field."""
    for document, record, place in _read_records(files, source):
        spans = () if source.spans is None else _field(record, source.spans, place)
        yield replace(document, spans=[_span(span, source.span_annotations, place) for span in spans])


def read_latex(files: Sequence[Path], source: LatexSource) -> Iterator[Document]:
    """Yield one document a record, its mathematics, scripts, references and the like marked as spans."""
    for document, _, _ in _read_records(files, source):
        spans = [Span(region.start, region.stop, {region.name: True}) for region in scan(document.text)]
        yield replace(document, spans=spans)


def _read_records(
    files: Sequence[Path], source: JsonlSource | LatexSource
) -> Iterator[tuple[Document, dict[str, Any], str]]:
    for path in files:
        for number, line in numbered_lines(path):
            if line.strip():
                place = f"{path}, line {number}"
                record = _parse(line, place)
                name = f"{path.name}:{number}"
                document = Document(
                    name=name,
                    group=name if source.group is None else str(_field(record, source.group, place)),
                    text=_text(record, source.text, place),
                    values={
                        column: _scalar(_field(record, key, place), key, place)
                        for column, key in source.annotations.items()
                    },
                )
                yield document, record, place


def _parse(line: str, place: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise UserError(f"{place}: expected a JSON object, but {error.msg} at column {error.colno}") from None
    if not isinstance(record, dict):
        raise UserError(f"{place}: expected a JSON object, found {type(record).__name__}")
    return record


def _field(record: dict[str, Any], key: str, place: str) -> Any:
    value: Any = record
    for part in key.split("."):
        if not isinstance(value, dict) or part not in value:
            raise UserError(f"{place}: expected field '{key}', found only: {', '.join(record)}")
        value = value[part]
    return value


def _text(record: dict[str, Any], key: str, place: str) -> str:
    text = _field(record, key, place)
    if not isinstance(text, str):
        raise UserError(f"{place}: expected field '{key}' to be text, found {type(text).__name__}")
    return text


def _scalar(value: Any, key: str, place: str) -> Value:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise UserError(f"{place}: expected field '{key}' to be a plain value, found {type(value).__name__}")


def _span(span: Any, names: Sequence[str], place: str) -> Span:
    start, stop = (_field(span, key, place) for key in ("start", "stop"))
    if not (isinstance(start, int) and isinstance(stop, int)):
        raise UserError(f"{place}: expected 'start' and 'stop' of a span to be integers, found {start}, {stop}")
    return Span(start, stop, {name: _scalar(span.get(name), name, place) for name in names})
