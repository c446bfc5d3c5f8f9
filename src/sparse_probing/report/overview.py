"""The first page of the report: findings, figures, and the largest model's features and neurons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from sparse_probing.confounds import SOLVED
from sparse_probing.findings import find
from sparse_probing.report.contents import Contents
from sparse_probing.report.pictures import Picture
from sparse_probing.report.scores import scores_by_kind
from sparse_probing.selection import (
    BASELINES,
    best_layer,
    largest_model,
    main_method,
    models_by_size,
    smallest_k,
)
from sparse_probing.study_findings import find_in_studies


@dataclass(frozen=True)
class Overview:
    """Everything that the template shows; rows of tables are mappings from columns to values."""

    title: str
    models: Sequence[Mapping[str, Any]]
    """Columns: model, parameters, layers."""
    datasets: Sequence[Mapping[str, Any]]
    """Columns: dataset, features, categories."""
    methods: Sequence[str]
    ks: Sequence[int]
    probe_count: int
    """Rows of tables/probes, those of baselines included."""
    sparse_count: int
    """How many of these are of methods that choose neurons."""
    neuron_count: int
    findings: Sequence[str]
    pictures: Sequence[Picture]
    grid: Mapping[str, Mapping[str, float | None]]
    """Mean test F1 on the fewest neurons, by category and model; None where a model was not probed for it."""
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
    def of(cls, contents: Contents, pictures: Sequence[Picture], *, title: str) -> "Overview":
        """From the tables. Raises UserError where no method chooses neurons."""
        probes, neurons, confounds = contents.probes, contents.neurons, contents.confounds
        model, method = largest_model(probes), main_method(probes)
        scores, columns = scores_by_kind(probes.filter(pl.col("model") == model), method)
        of_unigram = confounds.filter(pl.col("model") == model, pl.col("solved_by_unigram").is_not_null())
        return cls(
            title=title,
            models=_models(probes),
            datasets=_datasets(probes),
            methods=probes["method"].unique(maintain_order=True).to_list(),
            ks=probes.filter(pl.col("method") == method)["k"].unique().sort().to_list(),
            probe_count=probes.height,
            sparse_count=probes.filter(~pl.col("method").is_in(BASELINES)).height,
            neuron_count=neurons.height,
            findings=[*find(probes, neurons, confounds), *find_in_studies(contents.studies)],
            pictures=pictures,
            grid=_grid(probes, method),
            largest=model,
            method=method,
            neurons=contents.best_neurons.filter(model=model).to_dicts(),
            scores=scores.to_dicts(),
            score_columns=columns,
            solved=of_unigram.filter("solved_by_unigram").to_dicts(),
            solved_counts=_solved_counts(of_unigram),
            solved_share=SOLVED,
            published=() if contents.published is None else contents.published.to_dicts(),
        )


def _grid(probes: pl.DataFrame, method: str) -> dict[str, dict[str, float | None]]:
    fewest = pl.col("k") == smallest_k(probes, method)
    means = (
        best_layer(probes.filter(pl.col("method") == method, fewest))
        .group_by("category", "model", maintain_order=True)
        .agg(pl.col("test_f1").mean())
    )
    known = {(category, model): f1 for category, model, f1 in means.iter_rows()}
    return {
        category: {model: known.get((category, model)) for model in models_by_size(probes)}
        for category in means["category"].unique(maintain_order=True)
    }


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


def _solved_counts(confounds: pl.DataFrame) -> list[dict[str, Any]]:
    return (
        confounds.group_by("dataset", maintain_order=True)
        .agg(solved=pl.col("solved_by_unigram").sum(), features=pl.len())
        .to_dicts()
    )
