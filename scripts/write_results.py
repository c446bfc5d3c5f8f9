"""Write docs/results.md from the tables of a run: python scripts/write_results.py TABLES_FOLDER PAGE."""

import argparse
from pathlib import Path

import polars as pl

from sparse_probing.confounds import SOLVED
from sparse_probing.markdown import markdown
from sparse_probing.selection import best_layer, largest_model, read_probes

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
    confounds = pl.read_parquet(arguments.tables / "confounds.parquet")
    sections = [INTRODUCTION, _languages(neurons), _categories(probes), _confounds(confounds)]
    arguments.page.write_text("\n".join(sections), encoding="utf-8")


def _languages(neurons: pl.DataFrame) -> str:
    best = neurons.filter(pl.col("category") == "natural_language", pl.col("rank") == 1)
    shown = best.select(
        "model",
        "parameters",
        pl.col("feature").alias("language"),
        pl.format("L{}.N{}", "layer", "neuron").alias("neuron"),
        pl.col("validation_f1").round(3).alias("validation F1"),
        _with_interval("test_f1").alias("test F1"),
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


def _confounds(confounds: pl.DataFrame) -> str:
    told = confounds.drop_nulls("solved_by_unigram")
    counts = (
        told.group_by("dataset", "model", "parameters", maintain_order=True)
        .agg(pl.col("solved_by_unigram").sum().alias("solved"), pl.len().alias("features"))
        .sort("dataset", "parameters")
    )
    model = largest_model(told)
    solved = told.filter(pl.col("model") == model, "solved_by_unigram").select(
        "dataset",
        "feature",
        _with_interval("unigram_f1").alias("unigram F1"),
        pl.col("best_f1").round(3).alias("best probe F1"),
        pl.col("unigram_share").round(3).alias("share"),
        pl.col("neuron_f1").round(3).alias("one neuron F1"),
    )
    explanation = (
        "A unigram knows which tokens stand in a row, and neither their order nor any activation. Where its "
        f"test F1 is\nat least {SOLVED:.0%} of that of the best probe, it solves the feature: a neuron that "
        "tells it says nothing about context.\n"
    )
    heading, features = "## Features that a unigram solves\n", f"Those of {model}:\n"
    return "\n".join([heading, explanation, _markdown(counts), features, _markdown(solved)])


def _with_interval(column: str) -> pl.Expr:
    """A score with its 95% interval."""
    return pl.format("{} [{}, {}]", *(pl.col(f"{column}{end}").round(3) for end in ("", "_low", "_high")))


def _markdown(table: pl.DataFrame) -> str:
    with pl.Config(thousands_separator=","):
        return f"{markdown(table)}\n"


if __name__ == "__main__":
    main()
