"""Labelled prompts in a table: CSV (plain or zstd-compressed) or Parquet."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from sparse_probing.documents import Document, Span
from sparse_probing.errors import UserError
from sparse_probing.readers.text_files import plain_name
from sparse_probing.settings.sources import TableSource


def read_table(files: Sequence[Path], source: TableSource) -> Iterator[Document]:
    """Yield one document a table row; its prompt is one span, which carries the annotations.

    Raises UserError that names the file and the missing column or the row with an empty prompt.
    """
    for path in files:
        table = _read(path, source.text)
        groups = [] if source.group is None else [source.group]
        for column in (source.text, *groups, *source.annotations.values()):
            if column not in table.columns:
                raise UserError(f"{path}: expected column '{column}', found only: {', '.join(table.columns)}")
            if table[column].dtype.is_nested():
                raise UserError(f"{path}: expected plain values in column '{column}', found lists or structs")
        for number, record in enumerate(table.iter_rows(named=True), start=1):
            text = record[source.text]
            if not isinstance(text, str) or not text.strip():
                raise UserError(
                    f"{path}, row {number}: expected a text in column '{source.text}', found {text!r}"
                )
            name = f"{plain_name(path)}:{number}"
            group = None if source.group is None else record[source.group]
            values = {column: record[key] for column, key in source.annotations.items()}
            yield Document(
                name=name,
                group=source.group_of(group, default=name),
                text=text,
                spans=(Span(0, len(text), values),),
            )


def _read(path: Path, text: str) -> pl.DataFrame:
    """The table at `path`; in CSV the column `text` is text even where it looks like numbers."""
    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(path, glob=False)
        return pl.read_csv(path, glob=False, infer_schema_length=None, schema_overrides={text: pl.String})
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror or error}") from None
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise UserError(f"{path}: expected a CSV or Parquet table, but {reason}") from None
