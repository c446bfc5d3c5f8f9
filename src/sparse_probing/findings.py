"""What the tables say, in sentences: each number is computed, and a sentence without data is left out."""

import polars as pl

from sparse_probing.averages import neurons_needed
from sparse_probing.confounds import SOLVED
from sparse_probing.selection import (
    FEATURE,
    best_layer,
    largest_model,
    main_method,
    models_by_size,
    smallest_k,
)
from sparse_probing.wording import count, enumeration, neurons, two_digits, words

HIGH_F1 = 0.9
"""Test F1 from which a neuron is said to tell a feature."""


def find(probes: pl.DataFrame, single_neurons: pl.DataFrame, confounds: pl.DataFrame) -> list[str]:
    """The main findings, one sentence or two each.

    probes, single_neurons, confounds: the tables probes, neurons and confounds. Neurons and layers were
    chosen on validation; scores are of test.
    """
    best = best_layer(probes)
    model, method = largest_model(probes), main_method(probes)
    best_neurons = single_neurons.filter(pl.col("model") == model, pl.col("rank") == 1)
    in_model = best.filter(pl.col("model") == model)
    k = smallest_k(probes, method)
    sparse = in_model.filter(pl.col("method") == method, pl.col("k") == k)
    return [
        *_single_neurons(best_neurons),
        *_needed(in_model, method),
        *_against_baselines(sparse, in_model, k),
        *_solved(confounds.filter(pl.col("model") == model)),
        *_scaling(best.filter(pl.col("method") == method, pl.col("k") == k), models_by_size(probes), k),
        *_depth(best_neurons),
        *_shared(best_neurons),
        *_shrinkage(best_neurons),
    ]


def _single_neurons(best: pl.DataFrame) -> list[str]:
    if best.is_empty():
        return []
    counts = (
        best.group_by("category", maintain_order=True)
        .agg(high=(pl.col("test_f1") >= HIGH_F1).sum(), features=pl.len())
        .sort(pl.col("high") / pl.col("features"), descending=True, maintain_order=True)
    )
    model, total = best["model"][0], counts["high"].sum()
    top = best.sort("validation_f1", descending=True, maintain_order=True).row(0, named=True)
    example = (
        f"The clearest on validation is neuron {top['layer']}.{top['neuron']} for {top['feature']}, with "
        f"a test F1 of {two_digits(top['test_f1'])}."
    )
    if total == 0:
        return [f"No single neuron of {model} that was chosen reaches a test F1 of {HIGH_F1:.2f}. {example}"]
    parts = [
        f"{high} of {features} in {words(category)}"
        for category, high, features in counts.iter_rows()
        if high
    ]
    return [
        f"One neuron of {model} reaches a test F1 of {HIGH_F1:.2f} or more for {total} of "
        f"{count(best.height, 'feature')}: {enumeration(parts)}. {example}"
    ]


def _needed(in_model: pl.DataFrame, method: str) -> list[str]:
    needed = neurons_needed(in_model, method)
    if needed.is_empty():
        return []
    medians = (
        needed.group_by("category", maintain_order=True)
        .agg(pl.col("needed").median())
        .sort("needed", maintain_order=True)
    )
    typical = needed.select(pl.col("needed").median()).item()
    most_tried = in_model.filter(pl.col("method") == method).select(pl.col("k").max()).item()
    unreached = needed.filter(~pl.col("reached")).height
    sentence = f"The median feature needs {_at_most(typical, most_tried)} for 95% of the F1 of a dense probe"
    if medians.height > 1:
        (sparsest, low), (widest, high) = medians.row(0), medians.row(-1)
        sentence += f", from {_at_most(low, most_tried)} in {words(sparsest)}"
        sentence += f" to {_at_most(high, most_tried)} in {words(widest)}"
    if unreached:
        sentence += f"; {count(unreached, 'feature')} never came so far"
    return [sentence + "."]


def _at_most(needed: float, most_tried: int) -> str:
    """Numbers above the largest k stand for features that never came near the dense probe."""
    return f"more than {count(most_tried, 'neuron')}" if needed > most_tried else count(needed, "neuron")


def _against_baselines(sparse: pl.DataFrame, in_model: pl.DataFrame, k: int) -> list[str]:
    sentences = []
    for method, rival in (("unigram", "the tokens alone"), ("random", f"{neurons(k)} drawn at random")):
        baseline = in_model.filter(
            pl.col("method") == method, pl.col("k").is_null() | (pl.col("k") == k)
        ).select(*FEATURE, baseline="test_f1")
        both = sparse.join(baseline, on=FEATURE)
        if not both.is_empty():
            wins = both.filter(pl.col("test_f1") > pl.col("baseline")).height
            sentences.append(
                f"With {neurons(k)}, the test F1 is above that of {rival} for {wins} of "
                f"{count(both.height, 'feature')} (mean {_mean(both, 'test_f1')} against "
                f"{_mean(both, 'baseline')})."
            )
    return sentences


def _solved(in_model: pl.DataFrame) -> list[str]:
    told = in_model.drop_nulls("solved_by_unigram")
    if told.is_empty():
        return []
    solved = told["solved_by_unigram"].sum()
    return [
        f"A unigram reaches {SOLVED:.0%} of the best probe's test F1 for {solved} of "
        f"{count(told.height, 'feature')}: what can be read off a row's tokens says nothing about context."
    ]


def _scaling(sparse: pl.DataFrame, models: list[str], k: int) -> list[str]:
    if len(models) < 2:
        return []
    small, large = (sparse.filter(pl.col("model") == model) for model in (models[0], models[-1]))
    both = small.join(large, on=["dataset", "feature"], suffix="_large")
    if both.is_empty():
        return []
    better = both.filter(pl.col("test_f1_large") > pl.col("test_f1")).height
    return [
        f"From {models[0]} to {models[-1]}, the mean test F1 of {neurons(k)} goes from "
        f"{_mean(both, 'test_f1')} to {_mean(both, 'test_f1_large')}; it is higher in the larger model for "
        f"{better} of {count(both.height, 'feature')}."
    ]


def _depth(best: pl.DataFrame) -> list[str]:
    depths = (
        best.group_by("category", maintain_order=True)
        .agg(pl.col("relative_depth").median())
        .sort("relative_depth", maintain_order=True)
    )
    if depths.height < 2:
        return []
    (early, low), (late, high) = depths.row(0), depths.row(-1)
    if low == high:
        return []
    return [
        f"The best single neurons of {best['model'][0]} lie earliest for {words(early)} (median relative "
        f"depth {low:.2f}) and latest for {words(late)} ({high:.2f})."
    ]


def _shared(best: pl.DataFrame) -> list[str]:
    shared = (
        best.group_by("layer", "neuron", maintain_order=True)
        .agg("feature")
        .filter(pl.col("feature").list.len() > 1)
        .sort(pl.col("feature").list.len(), descending=True, maintain_order=True)
    )
    if shared.is_empty():
        return []
    layer, neuron, features = shared.row(0)
    verb = "is" if shared.height == 1 else "are each"
    return [
        f"{count(shared.height, 'neuron').capitalize()} of {best['model'][0]} {verb} the best one for "
        f"several features, {layer}.{neuron} for most: {enumeration(features)}."
    ]


def _shrinkage(best: pl.DataFrame) -> list[str]:
    if best.is_empty():
        return []
    return [
        f"The best single neurons of {best['model'][0]} have a mean F1 of {_mean(best, 'validation_f1')} on "
        f"validation, where they were chosen, and of {_mean(best, 'test_f1')} on test."
    ]


def _mean(frame: pl.DataFrame, column: str) -> str:
    return two_digits(frame.select(pl.col(column).mean()).item())
