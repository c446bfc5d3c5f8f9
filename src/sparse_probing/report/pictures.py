"""Figures as the report shows them: caption, picture, interactive twin, and how much stands behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from sparse_probing.report.charts import chart
from sparse_probing.report.vega import Spec
from sparse_probing.wording import count

SUFFIXES = (".png", ".pdf", ".csv")
"""The files of a figure that the report takes along."""
_OBSERVATIONS = {"count": "observation", "tokens": "token", "contexts": "context"}
"""Columns that say how many observations stand behind a row of numbers."""


@dataclass(frozen=True)
class Picture:
    """A figure of the report: its caption's first paragraph is its heading."""

    name: str
    heading: str
    paragraphs: tuple[str, ...]
    amount: str
    """How many rows and groups it is about."""
    chart: Spec | None

    @classmethod
    def of(cls, numbers: pl.DataFrame, name: str, *, caption: str, features: pl.DataFrame) -> "Picture":
        """From the numbers beside a figure, a caption, and the table of features.

        Paragraphs of a caption have blank lines between them.
        """
        parts = [" ".join(part.split()) for part in caption.split("\n\n") if part.strip()]
        heading, *rest = parts or [name]
        return cls(name, heading, tuple(rest), amount(numbers, features), chart(name, numbers))


def read_numbers(csv: Path) -> pl.DataFrame:
    """The numbers beside a figure; empty where there are none."""
    return pl.read_csv(csv, infer_schema_length=None)


def amount(numbers: pl.DataFrame, features: pl.DataFrame) -> str:
    """How many models, features, rows and groups the numbers of a figure are about, in a sentence.

    features: the table of features, which knows the test rows and groups that scores are of.
    """
    parts = [count(numbers.height, "value")]
    for column in ("model", "category", "feature"):
        if column in numbers.columns:
            noun = {"category": "categor"}.get(column, column)
            different = numbers[column].n_unique()
            parts.append(_of_categories(different) if noun == "categor" else count(different, noun))
    for column, noun in _OBSERVATIONS.items():
        if column in numbers.columns and numbers[column].dtype.is_integer():
            parts.append(f"{numbers[column].sum():,} {noun}s")
    return f"Shown: {', '.join(parts)}. {test_rows(numbers, features)}".strip()


def test_rows(numbers: pl.DataFrame, features: pl.DataFrame) -> str:
    """Over how many test rows and groups the scores of `numbers` are; empty where they hold no score."""
    if not any(column.startswith(("test_f1", "f1", "test_precision")) for column in numbers.columns):
        return ""
    test = features.filter(split="test")
    for column in ("dataset", "feature", "category"):
        if column in numbers.columns and column in test.columns:
            test = test.filter(pl.col(column).is_in(numbers[column].unique().to_list()))
    if test.is_empty():
        return ""
    rows, groups = test["probe_positives"] + test["probe_negatives"], test["groups"]
    return (
        f"Scores are of {_range(rows)} test rows a feature, in {_range(groups)} groups of documents "
        f"({count(test.height, 'feature')})."
    )


def _range(values: pl.Series) -> str:
    low, high = int(values.to_numpy().min()), int(values.to_numpy().max())
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _of_categories(number: int) -> str:
    return "1 category" if number == 1 else f"{number} categories"


def captioned(
    captions: Mapping[str, str], files: Mapping[str, Path], features: pl.DataFrame
) -> list[Picture]:
    """The pictures of figures, by name: their captions and the CSV files of their numbers."""
    return [
        Picture.of(read_numbers(csv), name, caption=captions[name], features=features)
        for name, csv in files.items()
    ]
