"""What a dataset's files hold, and which annotation columns their reader yields."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, Self

import polars as pl
from pydantic import AfterValidator, Field, model_validator

from sparse_probing.settings.base import NAME_PATTERN, Name, RelativePath, Seed, Settings
from sparse_probing.settings.fields import (
    FILE_FIELD,
    FieldName,
    GroupField,
    Only,
    Pattern,
    alternatives,
    field_of,
    is_text,
)
from sparse_probing.settings.origins import Generator, HuggingFace, SourceFiles, first_double

CORPUS_SUFFIX = {"conllu": ".conllu", "jsonl": ".jsonl", "table": ".csv", "latex": ".jsonl"}
"""Format -> suffix of a corpus that the workflow writes or fetches."""
ROW_COLUMNS: Mapping[str, pl.DataType] = {
    **dict.fromkeys(("row", "sequence", "start", "stop"), pl.UInt32()),
    **dict.fromkeys(("document", "group", "token"), pl.String()),
    "position": pl.UInt32(),
    **dict.fromkeys(("drawn", "kept"), pl.Boolean()),
}
"""Columns that rows.parquet has beside the annotations, and their types."""
WORD_COLUMNS = ("form", "lemma", "upos", "xpos", "deprel", "eos", "first_eos")
LATEX_COLUMNS = (
    "math", "inline_math", "display_math", "start_math", "end_math", "frac", "numerator", "denominator",
    "superscript", "subscript", "reference", "title", "author", "abstract",
)  # fmt: skip
FOLDER_COLUMNS = ("label", "path")
RELATION_COLUMNS: Mapping[str, pl.DataType] = {"relation": pl.String(), "truth": pl.Boolean()}

_ATTRIBUTE = rf"^{NAME_PATTERN}(\[[a-z0-9]+\])?$"


def _attribute(name: str) -> str:
    if not re.fullmatch(_ATTRIBUTE, name):
        raise ValueError(f"expected an attribute of FEATS, such as Tense or Number[psor], found '{name}'")
    return name


Attribute = Annotated[str, AfterValidator(_attribute), Field(json_schema_extra={"pattern": _ATTRIBUTE})]
"""An attribute of FEATS; one with a layer in brackets is put in double quotes in predicates."""


class _Format(Settings):
    @model_validator(mode="after")
    def _columns_are_told_apart(self) -> Self:
        column = first_double([*ROW_COLUMNS, "level", *self.columns()])
        if column:
            raise ValueError(f"the annotation column '{column}' needs another name: this one is taken")
        return self

    def columns(self) -> Sequence[str]:
        """Names of the annotation columns."""
        raise NotImplementedError

    def known_types(self) -> Mapping[str, pl.DataType]:
        """Types of those annotation columns whose type the format fixes, whatever the files hold."""
        return {}


class _Corpus(SourceFiles):
    generator: Generator | None = Field(
        None, description="A corpus written by the project, instead of files."
    )


class _HubCorpus(_Corpus):
    huggingface: HuggingFace | None = Field(
        None, description="A dataset of the hub, instead of files; needs sparse-probing[datasets]."
    )


class _Records(_Format):
    group: GroupField | None = Field(
        None,
        description="Field whose equal values form a group, or several: the first that says something; "
        "default: the document.",
    )
    annotations: dict[Name, FieldName] = Field(
        default_factory=dict, description="Annotation column -> field, or part of a field."
    )

    def columns(self) -> Sequence[str]:
        """Names of the annotation columns."""
        return tuple(self.annotations)

    def known_types(self) -> Mapping[str, pl.DataType]:
        """Types of the columns that are text whatever the records hold."""
        return {column: pl.String() for column, field in self.annotations.items() if is_text(field)}


class ConlluSource(_Format, _Corpus):
    """A Universal Dependencies treebank; every syntactic word is a span."""

    format: Literal["conllu"]
    document: Literal["newdoc", "sentence"] = Field(
        "newdoc", description="What a document is; the group is the newdoc either way."
    )
    feats: tuple[Attribute, ...] = Field((), description="FEATS attributes that become annotation columns.")

    def columns(self) -> Sequence[str]:
        """Names of the annotation columns."""
        return (*WORD_COLUMNS, *self.feats)

    def known_types(self) -> Mapping[str, pl.DataType]:
        """Types of all annotation columns."""
        truths = dict.fromkeys(("eos", "first_eos"), pl.Boolean())
        return {**dict.fromkeys(self.columns(), pl.String()), **truths}


class JsonlSource(_Records, _HubCorpus):
    """One JSON object a line; fields annotate the whole document, `spans` parts of it."""

    format: Literal["jsonl"]
    text: str = Field("text", description="Field that holds the text.")
    only: Only | None = Field(None, description="Records that count; default: all.")
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


class TableSource(_Records, _Corpus):
    """Labelled prompts in a CSV or Parquet table; each prompt is, or holds, one annotated span."""

    format: Literal["table"]
    text: str = Field("prompt", description="Column that holds the prompt.")
    span: Pattern | None = Field(
        None, description="What the span is: this pattern's last match in the prompt; default: all of it."
    )


class LatexSource(_Records, _HubCorpus):
    """LaTeX source, JSONL records or .tex files, in which a scanner marks mathematics, references, ..."""

    format: Literal["latex"]
    text: str = Field("text", description="Field of a JSONL record that holds the text.")
    only: Only | None = Field(None, description="JSONL records that count; default: all.")

    def columns(self) -> Sequence[str]:
        """Names of the annotation columns."""
        return (*self.annotations, *LATEX_COLUMNS)

    def known_types(self) -> Mapping[str, pl.DataType]:
        """Types of the columns that are text, and of those that the scanner fills."""
        return {**super().known_types(), **dict.fromkeys(LATEX_COLUMNS, pl.Boolean())}


class FolderSource(_Records):
    """Text files in a folder tree, labelled by their extensions."""

    format: Literal["folder"]
    folder: RelativePath = Field(description="A folder under data_dir.")
    obtain: str | None = Field(
        None, min_length=1, description="One line for people: where the folder comes from."
    )
    extensions: dict[Annotated[str, Field(min_length=1)], str] = Field(
        min_length=1, description="Extension without its dot -> label; other files are left out."
    )
    group: GroupField | None = Field(
        None,
        description="Field whose equal values form a group, or several; default: the first folder below "
        "`folder`, or the file where there is none.",
    )

    @model_validator(mode="after")
    def _fields_are_there(self) -> Self:
        known = (*FOLDER_COLUMNS, FILE_FIELD)
        for name in [*self.annotations.values(), *alternatives(self.group)]:
            if field_of(name) not in known:
                raise ValueError(f"a file has the fields {', '.join(known)} alone, not '{field_of(name)}'")
        return self

    def columns(self) -> Sequence[str]:
        """Names of the annotation columns."""
        return (*FOLDER_COLUMNS, *self.annotations)

    def known_types(self) -> Mapping[str, pl.DataType]:
        """Types of all annotation columns."""
        return dict.fromkeys(self.columns(), pl.String())


class RelationsSource(_Format, SourceFiles):
    """Relations between subjects and objects, which become true and false statements; objects are spans."""

    format: Literal["relations"]
    seed: Seed = Field(0, description="Seed of the choice of false objects.")

    def columns(self) -> Sequence[str]:
        """Names of the annotation columns."""
        return tuple(RELATION_COLUMNS)

    def known_types(self) -> Mapping[str, pl.DataType]:
        """Types of all annotation columns."""
        return RELATION_COLUMNS


Source = Annotated[
    ConlluSource | JsonlSource | TableSource | LatexSource | FolderSource | RelationsSource,
    Field(discriminator="format"),
]
