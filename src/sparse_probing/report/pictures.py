"""Figures as the report shows them: caption, picture, interactive twin, and how much stands behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from sparse_probing.report.amounts import amount
from sparse_probing.report.charts import chart
from sparse_probing.report.contents import Contents
from sparse_probing.report.vega import Spec

SUFFIXES = (".png", ".pdf", ".csv")
"""The files of a figure that the report takes along."""


@dataclass(frozen=True)
class Picture:
    """A figure of the report: its caption's first paragraph is its heading."""

    name: str
    heading: str
    paragraphs: tuple[str, ...]
    amount: str
    """How many rows and groups it is about; may be empty."""
    chart: Spec | None

    @classmethod
    def of(cls, numbers: pl.DataFrame, name: str, *, caption: str, contents: Contents) -> "Picture":
        """From the numbers beside a figure, a caption, and the tables.

        Paragraphs of a caption have blank lines between them.
        """
        parts = [" ".join(part.split()) for part in caption.split("\n\n") if part.strip()]
        heading, *rest = parts or [name]
        return cls(name, heading, tuple(rest), amount(name, numbers, contents), chart(name, numbers))


def read_numbers(csv: Path) -> pl.DataFrame:
    """The numbers beside a figure; empty where there are none."""
    return pl.read_csv(csv, infer_schema_length=None)


def captioned(captions: Mapping[str, str], files: Mapping[str, Path], contents: Contents) -> list[Picture]:
    """The pictures of figures, by name: their captions and the CSV files of their numbers."""
    return [
        Picture.of(read_numbers(csv), name, caption=captions[name], contents=contents)
        for name, csv in files.items()
    ]
