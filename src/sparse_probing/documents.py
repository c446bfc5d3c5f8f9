"""Documents and their annotations, the common form into which every reader turns its files.

documents.parquet: `document` (unique name), `group`, `text`.
annotations.parquet: one row per annotated stretch of characters: `document`, `level`, `start`, `stop`
(characters, half-open), then one column per annotation, null where the stretch says nothing. `level` is
"document" for what holds of a whole document (one row each, before its others) and "span" for parts of it:
words, names, formulas.
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

    `columns` are the annotation columns; each gets the type of its values: String where there are none,
    Float64 where there are integers and floats.
    Raises UserError when two documents have one name, a span leaves its text, or a column mixes types.
    """
    texts: dict[str, tuple[str, str]] = {}
    index: list[tuple[str, str, int, int]] = []
    values: dict[str, list[Value]] = {column: [] for column in columns}
    for document in documents:
        if document.name in texts:
            raise UserError(f"document '{document.name}' occurs twice: names of documents must be unique")
        texts[document.name] = (document.group, document.text)
        whole = Span(0, len(document.text), document.values)
        for level, span in [("document", whole), *(("span", span) for span in document.spans)]:
            if not 0 <= span.start <= span.stop <= len(document.text):
                raise UserError(
                    f"document '{document.name}': span {span.start} to {span.stop} is outside of the text, "
                    f"which has {len(document.text)} characters"
                )
            index.append((document.name, level, span.start, span.stop))
            for column, of_column in values.items():
                of_column.append(span.values.get(column))
    document_frame = pl.DataFrame(
        [(name, group, text) for name, (group, text) in texts.items()],
        schema={"document": pl.String, "group": pl.String, "text": pl.String},
        orient="row",
    )
    annotation_frame = pl.DataFrame(
        index,
        schema={"document": pl.String, "level": pl.String, "start": pl.UInt32, "stop": pl.UInt32},
        orient="row",
    ).with_columns(_series(column, values[column], [line[0] for line in index]) for column in columns)
    return document_frame, annotation_frame


def _series(column: str, values: Sequence[Value], documents: Sequence[str]) -> pl.Series:
    kinds = sorted({type(value).__name__ for value in values if value is not None})
    if kinds == ["float", "int"]:
        return pl.Series(column, values, dtype=pl.Float64, strict=False)
    if len(kinds) > 1:
        places = [documents[[type(value).__name__ for value in values].index(kind)] for kind in kinds]
        found = [f"{kind} in document '{place}'" for kind, place in zip(kinds, places, strict=True)]
        raise UserError(f"annotation '{column}': expected values of one type, found {' and '.join(found)}")
    return pl.Series(column, values, dtype=None if kinds else pl.String)
