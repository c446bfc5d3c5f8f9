"""A page for each neuron that is the best one for a feature: what it fires on, and what hangs on it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from sparse_probing.report.contents import Contents
from sparse_probing.report.vega import Spec, bars, spec

Row = Mapping[str, Any]
OTHERS = 20
"""A neuron serves a feature besides if it is among so many of the feature's best ones."""


@dataclass(frozen=True)
class Token:
    """A token of a snippet: its text, its activation, and how strongly it is shaded, from 0 to 1."""

    text: str
    value: float
    shade: float
    peak: bool


@dataclass(frozen=True)
class Snippet:
    """A place where a neuron is active."""

    document: str
    highest: float
    tokens: tuple[Token, ...]


@dataclass(frozen=True)
class Served:
    """A feature for which a neuron is the best one."""

    score: Row
    """Columns of tables/neurons, and unigram_f1."""
    histogram: Spec | None
    rows: int
    """Test rows in the histogram."""
    positives: int
    fires: bool
    """Whether the neuron is more active where the feature holds; told by its sign, from training rows."""
    thresholds: Sequence[Row]
    """Columns threshold, precision, recall."""
    effects: Sequence[Row]
    """What the model loses without the neuron; columns of neuron_effects."""
    ablations: Sequence[Row]
    """The same by class of document; columns of casestudies/context_ablations."""
    random: Sequence[Row]
    """The increase without matched random neurons; columns ablation, neurons, low, middle, high."""
    ambiguous: Sequence[Row]
    """Tokens that the neuron tells apart by their context; columns token, gap, inside, outside."""


@dataclass(frozen=True)
class NeuronPage:
    """Everything that the page of a neuron shows."""

    model: str
    layer: int
    neuron: int
    served: tuple[Served, ...]
    snippets: Mapping[str, tuple[Snippet, ...]]
    """By dataset."""
    looked_through: Mapping[str, int]
    """Sequences that snippets were looked for in, by dataset."""
    others: Sequence[Row]
    """Other features among whose best neurons it is; columns of tables/neurons."""

    @property
    def name(self) -> str:
        """Layer and neuron."""
        return f"{self.layer}.{self.neuron}"


def neuron_pages(contents: Contents) -> Iterator[NeuronPage]:
    """A page for each neuron that is the best one of some feature, in the order of the table."""
    key = ("model", "layer", "neuron")
    best = contents.best_neurons
    for (model, layer, neuron), own in best.group_by(key, maintain_order=True):
        about = {"model": model, "layer": layer, "neuron": neuron}
        known = contents.study("neuron_snippets", **about)
        snippets = {} if known is None else _snippets(known)
        yield NeuronPage(
            model=str(model),
            layer=int(str(layer)),
            neuron=int(str(neuron)),
            served=tuple(_served(contents, score) for score in own.iter_rows(named=True)),
            snippets=snippets,
            looked_through={} if known is None else dict(known.select("dataset", "sequences").iter_rows()),
            others=contents.neurons.filter(pl.col("rank").is_between(2, OTHERS), **about).to_dicts(),
        )


def _served(contents: Contents, score: Row) -> Served:
    about = {name: score[name] for name in ("model", "dataset", "feature", "layer", "neuron")}
    histogram = contents.study("neuron_histograms", **about)
    effects = contents.study("neuron_effects", **about)
    ablations = contents.study("context_ablations", **about)
    ambiguous = contents.study("context_ambiguous", **about)
    return Served(
        score=score,
        histogram=None if histogram is None else spec(bars(histogram.select(*_BAR))),
        rows=0 if histogram is None else int(histogram["count"].sum()),
        positives=0 if histogram is None else int(histogram.filter("positive")["count"].sum()),
        fires=score["sign"] > 0,
        thresholds=() if histogram is None else thresholds(histogram, above=score["sign"] > 0).to_dicts(),
        effects=() if effects is None else effects.to_dicts(),
        ablations=() if ablations is None else ablations.filter(role="studied").to_dicts(),
        random=() if ablations is None else _random(ablations).to_dicts(),
        ambiguous=() if ambiguous is None else _ambiguous(ambiguous).to_dicts(),
    )


_BAR = ("positive", "low", "high", "count", "share")
_THRESHOLDS = 8


def thresholds(histogram: pl.DataFrame, *, above: bool) -> pl.DataFrame:
    """Precision and recall on test of a threshold on the activation, at some edges of the bins.

    histogram: rows of casestudies/neuron_histograms of one neuron and feature. above: whether what lies above
    a threshold is called positive, or what lies below. At most nine thresholds, evenly over the recalls.
    """
    edge = "low" if above else "high"
    counts = (
        histogram.group_by(edge)
        .agg(
            true=pl.col("count").filter("positive").sum().cast(pl.Int64),
            all=pl.col("count").sum().cast(pl.Int64),
        )
        .sort(edge, descending=above)
        .with_columns(pl.col("true", "all").cum_sum())
    )
    told = counts.filter(pl.col("true") > 0).select(
        threshold=pl.col(edge),
        precision=pl.col("true") / pl.col("all"),
        recall=pl.col("true") / pl.col("true").max(),
    )
    step = (pl.col("recall") * _THRESHOLDS).floor()
    return told.group_by(step.alias("step"), maintain_order=True).agg(pl.all().first()).drop("step")


def _random(ablations: pl.DataFrame) -> pl.DataFrame:
    increase = pl.col("increase")
    return (
        ablations.filter(role="random")
        .group_by("ablation", maintain_order=True)
        .agg(neurons=pl.len(), low=increase.min(), middle=increase.median(), high=increase.max())
    )


def _ambiguous(ambiguous: pl.DataFrame) -> pl.DataFrame:
    sides = ambiguous.select("place", "token", "gap", "positive", "mean")
    inside, outside = (sides.filter(positive=side) for side in (True, False))
    both = inside.join(outside.select("place", outside="mean"), on="place", maintain_order="left")
    return both.select("token", "gap", "outside", inside="mean")


def _snippets(rows: pl.DataFrame) -> dict[str, tuple[Snippet, ...]]:
    found: dict[str, list[Snippet]] = {}
    # The best neuron of two features of a dataset has the same snippets twice.
    for row in rows.unique(["dataset", "place"], keep="first", maintain_order=True).iter_rows(named=True):
        found.setdefault(row["dataset"], []).append(_snippet(row))
    return {dataset: tuple(snippets) for dataset, snippets in found.items()}


def _snippet(row: Row) -> Snippet:
    values = row["values"]
    highest = max(values[row["peak"]], 1e-9)
    tokens = tuple(
        Token(text, value, min(1.0, max(0.0, value / highest)), place == row["peak"])
        for place, (text, value) in enumerate(zip(row["tokens"], values, strict=True))
    )
    return Snippet(row["document"], values[row["peak"]], tokens)
