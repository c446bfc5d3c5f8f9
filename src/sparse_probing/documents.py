"""Documents and their annotations, the common form into which every reader turns its files.

documents.parquet: `document` (unique name), `group`, `text`.
annotations.parquet: one row per annotated stretch of characters: `document`, `level`, `start`, `stop` (characters, half-open),
then one column per annotation, null where the stretch says nothing. `level` is "document" for what holds of a
whole document and "span" for parts of it: words, names, formulas.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from sparse_probing.errors import UserError

Value = str | int | float | bool | None


@dataclass(frozen=True)
class Span:
    """Annotations of the characters `start` to `stop` (half-open) of a document."""

    start: int
    stop: int
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Document:
    """A text with its annotations."""

    name: str
    group: str
    text: str
    values: Mapping[str, Value] = field(default_factory=dict)
    """Annotations of the whole document."""
    spans: Sequence[Span] = ()


def to_frames(documents: Iterable[Document], columns: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The frames of documents.parquet and annotations.parquet.

    `columns` are the annotation columns; each gets the type of its values (String where there are none).
    Raises UserError when two documents have one name, a span leaves its text, or a column mixes types.
    """
    texts: dict[str, Document] = {}
    index: dict[str, list[str | int]] = {"document": [], "level": [], "start": [], "stop": []}
    values: dict[str, list[Value]] = {column: [] for column in columns}
    for document in documents:
        if document.name in texts:
            raise UserError(f"document '{document.name}' occurs twice: names of documents must be unique")
        texts[document.name] = document
        whole = Span(0, len(document.text), document.values)
        for level, span in [("document", whole), *(("span", span) for span in document.spans)]:
            if not 0 <= span.start <= span.stop <= len(document.text):
                raise UserError(
                    f"document '{document.name}': span {span.start} to {span.stop} is outside of the text, "
                    f"which has {len(document.text)} characters"
                )
            for key, value in zip(index, (document.name, level, span.start, span.stop), strict=True):
                index[key].append(value)
            for column in columns:
                values[column].append(span.values.get(column))
    document_frame = pl.DataFrame(
        {
            "document": list(texts),
            "group": [document.group for document in texts.values()],
            "text": [document.text for document in texts.values()],
        },
        schema={"document": pl.String, "group": pl.String, "text": pl.String},
    )
    annotation_frame = pl.DataFrame(
        index, schema={"document": pl.String, "level": pl.String, "start": pl.UInt32, "stop": pl.UInt32}
    ).with_columns(_series(column, values[column]) for column in columns)
    return document_frame, annotation_frame


def _series(column: str, values: Sequence[Value]) -> pl.Series:
    if all(value is None for value in values):
        return pl.Series(column, values, dtype=pl.String)
    try:
        return pl.Series(column, values, strict=True)
    except (TypeError, pl.exceptions.PolarsError):
        kinds = sorted({type(value).__name__ for value in values if value is not None})
        raise UserError(
            f"annotation '{column}': expected values of one type, found {' and '.join(kinds)}"
        ) from None
