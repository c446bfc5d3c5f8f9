"""Interactive charts: a twin of each figure, from the numbers beside it, and those of categories."""

from collections.abc import Callable, Mapping

import altair as alt
import polars as pl

from sparse_probing.report.vega import (
    Drawn,
    Spec,
    bars,
    base,
    boxes,
    f1_axis,
    faded,
    k_axis,
    lines,
    spec,
    tooltip,
)


def chart(figure: str, numbers: pl.DataFrame) -> Spec | None:
    """The interactive twin of a figure, from the numbers beside it; None for one that has no twin."""
    if figure not in CHARTS or numbers.is_empty():
        return None
    return spec(CHARTS[figure](numbers))


def _sparsity(numbers: pl.DataFrame) -> Drawn:
    named = numbers.filter(pl.col("k").is_not_null()).with_columns(
        probe=pl.format("{}, {}", "model", pl.col("line").replace({"sparse": "sparse probe", "dense": "all"}))
    )
    told = ("probe:N", "k:Q", "test_f1:Q", "low:Q", "high:Q", "features:Q")
    return lines(named, k_axis(), f1_axis("test_f1", "Mean test F1"), "probe", choose="category", told=told)


def _scaling(numbers: pl.DataFrame) -> Drawn:
    x = alt.X("parameters:Q", title="Parameters", scale=alt.Scale(type="log", nice=False))
    told = ("category:N", "model:N", "k:Q", "test_f1:Q", "low:Q", "high:Q", "needed:Q", "features:Q")
    return lines(numbers, x, f1_axis("test_f1", "Mean test F1"), "category", told=told)


def _methods(numbers: pl.DataFrame) -> Drawn:
    told = ("method:N", "k:Q", "test_f1:Q", "low:Q", "high:Q", "features:Q")
    y = f1_axis("test_f1", "Mean test F1")
    return lines(numbers, k_axis(), y, "method", choose="category", band=("low", "high"), told=told)


def _emergence(numbers: pl.DataFrame) -> Drawn:
    x = alt.X("parameters:Q", title="Parameters", scale=alt.Scale(type="log", nice=False))
    told = ("feature:N", "model:N", "layer:O", "neuron:O", "test_f1:Q", "test_f1_low:Q", "test_f1_high:Q")
    return lines(
        numbers,
        x,
        f1_axis("test_f1", "Test F1 of the best neuron"),
        "feature",
        choose="category",
        told=told,
    )


def _training(numbers: pl.DataFrame) -> Drawn:
    y = alt.Y("validation_loss:Q", title="Loss (nats a token)", scale=alt.Scale(zero=False))
    told = ("model:N", "step:Q", "train_loss:Q", "validation_loss:Q")
    return lines(numbers, alt.X("step:Q", title="Step"), y, "model", told=told)


def _overlap(numbers: pl.DataFrame) -> Drawn:
    y = alt.Y("per_neuron:Q", title="Features a neuron", scale=alt.Scale(zero=False))
    told = ("model:N", "layer:O", "features:Q", "neurons:Q", "per_neuron:Q", "most:Q")
    return lines(numbers, alt.X("relative_depth:Q", title="Relative depth"), y, "model", told=told)


def _weights(numbers: pl.DataFrame) -> Drawn:
    y, x = alt.Y("p50:Q", title="Median of |W_in| b_in"), alt.X("relative_depth:Q", title="Relative depth")
    told = ("model:N", "layer:O", "p05:Q", "p25:Q", "p50:Q", "p75:Q", "p95:Q")
    return lines(numbers, x, y, "model", band=("p25", "p75"), told=told)


def _pruning(numbers: pl.DataFrame) -> Drawn:
    x = alt.X("step:Q", title="Neurons dropped")
    told = ("model:N", "layer:O", "step:Q", "dropped:O", "test_f1:Q", "test_f1_low:Q", "test_f1_high:Q")
    band = ("test_f1_low", "test_f1_high")
    return lines(numbers, x, f1_axis("test_f1", "Test F1"), "model", choose="feature", band=band, told=told)


def _bases(numbers: pl.DataFrame) -> Drawn:
    x, y = alt.X("at:Q", title="Rank, or number of directions"), alt.Y("value:Q", title="F1, or log loss")
    told = ("basis:N", "at:Q", "value:Q", "low:Q", "high:Q", "features:Q")
    return lines(numbers, x, y, "basis", choose="measure", band=("low", "high"), told=told)


def _depth(numbers: pl.DataFrame) -> Drawn:
    return (
        base(numbers, choose="category")
        .mark_rect()
        .encode(
            x=alt.X("k:O", title="Neurons in the probe"),
            y=alt.Y("layer:O", title="Layer"),
            color=alt.Color("test_f1:Q", title="Mean test F1", scale=alt.Scale(scheme="viridis")),
            tooltip=tooltip("layer:O", "k:O", "validation_f1:Q", "test_f1:Q", "features:Q"),
        )
    )


def _layers(numbers: pl.DataFrame) -> Drawn:
    picked, opacity = faded("model")
    return (
        base(numbers)
        .mark_point(filled=True, size=60)
        .encode(
            x=alt.X("relative_depth:Q", title="Relative depth of the best layer"),
            y=alt.Y("category:N", title=None),
            yOffset="model:N",
            color="model:N",
            shape=alt.Shape("model:N", legend=None),
            opacity=opacity,
            tooltip=tooltip("feature:N", "model:N", "layer:O", "relative_depth:Q", "test_f1:Q"),
        )
        .add_params(picked)
    )


def _documents(numbers: pl.DataFrame) -> Drawn:
    return (
        base(numbers, choose="feature")
        .mark_point(filled=True, size=35, opacity=0.6)
        .encode(
            x=alt.X("mean:Q", title="Mean activation of a document"),
            y=alt.Y("maximum:Q", title="Maximum activation"),
            color=alt.Color("positive:N", title="feature holds"),
            shape=alt.Shape("positive:N", legend=None),
            tooltip=tooltip("document:N", "class:N", "mean:Q", "maximum:Q"),
        )
    )


def _histograms(numbers: pl.DataFrame) -> Drawn:
    return bars(numbers, choose="feature")


def _ablations(numbers: pl.DataFrame) -> Drawn:
    drawn = base(numbers.filter(role="studied"), choose="feature").encode(
        y=alt.Y("class:N", title=None, sort=None), yOffset="ablation:N", color="ablation:N"
    )
    title = "Increase of the loss of the next token (%)"
    points = drawn.mark_point(filled=True, size=50).encode(
        x=alt.X("change:Q", title=title),
        shape=alt.Shape("ablation:N", legend=None),
        tooltip=tooltip(
            "class:N", "ablation:N", "change:Q", "change_low:Q", "change_high:Q", "documents:Q", "tokens:Q"
        ),
    )
    intervals = drawn.mark_rule().encode(x=alt.X("change_low:Q", title=title), x2="change_high:Q")
    return alt.layer(intervals, points)


def _superposition(numbers: pl.DataFrame) -> Drawn:
    named = numbers.with_columns(
        shown=pl.format("{}: {} (ROC AUC {})", "feature", "unit", pl.col("roc_auc").round(2))
    )
    return bars(named, choose="shown")


def _sentence_ends(numbers: pl.DataFrame) -> Drawn:
    named = numbers.with_columns(shown=pl.format("{}, neuron {}.{}", "quantity", "layer", "neuron"))
    return bars(named, choose="shown", of="group", title="")


def _ambiguous(numbers: pl.DataFrame) -> Drawn:
    return boxes(_placed(numbers, pl.col("token")), "shown", "positive", title="feature holds")


def _fact_activations(numbers: pl.DataFrame) -> Drawn:
    return boxes(numbers, "class", "holds", title="feature holds")


def _facts(numbers: pl.DataFrame) -> Drawn:
    picked, opacity = faded("feature")
    return (
        base(numbers)
        .mark_point(filled=True, size=70)
        .encode(
            x=alt.X("test_recall:Q", title="Test recall"),
            y=alt.Y("test_precision:Q", title="Test precision"),
            color="feature:N",
            opacity=opacity,
            tooltip=tooltip(
                "feature:N", "layer:O", "neuron:O", "rank:O", "test_precision:Q", "test_recall:Q", "reading:N"
            ),
        )
        .add_params(picked)
    )


def _ngrams(numbers: pl.DataFrame) -> Drawn:
    pair = pl.format("{}|{}", "previous", "token")
    named = _placed(numbers, pair).with_columns(unit=pl.format("neuron {}.{}", "layer", "neuron"))
    return (
        base(named, choose="unit")
        .mark_bar()
        .encode(
            x=alt.X("top_mean:Q", title="Mean activation in the top contexts"),
            y=alt.Y("shown:N", title=None, sort=None),
            tooltip=tooltip("shown:N", "contexts:Q", "top_mean:Q", "occurrences:Q", "mean:Q"),
        )
    )


def _placed(numbers: pl.DataFrame, text: pl.Expr) -> pl.DataFrame:
    """With the column `shown`: a text after its place, as several tokens may have the same text."""
    return numbers.with_columns(shown=pl.format("{}. {}", "place", text))


def features_by_k(sparse: pl.DataFrame) -> Drawn:
    """Test F1 against k, a line a feature: rows of the table of probes, of the best layer."""
    told = ("name:N", "k:Q", "layer:O", "test_f1:Q", "test_f1_low:Q", "test_f1_high:Q")
    numbers = _named(sparse).select("name", "k", "layer", "test_f1", "test_f1_low", "test_f1_high")
    return lines(numbers, k_axis(), f1_axis("test_f1", "Test F1"), "name", told=told)


def features_by_layer(probes: pl.DataFrame, k: int) -> Drawn:
    """Validation F1 of probes on k neurons by layer, a line a feature: rows of the table of probes."""
    numbers = _named(probes).select("name", "layer", "validation_f1", "test_f1")
    told = ("name:N", "layer:O", "validation_f1:Q", "test_f1:Q")
    x = alt.X("layer:O", title=f"Layer (k = {k})", axis=alt.Axis(labelAngle=0))
    return lines(numbers, x, f1_axis("validation_f1", "Validation F1"), "name", told=told)


def _named(probes: pl.DataFrame) -> pl.DataFrame:
    """With the column `name`: the feature, and its dataset where there are several."""
    several = probes["dataset"].n_unique() > 1
    name = pl.format("{} ({})", "feature", "dataset") if several else pl.col("feature")
    return probes.with_columns(name=name)


CHARTS: Mapping[str, Callable[[pl.DataFrame], Drawn]] = {
    "sparsity": _sparsity,
    "scaling": _scaling,
    "depth": _depth,
    "methods": _methods,
    "emergence": _emergence,
    "layers": _layers,
    "overlap": _overlap,
    "training": _training,
    "weight_statistics": _weights,
    "context_documents": _documents,
    "context_ambiguous": _ambiguous,
    "context_histograms": _histograms,
    "context_ablations": _ablations,
    "ngrams": _ngrams,
    "superposition": _superposition,
    "pruning": _pruning,
    "bases": _bases,
    "fact_activations": _fact_activations,
    "fact_neurons": _facts,
    "sentence_ends": _sentence_ends,
}
"""Figures that have an interactive twin."""
