"""Sequences of token ids and the rows, the probe examples, that lie in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.alignment import paint, tokens_of_spans, trim_offsets
from sparse_probing.errors import UserError
from sparse_probing.settings.dataset import RowSettings, Sample
from sparse_probing.stable_hash import row_priority
from sparse_probing.tokenizer import Encoding, FastTokenizer

LEVELS = ("document", "level", "start", "stop")
_BATCH = 256


@dataclass(frozen=True)
class TokenizedDataset:
    """The frames of sequences.parquet and rows.parquet."""

    sequences: pl.DataFrame
    rows: pl.DataFrame


@dataclass(frozen=True)
class _Window:
    """A sequence before it gets its number: content tokens `first` to `last` (half-open) of a document."""

    first: int
    last: int


def tokenize_dataset(
    documents: pl.DataFrame, annotations: pl.DataFrame, tokenizer: FastTokenizer, settings: RowSettings
) -> TokenizedDataset:
    """Cut documents into sequences and choose the rows that `settings` ask for.

    Raises UserError when not one row comes out.
    """
    prefix, suffix = tokenizer.special_tokens(bos=settings.bos)
    room = settings.context - len(prefix) - len(suffix)
    of_document = annotations.partition_by("document", as_dict=True, include_key=True)
    no_annotations = annotations.clear()
    sequences: list[tuple[str, list[int]]] = []
    parts: list[pl.DataFrame] = []
    for name, group, text, encoding in _encode(documents, tokenizer):
        spans = of_document.get((name,), no_annotations)
        trimmed = trim_offsets(text, encoding.offsets)
        for window in _windows(len(encoding.ids), room, settings.sequences_per_document):
            found = _rows_of_window(trimmed, spans, window, len(text), settings)
            if found.height:
                shift = len(prefix) - window.first
                parts.append(
                    found.with_columns(
                        sequence=pl.lit(len(sequences), pl.UInt32),
                        document=pl.lit(name),
                        group=pl.lit(group),
                        token_id=encoding.ids[found["stop"].to_numpy() - 1],
                        start=(pl.col("start") + shift).cast(pl.UInt32),
                        stop=(pl.col("stop") + shift).cast(pl.UInt32),
                    )
                )
                ids = encoding.ids[window.first : window.last].tolist()
                sequences.append((name, [*prefix, *ids, *suffix]))
    if not parts:
        raise UserError(f"no rows: none of the {documents.height} documents has a token or span to probe")
    rows = _finish(pl.concat(parts), tokenizer, [c for c in annotations.columns if c not in LEVELS])
    sample = sample_rows(rows, settings.sample).with_row_index("row").cast({"row": pl.UInt32})
    sequence_frame = pl.DataFrame(
        sequences, schema={"document": pl.String, "tokens": pl.List(pl.UInt32)}, orient="row"
    )
    sequence_frame = sequence_frame.with_row_index("sequence").cast({"sequence": pl.UInt32})
    used = sequence_frame.filter(pl.col("sequence").is_in(sample["sequence"].unique().implode()))
    return TokenizedDataset(sequences=used, rows=sample)


def sample_rows(rows: pl.DataFrame, sample: Sample) -> pl.DataFrame:
    """At most `sample.rows` rows, drawn by a seeded hash, and all rows for which `sample.keep` is true; in order."""
    priority = pl.Series(row_priority(rows["document"], rows["position"], salt=f"sample:{sample.seed}"))
    kept = (
        rows.select(pl.sql_expr(sample.keep).fill_null(False).alias("keep"))["keep"]
        if sample.keep
        else pl.repeat(False, rows.height, eager=True)
    )
    drawn = priority.rank("ordinal") <= sample.rows
    return rows.filter(drawn | kept)


def shard_of(
    sequences: pl.DataFrame, rows: pl.DataFrame, *, shard: int, shards: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The part of `sequences` that belongs to `shard` (from 0) of `shards`, and its rows."""
    bounds = [sequences.height * number // shards for number in (shard, shard + 1)]
    part = sequences[bounds[0] : bounds[1]]
    return part, rows.join(part.select("sequence"), on="sequence", how="semi", maintain_order="left")


def _encode(
    documents: pl.DataFrame, tokenizer: FastTokenizer
) -> Iterator[tuple[str, str, str, Encoding]]:
    for batch in documents.iter_slices(_BATCH):
        encodings = tokenizer.encode(batch["text"].to_list())
        yield from (
            (name, group, text, encoding)
            for (name, group, text), encoding in zip(
                batch.select("document", "group", "text").iter_rows(), encodings, strict=True
            )
        )


def _windows(tokens: int, room: int, limit: int | None) -> Iterable[_Window]:
    starts = range(0, tokens, room)
    return [_Window(start, min(start + room, tokens)) for start in starts[:limit]]


def _rows_of_window(
    trimmed: npt.NDArray[np.int64], annotations: pl.DataFrame, window: _Window, length: int, settings: RowSettings
) -> pl.DataFrame:
    """Rows of one sequence: `start`, `stop` (tokens of the document) and the annotation columns."""
    first, last = window.first + settings.skip, window.last
    columns = [column for column in annotations.columns if column not in LEVELS]
    if first >= last:
        return annotations.clear().select("start", "stop", *columns)
    whole = annotations.filter(pl.col("level") == "document")
    spans = annotations.filter(pl.col("level") == "span")
    if settings.unit == "document":
        return _with_document_values(_bounds(np.array([[first, last]])), whole, columns)
    if settings.unit == "token":
        tokens = np.arange(first, last)
        characters = np.maximum(trimmed[tokens, 1] - 1, 0)
        frame = _bounds(np.stack([tokens, tokens + 1], axis=1)).with_columns(
            _painted(annotations, column, characters, length) for column in columns
        )
        return frame
    ranges = tokens_of_spans(trimmed, spans.select("start", "stop").to_numpy().astype(np.int64))
    pieces = _pieces(ranges, first, last, settings)
    frame = _bounds(pieces[:, 1:]).hstack(spans.select(columns)[pieces[:, 0]])
    return _with_document_values(frame, whole, columns)


def _pieces(
    ranges: npt.NDArray[np.int64], first: int, last: int, settings: RowSettings
) -> npt.NDArray[np.int64]:
    """(pieces, 3): span, first token, last token + 1; those that lie in tokens `first` to `last`."""
    numbers = np.arange(len(ranges))
    starts, stops = ranges[:, 0], ranges[:, 1]
    if settings.pieces == "first":
        stops = np.minimum(stops, starts + 1)
    elif settings.pieces == "last":
        starts = np.maximum(starts, stops - 1)
    elif settings.aggregation == "none":
        numbers = np.repeat(numbers, stops - starts)
        within = np.arange(len(numbers)) - np.repeat(np.cumsum(stops - starts) - (stops - starts), stops - starts)
        starts = starts[numbers] + within
        stops = starts + 1
    inside = (starts >= first) & (stops <= last) & (starts < stops)
    return np.stack([numbers, starts, stops], axis=1)[inside]


def _bounds(ranges: npt.NDArray[np.int64]) -> pl.DataFrame:
    return pl.DataFrame({"start": ranges[:, 0], "stop": ranges[:, 1]})


def _with_document_values(rows: pl.DataFrame, whole: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Fill annotation columns from the document's own values where the rows have none."""
    values = whole.select(pl.col(columns).drop_nulls().first()) if whole.height else whole.select(columns)
    for column in columns:
        value = pl.lit(values[column][0] if values.height else None, values.schema[column])
        present = pl.col(column) if column in rows.columns else pl.lit(None, values.schema[column])
        rows = rows.with_columns(pl.coalesce(present, value).alias(column))
    return rows


def _painted(
    annotations: pl.DataFrame, column: str, characters: npt.NDArray[np.int64], length: int
) -> pl.Series:
    """Values of `column` at the given characters."""
    spans = annotations.filter(pl.col(column).is_not_null())
    if not spans.height:
        return pl.Series(column, [None] * len(characters), dtype=annotations.schema[column])
    distinct = spans[column].unique(maintain_order=True)
    codes = spans[column].replace_strict(distinct, pl.Series(range(len(distinct))), return_dtype=pl.Int64)
    canvas = paint(length, spans.select("start", "stop").to_numpy().astype(np.int64), codes.to_list())
    at = pl.Series(canvas[characters])
    return distinct.gather(at.set(at < 0, None)).alias(column)


def _finish(rows: pl.DataFrame, tokenizer: FastTokenizer, columns: list[str]) -> pl.DataFrame:
    """Contract columns in contract order."""
    vocabulary = pl.Series(tokenizer.decoded_vocabulary)
    return rows.with_columns(
        token=vocabulary.gather(rows["token_id"]),
        position=(pl.col("stop") - 1).cast(pl.UInt32),
    ).select("sequence", "start", "stop", "document", "group", "token", "position", *columns)
