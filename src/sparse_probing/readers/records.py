"""Records: what a file says of one text, field by field, whatever format it is written in."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sparse_probing.documents import Value
from sparse_probing.errors import UserError
from sparse_probing.readers.text_files import numbered_lines, plain_name
from sparse_probing.settings.fields import (
    FILE_FIELD,
    Extract,
    FieldName,
    GroupField,
    Only,
    alternatives,
    field_of,
    picked,
)

_ABSENT = object()


@dataclass(frozen=True)
class Record:
    """The fields of one text. Its methods raise UserError that names file, line and field."""

    name: str
    """What its document is called."""
    file: Path
    place: str
    """File and line, for messages."""
    fields: Mapping[str, Any]

    def field(self, key: str) -> Any:
        """What a field holds; dots descend into objects."""
        found = _look_up(self.fields, key)
        if found is _ABSENT:
            raise UserError(f"{self.place}: expected field '{key}', found only: {', '.join(self.fields)}")
        return found

    def value(self, name: FieldName) -> Value:
        """A field's plain value, or the part of it that a pattern picks out; null where it does not match."""
        if isinstance(name, Extract):
            value = self.value(name.field)
            match = None if value is None else re.search(name.pattern, str(value))
            start, stop = picked(match) if match else (-1, -1)
            return str(value)[start:stop] if start >= 0 else None
        if name == FILE_FIELD:
            return Path(plain_name(self.file)).stem
        return self._scalar(name)

    def text(self, key: str) -> str:
        """A field that must hold text."""
        text = self._scalar(key)
        if not isinstance(text, str):
            raise UserError(f"{self.place}: expected field '{key}' to be text, found {kind(text)}")
        return text

    def group(self, field: GroupField | None, *, default: str) -> str:
        """The value of the group's field as text; `default` where there is none.

        Of several fields the first counts that the record has and whose value is not null.
        """
        names = alternatives(field)
        values = (self.value(name) for name in names if len(names) == 1 or self._has(name))
        return next((str(value) for value in values if value is not None), default)

    def counts(self, only: Only | None) -> bool:
        """Whether it is one of the records that are read."""
        return only is None or self.value(only.field) in only.values

    def values(self, annotations: Mapping[str, FieldName]) -> dict[str, Value]:
        """Annotation column -> value."""
        return {column: self.value(name) for column, name in annotations.items()}

    def _has(self, name: FieldName) -> bool:
        key = field_of(name)
        return key == FILE_FIELD or _look_up(self.fields, key) is not _ABSENT

    def _scalar(self, key: str) -> Value:
        value: Value = self.field(key)
        if not (value is None or isinstance(value, str | int | float | bool)):
            raise UserError(f"{self.place}: expected field '{key}' to be a plain value, found {kind(value)}")
        if isinstance(value, str) and not value.isascii():
            self._check_surrogates(value, key)
        return value

    def _check_surrogates(self, value: str, key: str) -> None:
        """JSON can escape half of a character outside of the basic plane; no encoding of text can hold it."""
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            found = f"\\u{ord(value[error.start]):04x}"
            raise UserError(
                f"{self.place}: expected Unicode text in field '{key}', found a lone {found}"
            ) from None


def _look_up(fields: Mapping[str, Any], key: str) -> Any:
    """The field `key`: of that very name, or down into objects at its dots."""
    if key in fields:
        return fields[key]
    value: Any = fields
    for part in key.split("."):
        if not isinstance(value, dict) or part not in value:
            return _ABSENT
        value = value[part]
    return value


def json_records(path: Path, only: Only | None = None) -> Iterator[Record]:
    """Yield a record a line of a JSONL file, those that count. Raises UserError that names file and line."""
    for number, line in numbered_lines(path):
        if line.strip():
            place = f"{path}, line {number}"
            record = Record(f"{plain_name(path)}:{number}", path, place, json_object(line, place))
            if record.counts(only):
                yield record


def json_object(text: str, place: str) -> dict[str, Any]:
    """The JSON object that `text` spells. Raises UserError, beginning with `place`, if there is none."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if error.lineno > 1 else ""
        raise UserError(
            f"{place}: expected a JSON object, but {error.msg} at {line}column {error.colno}"
        ) from None
    if not isinstance(value, dict):
        raise UserError(f"{place}: expected a JSON object, found {kind(value)}")
    return value


def kind(value: Any) -> str:
    """The name of a parsed value's type in JSON's words."""
    names: Sequence[tuple[type, str]] = [
        (dict, "an object"), (list, "a list"), (str, "text"), (bool, "true or false"), (type(None), "null"),
    ]  # fmt: skip
    return next((name for known, name in names if isinstance(value, known)), "a number")
