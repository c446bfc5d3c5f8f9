"""What case studies say, in sentences: each number is computed, and a study without data is left out."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from sparse_probing.casestudies.labels import SUM
from sparse_probing.selection import largest_model
from sparse_probing.wording import count, two_digits, words


def find_in_studies(studies: Mapping[str, pl.DataFrame]) -> list[str]:
    """One sentence or two for each kind of case study, of the largest model that it covers.

    studies: tables of case studies by name.
    """
    sentences = {
        "context_ablations": _ablation,
        "superposition": _superposition,
        "ngrams": _ngrams,
        "fact_neurons": _facts,
        "sentence_end_logits": _sentence_ends,
        "weight_statistics": _weights,
    }
    return [
        say(table.filter(model=largest_model(table)))
        for name, say in sentences.items()
        if (table := studies.get(name)) is not None and not table.is_empty()
    ]


def _ablation(table: pl.DataFrame) -> str:
    mean = table.filter(ablation="mean", positive=True)
    best = mean.filter(role="studied").row(0, named=True)  # the table begins with the best on validation
    others = mean.filter(role="random", feature=best["feature"], dataset=best["dataset"])
    sentence = (
        f"With neuron {_name(best)} of {best['model']} held at its mean, the loss of the next token in "
        f"documents of {words(best['feature'])} changes by {best['increase']:+.4f} nats "
        f"[{best['increase_low']:+.4f}, {best['increase_high']:+.4f}]"
    )
    if others.is_empty():
        return f"{sentence}."
    median = others.select(pl.col("increase").median()).item()
    return f"{sentence}; with {count(others.height, 'matched random neuron')} by {median:+.4f} in the median."


def _superposition(table: pl.DataFrame) -> str:
    units = table.select("dataset", "feature", "unit", "roc_auc").unique(maintain_order=True)
    compared = units.group_by("dataset", "feature", maintain_order=True).agg(
        together=pl.col("roc_auc").filter(pl.col("unit") == SUM).max(),
        alone=pl.col("roc_auc").filter(pl.col("unit") != SUM).max(),
    )
    gain = pl.col("together") - pl.col("alone")
    feature, together, alone = compared.sort(gain, descending=True).row(0)[1:]
    ahead = compared.filter(gain > 0).height
    return (
        f"The sum of a few neurons of {table['model'][0]} tells {ahead} of "
        f"{count(compared.height, 'compound word')} better than the best of them alone; {words(feature)} "
        f"gains most, from a ROC AUC of {two_digits(alone)} to {two_digits(together)}."
    )


def _ngrams(table: pl.DataFrame) -> str:
    pairs = table.group_by("layer", "neuron", "serves", maintain_order=True).agg(
        pairs=pl.len(), contexts=pl.col("contexts").sum()
    )
    first = pairs.row(0, named=True)
    return (
        f"{count(first['pairs'], 'different pair')} of tokens make up the {first['contexts']:,} highest "
        f"activations of the early neuron {_name(first)} of {table['model'][0]}, which serves "
        f"{count(first['serves'], 'feature')}."
    )


def _facts(table: pl.DataFrame) -> str:
    best = table.filter(rank=1)
    finer, coarser = (best.filter(reading=reading).height for reading in ("finer", "coarser"))
    return (
        f"Best neurons of {table['model'][0]} for {count(best.height, 'fact')}: {finer} finer "
        f"than the fact (precision far above recall), {coarser} coarser."
    )


def _sentence_ends(table: pl.DataFrame) -> str:
    studied = table.filter(role="studied").row(0, named=True)
    random = table.filter(role="random", dataset=studied["dataset"], feature=studied["feature"])
    beyond = random.filter(pl.col("roc_auc") >= studied["roc_auc"]).height
    return (
        f"By its direct effect on logits, neuron {_name(studied)} of {studied['model']} for ends of "
        f"sentences puts a token with a capital before one without with probability "
        f"{two_digits(studied['roc_auc'])}, as {beyond} of {count(random.height, 'random neuron')} of its "
        f"layer do or more."
    )


def _weights(table: pl.DataFrame) -> str:
    first, last = (table.sort("layer").row(at, named=True) for at in (0, -1))
    return (
        f"The median of |W_in| b_in in {table['model'][0]} is {first['p50']:.3f} in layer {first['layer']} "
        f"and {last['p50']:.3f} in layer {last['layer']}."
    )


def _name(row: Mapping[str, Any]) -> str:
    return f"{row['layer']}.{row['neuron']}"
