"""A page for each category and model: how sparse its features are, and where they lie."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from sparse_probing.averages import neurons_needed
from sparse_probing.report.charts import features_by_k, features_by_layer
from sparse_probing.report.contents import Contents
from sparse_probing.report.scores import scores_by_kind
from sparse_probing.report.vega import Spec, spec
from sparse_probing.selection import best_layer, main_method, models_by_size, smallest_k

Row = Mapping[str, Any]
NEURONS_SHOWN = 3
"""Best neurons of a feature that are listed."""


@dataclass(frozen=True)
class CategoryPage:
    """Everything that the page of a category in a model shows."""

    model: str
    category: str
    method: str
    scores: Sequence[Row]
    """Test F1 of each feature by kind of probe, with `needed`, `rows` and `groups`."""
    score_columns: Mapping[str, str]
    neurons: Sequence[Row]
    """The best few neurons of each feature; columns of tables/neurons."""
    by_k: Spec
    by_layer: Spec


def category_pages(contents: Contents) -> Iterator[CategoryPage]:
    """A page for each model, smallest first, and each category that it was probed for."""
    method = main_method(contents.probes)
    k = smallest_k(contents.probes, method)
    best = best_layer(contents.probes)
    needed = neurons_needed(best, method)
    tested = contents.tested.select("model", "dataset", "feature", "rows", "groups")
    for model in models_by_size(contents.probes):
        of_model = contents.probes.filter(model=model)
        for category in of_model["category"].unique(maintain_order=True):
            here = of_model.filter(category=category)
            scores, columns = scores_by_kind(here, method)
            counted = scores.join(
                needed.filter(model=model).select("dataset", "feature", "needed", "reached"),
                on=["dataset", "feature"],
                how="left",
                maintain_order="left",
            ).join(
                tested.filter(model=model).drop("model"),
                on=["dataset", "feature"],
                how="left",
                maintain_order="left",
            )
            sparse = best.filter(model=model, category=category, method=method)
            yield CategoryPage(
                model=model,
                category=category,
                method=method,
                scores=counted.to_dicts(),
                score_columns=columns,
                neurons=contents.neurons.filter(
                    pl.col("rank") <= NEURONS_SHOWN, model=model, category=category
                ).to_dicts(),
                by_k=spec(features_by_k(sparse)),
                by_layer=spec(features_by_layer(here.filter(method=method, k=k), k)),
            )
