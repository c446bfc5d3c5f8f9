"""Write docs/results.md from the tables of a run: python scripts/write_results.py RESULTS_FOLDER PAGE."""

import argparse
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from sparse_probing.confounds import SOLVED
from sparse_probing.markdown import markdown
from sparse_probing.report.links import neuron_page
from sparse_probing.selection import best_layer, largest_model, main_method, read_probes

SNIPPETS = 4
"""Snippets of a neuron."""
INTRODUCTION = """\
# Results on real data

Written by `make real` from the tables of `workflow/experiments/real.yaml`; no number is typed by hand.
The layer, the neuron and the ridge are chosen on train and validation groups; test is read once.
Intervals are 95% cluster-bootstrap intervals over groups of documents.
"""


def main() -> None:
    """Read the tables, write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", type=Path)
    parser.add_argument("page", type=Path)
    arguments = parser.parse_args()
    tables = arguments.results / "tables"
    probes = read_probes(tables / "probes.parquet")
    neurons = pl.read_parquet(tables / "neurons.parquet")
    confounds = pl.read_parquet(tables / "confounds.parquet")
    studies = arguments.results / "casestudies"
    ablations = pl.read_parquet(studies / "context_ablations.parquet")
    snippets = pl.read_parquet(studies / "neuron_snippets.parquet")
    sections = [
        INTRODUCTION,
        _languages(neurons),
        _ablations(ablations),
        _snippets(snippets, ablations, report=_way(arguments.page, arguments.results / "report")),
        _categories(probes),
        _confounds(confounds),
    ]
    arguments.page.write_text("\n".join(sections), encoding="utf-8")


def _way(page: Path, folder: Path) -> str:
    """How a link on `page` leads to `folder`."""
    return Path(os.path.relpath(folder, page.parent)).as_posix()


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


def _ablations(ablations: pl.DataFrame) -> str:
    key = ["model", "parameters", "feature", "layer", "neuron", "ablation"]
    own, others = ablations.filter("positive"), ablations.filter(~pl.col("positive"), role="studied")
    elsewhere = others.group_by(key).agg(
        ((pl.col("increase") * pl.col("tokens")).sum() / pl.col("tokens").sum()).alias("elsewhere")
    )
    random = own.filter(role="random").group_by(key).agg(pl.col("increase").median().alias("random"))
    table = (
        own.filter(role="studied")
        .join(elsewhere, on=key, how="left", maintain_order="left")
        .join(random, on=key, how="left", maintain_order="left")
        .select(
            "model",
            "feature",
            pl.format("L{}.N{}", "layer", "neuron").alias("neuron"),
            "ablation",
            pl.col("loss").round(3),
            _with_interval("increase", digits=4).alias("increase"),
            pl.col("elsewhere", "random").round(4),
        )
    )
    explanation = (
        "Loss of the next token in nats, in test documents of the feature: before, and its increase without"
        "\nthe neuron. Beside it the increase in documents of all other classes, and the median increase, in "
        "documents of the\nfeature, without one of the random neurons of the same layer that have a similar "
        "mean activation.\n"
    )
    return "\n".join(["## What models lose without context neurons\n", explanation, _markdown(table)])


def _snippets(snippets: pl.DataFrame, ablations: pl.DataFrame, *, report: str) -> str:
    model = largest_model(ablations)
    neurons = ablations.filter(model=model).select("feature", "layer", "neuron").unique(maintain_order=True)
    parts = [
        f"## Where context neurons of {model} are most active\n",
        "The token with the highest activation stands between arrows; links lead to the neuron's page in the "
        "report that\n`make real` builds. It is the mean over a document that tells the class: single tokens "
        "of other classes\ncan stand above it.\n",
    ]
    for feature, layer, neuron in neurons.iter_rows():
        told = snippets.filter(model=model, feature=feature, layer=layer, neuron=neuron)
        lines = [_snippet(row) for row in told.head(SNIPPETS).iter_rows(named=True)]
        link = f"[L{layer}.N{neuron}]({report}/{neuron_page(model, layer, neuron)})"
        parts.append("\n".join([f"{feature}, {link}:\n", "```", *lines, "```\n"]))
    return "\n".join(parts)


def _snippet(row: Mapping[str, Any]) -> str:
    tokens = [" ".join(text.split("\n")).replace("`", "'") for text in row["tokens"]]
    tokens[row["peak"]] = f"\N{RIGHTWARDS ARROW}{tokens[row['peak']]}\N{LEFTWARDS ARROW}"
    return f"{row['values'][row['peak']]:5.2f}  {''.join(tokens)}"


def _categories(probes: pl.DataFrame) -> str:
    best, sparse = best_layer(probes), pl.col("method") == main_method(probes)
    columns = {
        "one neuron": sparse & (pl.col("k") == 1),
        "16 neurons": sparse & (pl.col("k") == 16),
        "16 random": (pl.col("method") == "random") & (pl.col("k") == 16),
        "all neurons": pl.col("method") == "dense",
        "tokens alone": pl.col("method") == "unigram",
    }
    keys = ["category", "model", "parameters"]
    table = best.select(keys).unique().sort("category", "parameters")
    for name, chosen in columns.items():
        if best.filter(chosen).is_empty():  # a method that was not run
            continue
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


def _with_interval(column: str, *, digits: int = 3) -> pl.Expr:
    """A number with its 95% interval."""
    ends = (pl.col(f"{column}{end}").round(digits) for end in ("", "_low", "_high"))
    return pl.format("{} [{}, {}]", *ends)


def _markdown(table: pl.DataFrame) -> str:
    with pl.Config(thousands_separator=","):
        return f"{markdown(table)}\n"


if __name__ == "__main__":
    main()
