"""Sentences of case studies, from small tables."""

from typing import Any

import polars as pl

from sparse_probing.study_findings import find_in_studies

MODEL: dict[str, Any] = {
    "model": "big",
    "parameters": 9,
    "dataset": "d",
    "feature": "fr",
    "layer": 3,
    "neuron": 609,
}


def said(name: str, *rows: dict[str, Any]) -> str:
    smaller = [{**row, "model": "small", "parameters": 1} for row in rows]
    (sentence,) = find_in_studies({name: pl.DataFrame([*smaller, *({**MODEL, **row} for row in rows)])})
    return sentence


def test_without_case_studies_nothing_is_said() -> None:
    assert find_in_studies({}) == []
    assert find_in_studies({"ngrams": pl.DataFrame(schema={"model": pl.String})}) == []


def test_an_ablation_stands_beside_the_median_of_random_neurons() -> None:
    own = {
        "role": "studied",
        "ablation": "mean",
        "positive": True,
        "increase": 0.25,
        "increase_low": 0.2,
        "increase_high": 0.3,
    }
    elsewhere = own | {"positive": False, "increase": 9.0}
    zero = own | {"ablation": "zero", "increase": 8.0}
    random = [own | {"role": "random", "increase": value} for value in (0.01, 0.02, 0.5)]
    sentence = said("context_ablations", zero, elsewhere, own, *random)
    assert "neuron 3.609 of big" in sentence
    assert "+0.2500 nats [+0.2000, +0.3000]" in sentence
    assert "3 matched random neurons by +0.0200" in sentence


def test_a_sum_is_compared_with_the_best_neuron_alone() -> None:
    rows = [
        {"feature": feature, "unit": unit, "roc_auc": auc}
        for feature, aucs in {"a": (0.6, 0.7, 0.9), "b": (0.8, 0.7, 0.75)}.items()
        for unit, auc in zip(("4", "5", "sum"), aucs, strict=True)
    ]
    assert "1 of 2 compound words" in said("superposition", *rows)
    assert "a gains most, from a ROC AUC of 0.70 to 0.90" in said("superposition", *rows)


def test_pairs_of_tokens_are_counted() -> None:
    rows = [{"serves": 4, "contexts": contexts} for contexts in (150, 50)]
    assert said("ngrams", *rows).startswith("2 different pairs of tokens make up the 200 highest")


def test_facts_are_finer_or_coarser() -> None:
    rows = [
        {"rank": 1, "reading": "finer"},
        {"rank": 1, "reading": "same"},
        {"rank": 2, "reading": "coarser"},
    ]
    assert "for 2 facts: 1 finer" in said("fact_neurons", *rows)
    assert "0 coarser" in said("fact_neurons", *rows)


def test_a_neuron_for_ends_of_sentences_stands_beside_random_ones() -> None:
    rows = [
        {"role": "studied", "roc_auc": 0.8},
        {"role": "random", "roc_auc": 0.9},
        {"role": "random", "roc_auc": 0.1},
    ]
    assert "with probability 0.80, as 1 of 2 random neurons" in said("sentence_end_logits", *rows)


def test_weights_are_told_of_the_first_and_last_layer() -> None:
    rows = [{"layer": layer, "p50": p50} for layer, p50 in ((0, -0.5), (1, -0.25), (2, -0.125))]
    assert "is -0.500 in layer 0 and -0.125 in layer 2" in said("weight_statistics", *rows)
