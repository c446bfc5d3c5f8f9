"""Test F1 of features by kind of probe: on one neuron, on many, on all, and on tokens alone."""

import polars as pl

from sparse_probing.selection import best_layer

MANY_NEURONS = 16
"""How many neurons the second column allows."""


def scores_by_kind(probes: pl.DataFrame, method: str) -> tuple[pl.DataFrame, dict[str, str]]:
    """One row a feature of one model, of the layer chosen on validation; and the headings of its columns.

    probes: rows of the table of probes of one model. method: that of the sparse probes. Columns without data
    are left out.
    """
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
