"""Sequences of token ids and the rows, the probe examples, that lie in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.alignment import IntArray, paint, tokens_of_spans, trim_offsets
from sparse_probing.errors import UserError
from sparse_probing.predicates import matches
from sparse_probing.settings.dataset import RowSettings, Sample
from sparse_probing.stable_hash import hash_names, row_priority
from sparse_probing.tokenizer import Encoding, FastTokenizer

_LEVELS = ("document", "level", "start", "stop")
_BATCH = 256
_NONE = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class TokenizedDataset:
    """The frames of sequences.parquet and rows.parquet."""

    sequences: pl.DataFrame
    rows: pl.DataFrame


def tokenize_dataset(
    documents: pl.DataFrame, annotations: pl.DataFrame, tokenizer: FastTokenizer, settings: RowSettings
) -> TokenizedDataset:
    """Cut documents into sequences and choose the rows that `settings` ask for.

    A row lies in one sequence; a span that crosses the border of two gives none. An annotation column of a
    token's row holds the value of the shortest annotation that covers the token's last character (blanks do
    not count); that of a span's row its own value, else the document's.

    Raises UserError when not one row comes out.
    """
    if settings.documents is not None:
        documents = draw_documents(
            _with_values(documents, annotations, settings.documents_by),
            settings.documents,
            seed=settings.sample.seed,
        )
    prefix, suffix = tokenizer.special_tokens(bos=settings.bos)
    room = settings.context - len(prefix) - len(suffix)
    lookup = _Annotations.of(annotations)
    sequences: list[tuple[str, list[int]]] = []
    parts: list[dict[str, IntArray]] = []
    for number, (name, text, encoding) in enumerate(_encode(documents, tokenizer)):
        found = _rows_of_document(text, encoding, lookup, lookup.of_document.get(name, _NONE), room, settings)
        windows = found.starts // room
        used, sequence = np.unique(windows, return_inverse=True)
        part = {
            "number": np.full(len(windows), number),
            "sequence": len(sequences) + sequence,
            "start": found.starts - windows * room + len(prefix),
            "stop": found.stops - windows * room + len(prefix),
            "place": found.stops - 1,
            "token": encoding.ids[found.stops - 1],
            "sources": found.sources,
        }
        parts.append(part)
        for first in (used * room).tolist():
            sequences.append((name, [*prefix, *encoding.ids[first : first + room].tolist(), *suffix]))
    if not sequences:
        raise UserError(f"no rows: none of the {documents.height} documents has a token or span to probe")
    joined = {key: np.concatenate([part[key] for part in parts], axis=-1) for key in parts[0]}
    rows = pl.DataFrame(
        {
            "sequence": joined["sequence"].astype(np.uint32),
            "start": joined["start"].astype(np.uint32),
            "stop": joined["stop"].astype(np.uint32),
            "document": documents["document"].gather(joined["number"]),
            "group": documents["group"].gather(joined["number"]),
            "token": pl.Series(tokenizer.decoded_vocabulary).gather(joined["token"]),
            "position": (joined["stop"] - 1).astype(np.uint32),
            **lookup.values(joined["sources"]),
        }
    )
    sample = sample_rows(rows, joined["place"], settings.sample).with_row_index("row")
    sequence_frame = pl.DataFrame(
        sequences, schema={"document": pl.String, "tokens": pl.List(pl.UInt32)}, orient="row"
    ).with_row_index("sequence")
    return TokenizedDataset(
        sequences=sequence_frame.join(sample, on="sequence", how="semi", maintain_order="left"), rows=sample
    )


def draw_documents(documents: pl.DataFrame, count: int, *, seed: int) -> pl.DataFrame:
    """At most `count` of the `documents` of each `value`, in order: those with the smallest hashes of names.

    So a larger count, or added documents, keep most of those drawn before.
    """
    priority = pl.Series(hash_names(documents["document"], salt=f"documents:{seed}"))
    rank = pl.col("priority").rank("ordinal").over("value")
    return documents.with_columns(priority=priority).filter(rank <= count).drop("value", "priority")


def _with_values(documents: pl.DataFrame, annotations: pl.DataFrame, column: str | None) -> pl.DataFrame:
    """The documents with what the annotation `column` says of each as `value`; null where there is none."""
    if column is None:
        return documents.with_columns(value=None)
    of_documents = annotations.filter(pl.col("level") == "document").select("document", value=column)
    return documents.join(of_documents, on="document", how="left", maintain_order="left")


def sample_rows(rows: pl.DataFrame, places: IntArray, sample: Sample) -> pl.DataFrame:
    """At most `sample.rows` rows, drawn by a seeded hash, and all for which `sample.keep` is true; in order.

    The hash is of a row's document and of its place (rows,) there, so adding documents displaces few rows.
    The column `drawn` tells which rows the draw took, `kept` for which `sample.keep` is true.
    Raises UserError when `sample.keep` is no predicate over the rows.
    """
    priority = pl.Series(row_priority(rows["document"], pl.Series(places), salt=f"sample:{sample.seed}"))
    drawn = priority.rank("ordinal").to_numpy() <= sample.rows
    kept = matches(rows, sample.keep) if sample.keep else np.zeros(rows.height, dtype=bool)
    return rows.with_columns(drawn=pl.Series(drawn), kept=pl.Series(kept)).filter(drawn | kept)


@dataclass(frozen=True)
class _Annotations:
    """Annotations by their number in the frame. A source of a value is such a number, or -1."""

    frame: pl.DataFrame
    """The annotation columns."""
    bounds: IntArray
    """(annotations, 2): first and last + 1 character."""
    whole: npt.NDArray[np.bool_]
    """(annotations,): whether it holds of its whole document."""
    present: npt.NDArray[np.bool_]
    """(columns, annotations + 1): whether there is a value; never in the last, so that -1 is an index too."""
    of_document: Mapping[str, IntArray]
    """Numbers of each document's annotations."""

    @classmethod
    def of(cls, annotations: pl.DataFrame) -> "_Annotations":
        frame = annotations.drop(_LEVELS)
        present = np.zeros((frame.width, frame.height + 1), dtype=bool)
        for column, values in enumerate(frame):
            present[column, :-1] = values.is_not_null().to_numpy()
        numbers = (
            annotations.with_row_index("number").group_by("document").agg(pl.col("number").cast(pl.Int64))
        )
        return cls(
            frame=frame,
            bounds=annotations.select("start", "stop").to_numpy().astype(np.int64),
            whole=(annotations["level"] == "document").to_numpy(),
            present=present,
            of_document={
                name: of.to_numpy() for name, of in zip(numbers["document"], numbers["number"], strict=True)
            },
        )

    def of_spans(self, numbers: IntArray, spans: IntArray) -> IntArray:
        """Sources (columns, rows): each of `spans` (-1: none) itself, else its document.

        All belong to the document whose annotations are `numbers`.
        """
        document = numbers[self.whole[numbers]]
        return np.where(self.present[:, spans], spans, document[0] if len(document) else -1)

    def at_characters(self, numbers: IntArray, characters: IntArray, length: int) -> IntArray:
        """Sources (columns, rows): the shortest of the annotations `numbers` over each of `characters`.

        `length` is that of the text.
        """
        sources = np.empty((len(self.present), len(characters)), dtype=np.int64)
        for column, present in enumerate(self.present):
            painted = numbers[present[numbers]]
            sources[column] = paint(length, self.bounds[painted], painted)[characters]
        return sources

    def values(self, sources: IntArray) -> dict[str, pl.Series]:
        """The annotation columns (rows,) whose values `sources` (columns, rows) point at."""
        pointers = (pl.Series(source) for source in sources)
        return {
            values.name: values.gather(pointer.set(pointer < 0, None))
            for values, pointer in zip(self.frame, pointers, strict=True)
        }


@dataclass(frozen=True)
class _Rows:
    """Rows of one document: its tokens `starts` to `stops` (rows,), and the sources (columns, rows)."""

    starts: IntArray
    stops: IntArray
    sources: IntArray


def _encode(documents: pl.DataFrame, tokenizer: FastTokenizer) -> Iterator[tuple[str, str, Encoding]]:
    for batch in documents.iter_slices(_BATCH):
        yield from zip(
            batch["document"], batch["text"], tokenizer.encode(batch["text"].to_list()), strict=True
        )


def _rows_of_document(
    text: str, encoding: Encoding, lookup: _Annotations, numbers: IntArray, room: int, settings: RowSettings
) -> _Rows:
    """Rows in windows of `room` tokens of a document whose annotations are `numbers`, window by window."""
    trimmed = trim_offsets(text, encoding.offsets)
    spans, starts, stops = _candidates(text, trimmed, lookup, numbers, room, settings).T
    windows = starts // room
    inside = (starts < stops) & (starts % room >= settings.skip) & ((stops - 1) // room == windows)
    if settings.sequences_per_document is not None:
        inside &= windows < settings.sequences_per_document
    kept = np.flatnonzero(inside)
    kept = kept[np.argsort(windows[kept], kind="stable")]
    if settings.unit == "token":
        characters = np.maximum(trimmed[starts[kept], 1] - 1, 0)
        sources = lookup.at_characters(numbers, characters, len(text))
    else:
        sources = lookup.of_spans(numbers, spans[kept])
    return _Rows(starts[kept], stops[kept], sources)


def _candidates(
    text: str, trimmed: IntArray, lookup: _Annotations, numbers: IntArray, room: int, settings: RowSettings
) -> IntArray:
    """(candidates, 3): the annotation that a row is about, or -1; its first and last + 1 token."""
    if settings.unit == "span":
        spans = numbers[~lookup.whole[numbers]]
        ranges = tokens_of_spans(trimmed, trim_offsets(text, lookup.bounds[spans]))
        return _pieces(spans, ranges, settings)
    tokens = np.arange(len(trimmed))
    starts, stops = tokens, tokens + 1
    if settings.unit == "document":
        starts = tokens[::room] + settings.skip
        stops = np.minimum(tokens[::room] + room, len(tokens))
    return np.stack([np.full_like(starts, -1), starts, stops], axis=1)


def _pieces(spans: IntArray, ranges: IntArray, settings: RowSettings) -> IntArray:
    """(pieces, 3): the tokens that stand for each span, whose tokens are `ranges` (spans, 2)."""
    starts, stops = ranges[:, 0], ranges[:, 1]
    if settings.pieces == "first":
        stops = np.minimum(stops, starts + 1)
    elif settings.pieces == "last":
        starts = np.maximum(starts, stops - 1)
    elif settings.aggregation == "none":
        lengths = stops - starts
        behind = np.cumsum(lengths) - lengths
        starts = np.repeat(starts - behind, lengths) + np.arange(lengths.sum())
        spans, stops = np.repeat(spans, lengths), starts + 1
    return np.stack([spans, starts, stops], axis=1)
