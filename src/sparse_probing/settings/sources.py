"""Where a dataset's text comes from and which annotation columns its reader yields."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, Self

import polars as pl
from pydantic import Field, model_validator

from sparse_probing.settings.base import Name, Seed, Settings

GENERATED_SUFFIX = {"conllu": ".conllu", "jsonl": ".jsonl", "table": ".csv", "latex": ".jsonl"}
ROW_COLUMNS: Mapping[str, pl.DataType] = {
    **dict.fromkeys(("row", "sequence", "start", "stop"), pl.UInt32()),
    **dict.fromkeys(("document", "group", "token"), pl.String()),
    "position": pl.UInt32(),
}
"""Columns that rows.parquet has beside the annotations, and their types."""
WORD_COLUMNS = ("form", "lemma", "upos", "xpos", "deprel", "eos", "first_eos")
LATEX_COLUMNS = (
    "math", "inline_math", "display_math", "start_math", "end_math", "frac", "numerator", "denominator",
    "superscript", "subscript", "reference", "title", "author", "abstract",
)  # fmt: skip


class Generator(Settings):
    """A corpus that the project writes itself, deterministically."""

    name: Literal[
        "articles", "biographies", "code", "compounds", "languages", "mentions", "registers", "treebank"
    ] = Field(description="Which generator writes the corpus.")
    documents: int = Field(gt=0, description="How many documents to write.")
    seed: Seed = Field(0, description="Seed; document i depends on the seed and i alone.")


class _Source(Settings):
    files: tuple[str, ...] = Field((), description="Files under data_dir, read in this order (.zst allowed).")
    generator: Generator | None = Field(
        None, description="A corpus written by the project, instead of files."
    )

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if bool(self.files) == (self.generator is not None):
            raise ValueError("exactly one of 'files' and 'generator' is needed")
        return self

    @model_validator(mode="after")
    def _files_have_names_of_their_own(self) -> Self:
        name = _first_double([file.rpartition("/")[2].removesuffix(".zst") for file in self.files])
        if name:
            raise ValueError(f"two of 'files' are named '{name}', after which their documents are named")
        return self

    @model_validator(mode="after")
    def _columns_are_told_apart(self) -> Self:
        column = _first_double([*ROW_COLUMNS, "level", *self.columns()])
        if column:
            raise ValueError(f"the annotation column '{column}' needs another name: this one is taken")
        return self

    def columns(self) -> Sequence[str]:
        """Names of the annotation columns."""
        raise NotImplementedError

    def known_types(self) -> Mapping[str, pl.DataType]:
        """Types of those annotation columns whose type the format fixes, whatever the files hold."""
        return {}


def _first_double(names: Sequence[str]) -> str | None:
    return next((name for position, name in enumerate(names) if name in names[:position]), None)


class ConlluSource(_Source):
    """A Universal Dependencies treebank; every syntactic word is a span."""

    format: Literal["conllu"]
    document: Literal["newdoc", "sentence"] = Field(
        "newdoc", description="What a document is; the group is the newdoc either way."
    )
    feats: tuple[Name, ...] = Field((), description="FEATS attributes that become annotation columns.")

    def columns(self) -> Sequence[str]:
        """Names of the annotation columns."""
        return (*WORD_COLUMNS, *self.feats)

    def known_types(self) -> Mapping[str, pl.DataType]:
        """Types of all annotation columns."""
        truths = dict.fromkeys(("eos", "first_eos"), pl.Boolean())
        return {**dict.fromkeys(self.columns(), pl.String()), **truths}


class _Records(_Source):
    text: str = Field("text", description="Field that holds the text.")
    group: str | None = Field(None, description="Field whose equal values form a group; default: the record.")
    group_until: str | None = Field(
        None, min_length=1, description="The group is the part of the field before this mark."
    )
    annotations: dict[Name, str] = Field(
        default_factory=dict, description="Annotation column -> field (dots descend into objects)."
    )

    def group_of(self, value: str | int | float | bool | None, *, default: str) -> str:
        """The group of a record whose group field holds `value`; `default` where that says nothing."""
        if value is None:
            return default
        return str(value) if self.group_until is None else str(value).partition(self.group_until)[0]


class JsonlSource(_Records):
    """One JSON object a line; fields annotate the whole document, `spans` parts of it."""

    format: Literal["jsonl"]
    spans: str | None = Field(
        None, description="Field with a list of {start, stop, ...}: character offsets and their annotations."
    )
    span_annotations: tuple[Name, ...] = Field((), description="Keys of a span that become columns.")

    @model_validator(mode="after")
    def _spans_are_named(self) -> Self:
        if self.span_annotations and self.spans is None:
            raise ValueError("'span_annotations' needs 'spans'")
        return self

    def columns(self) -> Sequence[str]:
        """Names of the annotation columns."""
        return (*self.annotations, *self.span_annotations)


class TableSource(_Records):
    """Labelled prompts in a CSV or Parquet table; each prompt is one span that ends where it ends."""

    format: Literal["table"]
    text: str = Field("prompt", description="Column that holds the prompt.")

    def columns(self) -> Sequence[str]:
        """Names of the annotation columns."""
        return tuple(self.annotations)


class LatexSource(_Records):
    """JSONL records of LaTeX source, in which a scanner marks mathematics, scripts, references, ..."""

    format: Literal["latex"]

    def columns(self) -> Sequence[str]:
        """Names of the annotation columns."""
        return (*self.annotations, *LATEX_COLUMNS)

    def known_types(self) -> Mapping[str, pl.DataType]:
        """Types of the columns that the scanner fills."""
        return dict.fromkeys(LATEX_COLUMNS, pl.Boolean())


Source = Annotated[
    ConlluSource | JsonlSource | TableSource | LatexSource,
    Field(discriminator="format"),
]
