from dataclasses import asdict

import numpy as np
import pytest
from probe_table import UNIGRAM, probe_table

from sparse_probing.majority import majority
from sparse_probing.metrics import evaluate
from sparse_probing.probe_schema import SCHEMA

RARE = {"train": (30, 90), "validation": (8, 17), "test": (11, 31)}
FREQUENT = {"train": (70, 30), "validation": (5, 20), "test": (9, 3)}


def counted(counts):
    """Columns of a row with the given (positives, negatives) of each split."""
    return {
        f"{split}_{kind}": number
        for split, numbers in counts.items()
        for kind, number in zip(("positives", "negatives"), numbers, strict=True)
    }


@pytest.mark.parametrize("counts", [RARE, FREQUENT, {**RARE, "train": (25, 25)}])
def test_it_equals_the_metrics_of_one_score_for_all_rows(counts):
    row = majority(probe_table(counted(counts))).row(0, named=True)
    base_rate = counts["train"][0] / sum(counts["train"])
    for split, (positives, negatives) in counts.items():
        labels = np.repeat([True, False], [positives, negatives])
        scores = np.full(labels.size, np.log(base_rate / (1 - base_rate)))
        expected = asdict(evaluate(labels, scores))
        assert {name: row[f"{split}_{name}"] for name in expected} == pytest.approx(expected)


def test_every_feature_of_every_model_has_one_row_of_the_same_columns():
    probes = probe_table(
        *({"model": model, "feature": feature, "k": k}
          for model in ("b", "a") for feature in ("verb", "noun") for k in (1, 2)),
        UNIGRAM | {"model": "c"},
    )  # fmt: skip
    baseline = majority(probes)
    assert baseline.schema == SCHEMA
    assert baseline.select("model", "feature").rows() == [
        ("b", "verb"), ("b", "noun"), ("a", "verb"), ("a", "noun"), ("c", "verb")
    ]  # fmt: skip
    assert set(baseline["method"]) == {"majority"}


def test_it_has_no_layer_no_neurons_and_no_interval():
    row = majority(probe_table({})).row(0, named=True)
    absent = ("layer", "relative_depth", "k", "test_f1_low", "test_f1_high")
    assert [row[name] for name in absent] == [None] * 5
    assert row["neurons"] == row["coefficients"] == []
