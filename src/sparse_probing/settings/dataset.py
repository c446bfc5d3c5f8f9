"""A dataset of the catalog: a corpus, what a row is, and the features asked of the rows."""

import re
from collections.abc import Mapping
from typing import Literal, Self

import polars as pl
from pydantic import Field, model_validator

from sparse_probing.settings.base import NAME_PATTERN, Name, Seed, Settings
from sparse_probing.settings.sources import ROW_COLUMNS, Source

Category = Literal[
    "part_of_speech", "dependency", "morphology", "code_language", "natural_language", "data_subset",
    "text", "compound_word", "latex", "fact", "position", "other",
]  # fmt: skip


class Negatives(Settings):
    """A pool of hard negatives and the share of all negatives drawn from it."""

    where: str = Field(description="SQL predicate over the columns of rows.parquet.")
    share: float = Field(gt=0, le=1)


class Feature(Settings):
    """A named yes/no question about rows."""

    name: Name
    category: Category
    where: str = Field(description="SQL predicate: true for positives.")
    among: str = Field("TRUE", description="SQL predicate: the rows that the question is about.")
    negatives: tuple[Negatives, ...] = Field((), description="Hard negatives, drawn in stated shares.")

    @model_validator(mode="after")
    def _shares_fit(self) -> Self:
        if sum(pool.share for pool in self.negatives) > 1 + 1e-9:
            raise ValueError("the shares of 'negatives' add up to more than 1")
        return self

    def predicates(self) -> dict[str, str]:
        """All questions that the feature asks of rows, by their keys."""
        pools = {f"negatives.{number}.where": pool.where for number, pool in enumerate(self.negatives)}
        return {"where": self.where, "among": self.among, **pools}


class ColumnValues(Settings):
    """A column and those of its values that become features."""

    column: Name
    values: tuple[str, ...] | dict[Name, str] = Field(
        min_length=1, description="The values, or feature name -> value."
    )


class _OneFeatureAValue(Settings):
    category: Category
    among: str = Field("TRUE", description="SQL predicate: the rows that the questions are about.")
    prefix: str = Field("", description="Put before a value to make the feature's name.")

    @model_validator(mode="after")
    def _features_are_named(self) -> Self:
        named: dict[str, str] = {}
        for name, value in self._named_values():
            if not re.fullmatch(NAME_PATTERN, name):
                raise ValueError(f"value '{value}' makes no name of a feature, give one as {{name: value}}")
            if named.setdefault(name, value) != value:
                raise ValueError(
                    f"values '{named[name]}' and '{value}' make the same name '{name}', "
                    "give them names as {name: value}"
                )
        return self

    def expand(self) -> tuple[Feature, ...]:
        """One feature a value, by default named after it: lower case, `_` for what no name may hold."""
        column = _quoted(self._column().column, mark='"')
        return tuple(
            self._feature(name, f"{column} = " + _quoted(value, mark="'"))
            for name, value in dict(self._named_values()).items()
        )

    def _column(self) -> ColumnValues:
        raise NotImplementedError

    def _feature(self, name: str, has_value: str) -> Feature:
        """The feature of the value that the predicate `has_value` tells."""
        raise NotImplementedError

    def _named_values(self) -> list[tuple[str, str]]:
        """(name of the feature, value)"""
        values = self._column().values
        if isinstance(values, dict):
            return [(self.prefix + name, value) for name, value in values.items()]
        return [(self.prefix + re.sub(r"[^a-z0-9_.-]+", "_", value.lower()), value) for value in values]


class OneVsRest(_OneFeatureAValue):
    """One feature a value: the value against all others."""

    one_vs_rest: ColumnValues

    def _column(self) -> ColumnValues:
        return self.one_vs_rest

    def _feature(self, name: str, has_value: str) -> Feature:
        return Feature(name=name, category=self.category, where=has_value, among=self.among)


class Within(_OneFeatureAValue):
    """One feature a value: the same question, asked of the rows that have the value."""

    within: ColumnValues
    where: str = Field(description="SQL predicate: true for positives.")
    negatives: tuple[Negatives, ...] = Field((), description="Hard negatives, drawn in stated shares.")

    def _column(self) -> ColumnValues:
        return self.within

    def _feature(self, name: str, has_value: str) -> Feature:
        among = has_value if self.among == "TRUE" else f"{has_value} AND ({self.among})"
        return Feature(
            name=name, category=self.category, where=self.where, among=among, negatives=self.negatives
        )


FeatureEntry = Feature | OneVsRest | Within


def _quoted(text: str, *, mark: str) -> str:
    """`text` in quotation marks of SQL: double ones for columns, single ones for values."""
    return mark + text.replace(mark, mark + mark) + mark


class FeatureList(Settings):
    """A file of catalog/features: a list that several datasets share."""

    features: tuple[FeatureEntry, ...]

    def expand(self) -> tuple[Feature, ...]:
        """All features, in order."""
        return tuple(
            feature
            for entry in self.features
            for feature in ((entry,) if isinstance(entry, Feature) else entry.expand())
        )


class FeatureSelection(Settings):
    """Some features of a shared list."""

    list: Name = Field(description="A file of catalog/features, without .yaml.")
    select: tuple[Name, ...] | None = Field(None, description="Names to take; default: all.")


class Sample(Settings):
    """Which rows are kept, by a seeded hash."""

    rows: int = Field(20_000, gt=0, description="At most so many rows, beside the kept ones.")
    keep: str | None = Field(None, description="SQL predicate: rows that are always kept (rare classes).")
    seed: Seed = Field(0, description="Seed of the draw of rows, and of documents where they are capped.")


class RowSettings(Settings):
    """What a row is: the part of a dataset that tokenization uses."""

    unit: Literal["token", "span", "document"] = Field(
        description="What a row is: every token, every annotated span, or every sequence."
    )
    pieces: Literal["first", "last", "all"] = Field(
        "last", description="Unit span: which tokens of a span stand for it."
    )
    aggregation: Literal["none", "mean", "max"] = Field(
        "none", description="How a row of several tokens becomes one vector."
    )
    context: int = Field(128, ge=4, description="Tokens of a sequence at most, special tokens included.")
    sequences_per_document: int | None = Field(
        1, gt=0, description="A long document gives so many consecutive sequences at most; null: all."
    )
    documents: int | None = Field(
        None, gt=0, description="At most so many documents, drawn by a seeded hash of their names; null: all."
    )
    documents_by: Name | None = Field(
        None, description="An annotation of documents; `documents` caps those of each of its values."
    )
    skip: int = Field(0, ge=0, description="Leading tokens of each sequence that belong to no row.")
    bos: bool = Field(True, description="Begin each sequence with the tokenizer's BOS token, if it has one.")
    sample: Sample = Sample()

    @model_validator(mode="after")
    def _rows_make_vectors(self) -> Self:
        if self.skip >= self.context:
            raise ValueError(
                f"'skip' must be below 'context', which is {self.context}: no token would be left"
            )
        if self.unit != "span" and self.pieces != "last":
            raise ValueError(f"'pieces' is about spans, but the unit is '{self.unit}'")
        one_token = self.unit == "token" or (self.unit == "span" and self.pieces != "all")
        if one_token and self.aggregation != "none":
            raise ValueError(f"unit '{self.unit}' makes rows of one token: 'aggregation' must be 'none'")
        if self.unit == "document" and self.aggregation == "none":
            raise ValueError("unit 'document' needs 'aggregation' mean or max")
        return self

    @model_validator(mode="after")
    def _documents_are_capped(self) -> Self:
        if self.documents_by is not None and self.documents is None:
            raise ValueError("'documents_by' needs 'documents', the cap for each value")
        return self


class Extent(Settings):
    """How much there is in a dataset's sources, about: what `snakemake plan` knows before they are read."""

    documents: int = Field(gt=0)
    tokens: int = Field(gt=0, description="Of all documents, in a usual tokenizer.")
    kept: int = Field(0, ge=0, description="Rows for which `sample.keep` is true.")


class Dataset(RowSettings):
    """A corpus with annotations, a unit, an aggregation, and features."""

    description: str
    source: Source
    extent: Extent | None = Field(None, description="About how much it is. No result depends on it.")
    shards: int = Field(1, ge=1, description="Parts in which activations are extracted and stored.")
    features: tuple[FeatureEntry, ...] | FeatureSelection = Field(
        description="The features, or a selection from a shared list."
    )

    @model_validator(mode="after")
    def _documents_are_annotated(self) -> Self:
        if self.documents_by is not None and self.documents_by not in self.source.columns():
            raise ValueError(
                f"documents_by: expected an annotation column ({', '.join(self.source.columns())}), "
                f"found '{self.documents_by}'"
            )
        return self

    def columns(self) -> Mapping[str, pl.DataType | None]:
        """Columns of rows.parquet that predicates may name, and their types; None: the files tell."""
        return {**ROW_COLUMNS, **dict.fromkeys(self.source.columns()), **self.source.known_types()}

    def expand_features(self, lists: Mapping[str, FeatureList]) -> tuple[Feature, ...]:
        """All features, shared lists resolved. Raises KeyError with what is not found."""
        if not isinstance(self.features, FeatureSelection):
            return FeatureList(features=self.features).expand()
        features = lists[self.features.list].expand()
        if self.features.select is None:
            return features
        by_name = {feature.name: feature for feature in features}
        return tuple(by_name[name] for name in self.features.select)
