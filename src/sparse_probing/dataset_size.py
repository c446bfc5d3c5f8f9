"""How large a dataset is in the tokens of a model: counted where it is built, else bounded."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from sparse_probing.readers.text_files import numbered_lines
from sparse_probing.settings.dataset import Extent, RowSettings

MOST_BYTES = 200 * 2**20
"""Files that are larger together are not read to count their documents: it would take more than a second."""


@dataclass(frozen=True)
class DatasetSize:
    """What a dataset holds in the tokens of one tokenizer."""

    sequences: int
    rows: int
    tokens: int
    basis: Literal["counted", "estimate", "upper bound", "upper bound, kept rows aside"]
    """What the numbers are."""


def size_of_dataset(
    settings: RowSettings,
    *,
    tokens: Path,
    extent: Extent | None,
    documents: Path,
    known: int | None,
    files: Sequence[Path],
) -> DatasetSize:
    """The size of a dataset: counted in the folder `tokens` if it was built with `settings`, else foretold.

    It is estimated from the `extent` of the sources, else bounded. The bounds know how many documents there
    are from the parquet file `documents`, from the number `known` or from the source `files`, whichever there
    is first.
    Raises UserError where a source file cannot be read.
    """
    if _is_built(tokens / "rows.parquet", settings):
        return count_size(tokens / "sequences.parquet", tokens / "rows.parquet")
    if extent is not None:
        return estimate_size(settings, extent)
    if documents.is_file():
        known = _height(documents)
    return bound_size(settings, count_documents(files) if known is None else known)


def count_size(sequences: Path, rows: Path) -> DatasetSize:
    """The size of a dataset whose sequences and rows are in these parquet files."""
    counts = (
        pl.scan_parquet(sequences, glob=False)
        .select(
            sequences=pl.len(),
            tokens=pl.col("tokens").list.len().sum(),
        )
        .collect()
        .row(0, named=True)
    )
    return DatasetSize(**counts, rows=_height(rows), basis="counted")


def estimate_size(settings: RowSettings, extent: Extent) -> DatasetSize:
    """About what a dataset holds whose sources are of this `extent`: the bounds, and no more than there is.

    A document of t tokens makes up to 1 + t / context sequences, and those that `documents` draws have their
    share of all tokens.
    """
    bound = bound_size(settings, extent.documents)
    documents = min(extent.documents, _cap(settings) or extent.documents)
    tokens = extent.tokens * documents // extent.documents
    sequences = min(bound.sequences + extent.kept, documents + tokens // settings.context)
    if settings.sequences_per_document is not None:
        sequences = min(sequences, documents * settings.sequences_per_document)
    return DatasetSize(
        sequences=sequences,
        rows=bound.rows + extent.kept,
        tokens=min(sequences * settings.context, tokens),
        basis="estimate",
    )


def bound_size(settings: RowSettings, documents: int | None) -> DatasetSize:
    """The most that a dataset of so many `documents` (None: not known) can hold, rows of `sample.keep` aside.

    Each row lies in one sequence, and a sequence without rows is dropped: there are no more sequences than
    rows, however many documents there are.
    """
    cap = _cap(settings)
    if documents is None or (cap is not None and cap < documents):
        documents = cap
    rows = settings.sample.rows
    sequences = rows
    if documents is not None and settings.sequences_per_document is not None:
        sequences = min(rows, documents * settings.sequences_per_document)
    rows_of_sequence = {"document": 1, "token": settings.context, "span": rows}[settings.unit]
    return DatasetSize(
        sequences=sequences,
        rows=min(rows, sequences * rows_of_sequence),
        tokens=sequences * settings.context,
        basis="upper bound, kept rows aside" if settings.sample.keep else "upper bound",
    )


def count_documents(files: Sequence[Path]) -> int | None:
    """The most documents that source files can hold, from their lines or sentences.

    None where there are no files, one is missing, they are large, or a format tells nothing.
    Raises UserError where a file cannot be read.
    """
    if not files or not all(path.is_file() for path in files):
        return None
    if sum(path.stat().st_size for path in files) > MOST_BYTES:
        return None
    counts = [_documents_in(path) for path in files]
    return None if None in counts else sum(count for count in counts if count is not None)


def _cap(settings: RowSettings) -> int | None:
    """The most documents that are drawn; None: all, or so many for each of an unknown number of values."""
    return settings.documents if settings.documents_by is None else None


def _documents_in(path: Path) -> int | None:
    suffix = Path(path.name.removesuffix(".zst")).suffix
    if suffix == ".parquet":
        return _height(path)
    if suffix == ".tex":
        return 1
    if suffix in (".jsonl", ".csv"):
        return sum(1 for _, line in numbered_lines(path) if line.strip())
    if suffix == ".conllu":  # a document is a sentence or several; each has a first word
        return sum(1 for _, line in numbered_lines(path) if line.startswith("1\t"))
    return None


def _is_built(rows: Path, settings: RowSettings) -> bool:
    """Whether the stamp beside `rows` says that they were chosen with these settings."""
    try:
        stamp = json.loads(rows.with_name(rows.name + ".stamp.json").read_text(encoding="utf-8"))["stamp"]
        return rows.is_file() and bool(stamp["settings"]["rows"] == settings.model_dump(mode="json"))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _height(path: Path) -> int:
    return int(pl.scan_parquet(path, glob=False).select(pl.len()).collect().item())
