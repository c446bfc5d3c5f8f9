"""Labelled prompts in a table: CSV (plain or zstd-compressed) or Parquet."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from sparse_probing.documents import Document, Span
from sparse_probing.errors import UserError
from sparse_probing.readers.records import Record
from sparse_probing.readers.text_files import plain_name
from sparse_probing.settings.fields import FILE_FIELD, alternatives, field_of, picked
from sparse_probing.settings.loading import shown
from sparse_probing.settings.sources import TableSource


def read_table(files: Sequence[Path], source: TableSource) -> Iterator[Document]:
    """Yield one document a table row; its prompt is, or holds, one span, which carries the annotations.

    Raises UserError that names the file and the missing column, or the row with an empty prompt or without
    the span.
    """
    for path in files:
        for number, fields in enumerate(_read(path, source).iter_rows(named=True), start=1):
            record = Record(f"{plain_name(path)}:{number}", path, f"{path}, row {number}", fields)
            text = fields[source.text]
            if not isinstance(text, str) or not text.strip():
                raise UserError(f"{record.place}: expected a text in column '{source.text}', found {text!r}")
            start, stop = (0, len(text)) if source.span is None else _last_match(source.span, text, record)
            yield Document(
                name=record.name,
                group=record.group(source.group, default=record.name),
                text=text,
                spans=(Span(start, stop, record.values(source.annotations)),),
            )


def _last_match(pattern: str, text: str, record: Record) -> tuple[int, int]:
    """Start and stop of what the pattern picks out in its last match that is not empty."""
    spans = [picked(match) for match in re.finditer(pattern, text)]
    found = [(start, stop) for start, stop in spans if start < stop]
    if not found:
        raise UserError(
            f"{record.place}: expected a match of the span's pattern {pattern!r}, found {shown(text)}"
        )
    return found[-1]


def _read(path: Path, source: TableSource) -> pl.DataFrame:
    """The table at `path`, all columns that the source names in it and of plain values.

    In CSV the prompts are text even where they look like numbers.
    """
    try:
        if path.suffix == ".parquet":
            table = pl.read_parquet(path, glob=False)
        else:
            prompts = {source.text: pl.String}
            table = pl.read_csv(path, glob=False, infer_schema_length=None, schema_overrides=prompts)
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror or error}") from None
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise UserError(f"{path}: expected a CSV or Parquet table, but {reason}") from None
    groups = alternatives(source.group)
    names = [*source.annotations.values(), *(groups if len(groups) == 1 else ())]
    for column in (source.text, *(field_of(name) for name in names if field_of(name) != FILE_FIELD)):
        if column not in table.columns:
            raise UserError(f"{path}: expected column '{column}', found only: {', '.join(table.columns)}")
        if not _is_plain(table[column].dtype):
            raise UserError(
                f"{path}: expected text, numbers or truths in column '{column}', found {table[column].dtype}"
            )
    return table


def _is_plain(dtype: pl.DataType) -> bool:
    plain = (pl.String, pl.Boolean, pl.Null, pl.Categorical, pl.Enum)
    return dtype in plain or dtype.is_integer() or dtype.is_float()
