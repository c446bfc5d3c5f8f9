"""The report: one HTML page that needs no other file and no network."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from jinja2 import Environment, StrictUndefined

from sparse_probing.confounds import SOLVED
from sparse_probing.findings import find
from sparse_probing.selection import best_layer, largest_model, main_method, models_by_size
from sparse_probing.wording import count, two_digits, words

TEMPLATE = Path(__file__).parent / "templates" / "report.html.j2"

MANY_NEURONS = 16
"""How many neurons the middle column of the table of probes allows."""


@dataclass(frozen=True)
class ReportFigure:
    """A figure of the report: its caption's first paragraph is its heading."""

    name: str
    heading: str
    paragraphs: tuple[str, ...]
    image: str
    """The PNG, base64."""

    @classmethod
    def of(cls, name: str, *, png: bytes, caption: str) -> "ReportFigure":
        """From the bytes of a PNG and a caption of paragraphs with blank lines between them."""
        heading, *rest = [
            " ".join(part.split()) for part in caption.strip().split("\n\n") if part.strip()
        ] or [name]
        return cls(name, heading, tuple(rest), b64encode(png).decode("ascii"))


@dataclass(frozen=True)
class Report:
    """Everything that the template shows; rows of tables are mappings from columns to values."""

    title: str
    models: Sequence[Mapping[str, Any]]
    """Columns: model, parameters, layers."""
    datasets: Sequence[Mapping[str, Any]]
    """Columns: dataset, features, categories."""
    methods: Sequence[str]
    ks: Sequence[int]
    probe_count: int
    neuron_count: int
    findings: Sequence[str]
    figures: Sequence[ReportFigure]
    largest: str
    method: str
    neurons: Sequence[Mapping[str, Any]]
    """The best neuron of each feature of the largest model; columns of tables/neurons, and unigram_f1."""
    scores: Sequence[Mapping[str, Any]]
    """Test F1 for each feature of the largest model; columns: dataset, category, feature, `score_columns`."""
    score_columns: Mapping[str, str]
    """Headings of the scores, by column; those without data are left out."""
    solved: Sequence[Mapping[str, Any]]
    """Features of the largest model that a unigram solves, by dataset; columns of tables/confounds."""
    solved_counts: Sequence[Mapping[str, Any]]
    """Columns: dataset, solved, features; datasets without a unigram are left out."""
    solved_share: float
    """The share of the best probe's F1 that makes a feature a solved one."""
    published: Sequence[Mapping[str, Any]]
    """Neurons that others published; columns of tables/published."""

    @classmethod
    def of(
        cls,
        probes: pl.DataFrame,
        neurons: pl.DataFrame,
        confounds: pl.DataFrame,
        figures: Sequence[ReportFigure],
        *,
        title: str,
        published: pl.DataFrame | None = None,
    ) -> "Report":
        """From the tables of the same names; there is none of published neurons where none was scored.

        Raises UserError where no method chooses neurons.
        """
        model, method = largest_model(probes), main_method(probes)
        scores, columns = _scores(probes.filter(pl.col("model") == model), method)
        of_unigram = confounds.filter(pl.col("model") == model, pl.col("solved_by_unigram").is_not_null())
        return cls(
            title=title,
            models=_models(probes),
            datasets=_datasets(probes),
            methods=probes["method"].unique(maintain_order=True).to_list(),
            ks=probes.filter(pl.col("method") == method)["k"].unique().sort().to_list(),
            probe_count=probes.height,
            neuron_count=neurons.height,
            findings=find(probes, neurons, confounds),
            figures=figures,
            largest=model,
            method=method,
            neurons=_best_neurons(neurons.filter(pl.col("model") == model), probes),
            scores=scores.to_dicts(),
            score_columns=columns,
            solved=of_unigram.filter("solved_by_unigram").to_dicts(),
            solved_counts=_solved_counts(of_unigram),
            solved_share=SOLVED,
            published=() if published is None else published.to_dicts(),
        )


def render(report: Report, template: str) -> str:
    """The page, from the text of a jinja2 template that is given `report`; all values are escaped."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"f1": two_digits, "words": words, "thousands": "{:,}".format, "counted": count}
    return environment.from_string(template).render(report=report)


def _models(probes: pl.DataFrame) -> list[dict[str, Any]]:
    layers = probes.group_by("model", "parameters").agg(layers=pl.col("layer").drop_nulls().n_unique())
    order = pl.DataFrame({"model": models_by_size(probes)})
    return order.join(layers, on="model", maintain_order="left").to_dicts()


def _datasets(probes: pl.DataFrame) -> list[dict[str, Any]]:
    return (
        probes.group_by("dataset", maintain_order=True)
        .agg(
            features=pl.col("feature").n_unique(),
            categories=pl.col("category").unique(maintain_order=True),
        )
        .to_dicts()
    )


def _best_neurons(neurons: pl.DataFrame, probes: pl.DataFrame) -> list[dict[str, Any]]:
    unigram = probes.filter(method="unigram").select("model", "dataset", "feature", unigram_f1="test_f1")
    return (
        neurons.filter(rank=1)
        .join(unigram, on=["model", "dataset", "feature"], how="left", maintain_order="left")
        .to_dicts()
    )


def _solved_counts(confounds: pl.DataFrame) -> list[dict[str, Any]]:
    return (
        confounds.group_by("dataset", maintain_order=True)
        .agg(solved=pl.col("solved_by_unigram").sum(), features=pl.len())
        .to_dicts()
    )


def _scores(probes: pl.DataFrame, method: str) -> tuple[pl.DataFrame, dict[str, str]]:
    """One row a feature of one model; the columns with data, and their headings."""
    sweep = [(k, f"{k} neurons" if k > 1 else "1 neuron") for k in (1, MANY_NEURONS)]
    columns: list[tuple[str, int | None, str]] = [(method, k, heading) for k, heading in sweep]
    columns += [("dense", None, "all neurons"), ("unigram", None, "tokens alone"), ("random", 1, "1 random")]
    best = best_layer(probes)
    key = ["dataset", "category", "feature"]
    scores = best.select(key).unique(maintain_order=True)
    headings = {}
    for source, k, heading in columns:
        column = source if k is None else f"{source}_{k}"
        found = best.filter(pl.col("method") == source, True if k is None else pl.col("k") == k)
        if not found.is_empty():
            values = found.select(*key, pl.col("test_f1").alias(column))
            scores = scores.join(values, on=key, how="left", maintain_order="left")
            headings[column] = heading
    return scores, headings
