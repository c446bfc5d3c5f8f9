"""Labelled prompts in a table: CSV (plain or zstd-compressed) or Parquet."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from sparse_probing.documents import Document, Span
from sparse_probing.errors import UserError
from sparse_probing.settings.sources import TableSource


def read_table(files: Sequence[Path], source: TableSource) -> Iterator[Document]:
    """Yield one document a table row; its prompt is one span, which carries the annotations.

    Raises UserError that names the file and the missing column or the row with an empty prompt.
    """
    for path in files:
        table = _read(path)
        wanted = [source.text, *source.annotations.values(), *([source.group] if source.group else [])]
        for column in wanted:
            if column not in table.columns:
                raise UserError(f"{path}: expected column '{column}', found only: {', '.join(table.columns)}")
        for number, record in enumerate(table.select(set(wanted)).iter_rows(named=True), start=1):
            text = record[source.text]
            if not isinstance(text, str) or not text.strip():
                raise UserError(f"{path}, row {number}: expected a text in column '{source.text}', found {text!r}")
            name = f"{path.name}:{number}"
            values = {column: record[key] for column, key in source.annotations.items()}
            yield Document(
                name=name,
                group=name if source.group is None else str(record[source.group]),
                text=text,
                spans=(Span(0, len(text), values),),
            )


def _read(path: Path) -> pl.DataFrame:
    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(path)
        return pl.read_csv(path, infer_schema_length=None)
    except FileNotFoundError:
        raise UserError(f"{path}: no such file") from None
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise UserError(f"{path}: expected a CSV or Parquet table, but {reason}") from None
