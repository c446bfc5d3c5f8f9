"""Write docs/results.md from the tables of a run: python scripts/write_results.py TABLES_FOLDER PAGE."""

import argparse
from pathlib import Path

import polars as pl

from sparse_probing.markdown import markdown
from sparse_probing.selection import best_layer, read_probes

INTRODUCTION = """\
# Results on real data

Written by `make real` from the tables of `workflow/experiments/real.yaml`; no number is typed by hand.
The layer, the neuron and the ridge are chosen on train and validation groups; test is read once.
Intervals are 95% cluster-bootstrap intervals over groups of documents.
"""


def main() -> None:
    """Read the tables, write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path)
    parser.add_argument("page", type=Path)
    arguments = parser.parse_args()
    probes = read_probes(arguments.tables / "probes.parquet")
    neurons = pl.read_parquet(arguments.tables / "neurons.parquet")
    sections = [INTRODUCTION, _languages(neurons), _categories(probes)]
    arguments.page.write_text("\n".join(sections), encoding="utf-8")


def _languages(neurons: pl.DataFrame) -> str:
    best = neurons.filter(pl.col("category") == "natural_language", pl.col("rank") == 1)
    shown = best.select(
        "model",
        "parameters",
        pl.col("feature").alias("language"),
        pl.format("L{}.N{}", "layer", "neuron").alias("neuron"),
        pl.col("validation_f1").round(3).alias("validation F1"),
        pl.format(
            "{} [{}, {}]", *(pl.col(c).round(3) for c in ("test_f1", "test_f1_low", "test_f1_high"))
        ).alias("test F1"),
        pl.col("test_precision").round(3).alias("precision"),
        pl.col("test_recall").round(3).alias("recall"),
    )
    return "## The best single neuron for each language\n\n" + _markdown(shown)


def _categories(probes: pl.DataFrame) -> str:
    best = best_layer(probes)
    columns = {
        "one neuron": (pl.col("method") == "adaptive_threshold") & (pl.col("k") == 1),
        "16 neurons": (pl.col("method") == "adaptive_threshold") & (pl.col("k") == 16),
        "16 random": (pl.col("method") == "random") & (pl.col("k") == 16),
        "all neurons": pl.col("method") == "dense",
        "tokens alone": pl.col("method") == "unigram",
    }
    keys = ["category", "model", "parameters"]
    table = best.select(keys).unique().sort("category", "parameters")
    for name, chosen in columns.items():
        means = best.filter(chosen).group_by(keys).agg(pl.col("test_f1").mean().round(3).alias(name))
        table = table.join(means, on=keys, how="left", maintain_order="left")
    counts = best.group_by(keys).agg(pl.col("feature").n_unique().alias("features"))
    table = table.join(counts, on=keys, how="left", maintain_order="left")
    return "## Mean test F1 by category\n\n" + _markdown(table)


def _markdown(table: pl.DataFrame) -> str:
    with pl.Config(thousands_separator=","):
        return f"{markdown(table)}\n"


if __name__ == "__main__":
    main()
