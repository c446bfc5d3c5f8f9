"""JSONL files: one JSON object a line, a text and its annotations (the Pile's records among them)."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sparse_probing.documents import Document, Span, Value
from sparse_probing.errors import UserError
from sparse_probing.readers.latex_scanner import scan
from sparse_probing.readers.text_files import numbered_lines, plain_name
from sparse_probing.settings.sources import LATEX_COLUMNS, JsonlSource, LatexSource


def read_jsonl(files: Sequence[Path], source: JsonlSource) -> Iterator[Document]:
    """Yield one document a record. Raises UserError that names file, line and field."""
    for document, record, place in _read_records(files, source):
        spans = [] if source.spans is None else _field(record, source.spans, place)
        if not isinstance(spans, list):
            raise UserError(f"{place}: expected field '{source.spans}' to be a list, found {_kind(spans)}")
        yield replace(document, spans=[_span(span, source.span_annotations, place) for span in spans])


def read_latex(files: Sequence[Path], source: LatexSource) -> Iterator[Document]:
    """Yield one document a record, its mathematics, scripts, references and the like marked as spans.

    What the scanner did not mark is marked as false. Raises UserError that names file, line and field.
    """
    for document, _, _ in _read_records(files, source):
        spans = [Span(region.start, region.stop, {region.name: True}) for region in scan(document.text)]
        yield replace(
            document, values={**document.values, **dict.fromkeys(LATEX_COLUMNS, False)}, spans=spans
        )


def _read_records(
    files: Sequence[Path], source: JsonlSource | LatexSource
) -> Iterator[tuple[Document, dict[str, Any], str]]:
    """Yield documents without their spans, each with its record and its place for messages."""
    for path in files:
        for number, line in numbered_lines(path):
            if line.strip():
                place = f"{path}, line {number}"
                record = _parse(line, place)
                name = f"{plain_name(path)}:{number}"
                group = None if source.group is None else _scalar(record, source.group, place)
                document = Document(
                    name=name,
                    group=source.group_of(group, default=name),
                    text=_text(record, source.text, place),
                    values={
                        column: _scalar(record, key, place) for column, key in source.annotations.items()
                    },
                )
                yield document, record, place


def _parse(line: str, place: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise UserError(f"{place}: expected a JSON object, but {error.msg} at column {error.colno}") from None
    if not isinstance(record, dict):
        raise UserError(f"{place}: expected a JSON object, found {_kind(record)}")
    return record


def _field(record: dict[str, Any], key: str, place: str) -> Any:
    value: Any = record
    for part in key.split("."):
        if not isinstance(value, dict) or part not in value:
            raise UserError(f"{place}: expected field '{key}', found only: {', '.join(record)}")
        value = value[part]
    return value


def _text(record: dict[str, Any], key: str, place: str) -> str:
    text = _scalar(record, key, place)
    if not isinstance(text, str):
        raise UserError(f"{place}: expected field '{key}' to be text, found {_kind(text)}")
    return text


def _scalar(record: dict[str, Any], key: str, place: str) -> Value:
    value: Value = _field(record, key, place)
    if not (value is None or isinstance(value, str | int | float | bool)):
        raise UserError(f"{place}: expected field '{key}' to be a plain value, found {_kind(value)}")
    if isinstance(value, str) and not value.isascii():
        _check_surrogates(value, key, place)
    return value


def _check_surrogates(value: str, key: str, place: str) -> None:
    """JSON can escape half of a character outside of the basic plane; no encoding of text can hold it."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        found = f"\\u{ord(value[error.start]):04x}"
        raise UserError(f"{place}: expected Unicode text in field '{key}', found a lone {found}") from None


def _span(span: Any, names: Sequence[str], place: str) -> Span:
    if not isinstance(span, dict):
        raise UserError(f"{place}: expected a span to be an object, found {_kind(span)}")
    start, stop = (_field(span, key, place) for key in ("start", "stop"))
    if type(start) is not int or type(stop) is not int:
        raise UserError(f"{place}: expected integers as 'start' and 'stop' of a span, found {start}, {stop}")
    return Span(start, stop, {name: _scalar(span, name, place) for name in names if name in span})


def _kind(value: Any) -> str:
    """The name of a parsed value's type in JSON's words."""
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
