import pytest
from probe_table import MAJORITY, UNIGRAM, probe_table

from sparse_probing.confounds import SOLVED, tabulate_confounds

DENSE = {"method": "dense", "k": 64, "neurons": list(range(64))}


def confounds(*rows):
    return tabulate_confounds(probe_table(*rows)).to_dicts()


def test_each_kind_of_probe_is_chosen_on_validation_whatever_test_says():
    (row,) = confounds(
        {"layer": 0, "neurons": [3], "validation_f1": 0.7, "test_f1": 0.2},
        {"layer": 1, "neurons": [4], "validation_f1": 0.6, "test_f1": 0.9},
        {"method": "mean_difference", "k": 8, "validation_f1": 0.8, "test_f1": 0.3},
        {"k": 4, "validation_f1": 0.75, "test_f1": 1.0},
        DENSE | {"layer": 2, "validation_f1": 0.85, "test_f1": 0.5},
        DENSE | {"layer": 3, "validation_f1": 0.84, "test_f1": 0.95},
    )
    assert (row["neuron_f1"], row["layer"], row["neuron"]) == (0.2, 0, 3)
    assert (row["sparse_f1"], row["sparse_method"], row["sparse_k"]) == (0.3, "mean_difference", 8)
    assert (row["dense_f1"], row["best_f1"]) == (0.5, 0.5)


def test_the_best_probe_is_a_sparse_one_where_validation_prefers_it():
    (row,) = confounds({"k": 8, "validation_f1": 0.9, "test_f1": 0.6}, DENSE | {"f1": 0.8})
    assert row["best_f1"] == 0.6


@pytest.mark.parametrize(("f1", "solved"), [(0.59, False), (0.61, True), (0.9, True)])
def test_a_unigram_solves_a_feature_from_the_threshold_on(f1, solved):
    assert 0.59 < SOLVED * 0.64 < 0.61
    (row,) = confounds({"f1": 0.64}, UNIGRAM | {"f1": f1, "test_f1_low": 0.1, "test_f1_high": 0.95}, MAJORITY)
    assert row["unigram_share"] == pytest.approx(f1 / 0.64)
    assert row["solved_by_unigram"] is solved
    assert (row["unigram_f1"], row["unigram_f1_low"], row["unigram_f1_high"]) == (f1, 0.1, 0.95)


@pytest.mark.parametrize(("majority", "solved"), [(0.44, True), (0.45, False), (0.6, False)])
def test_a_feature_that_nothing_tells_is_not_solved(majority, solved):
    unigram = UNIGRAM | {"f1": 0.5, "test_f1_low": 0.45, "test_f1_high": 0.55}
    (row,) = confounds({"f1": 0.5}, unigram, MAJORITY | {"test_f1": majority})
    assert row["solved_by_unigram"] is solved


def test_random_neurons_are_no_probe_to_reach():
    (row,) = confounds({"f1": 0.4}, {"method": "random", "f1": 0.9}, UNIGRAM | {"f1": 0.4})
    assert row["best_f1"] == row["sparse_f1"] == row["neuron_f1"] == 0.4


def test_nothing_is_said_where_there_is_no_unigram_or_no_probe_that_tells_anything():
    without_unigram, hopeless = confounds(
        {"feature": "a"}, {"feature": "b", "f1": 0.0}, UNIGRAM | {"feature": "b", "f1": 0.3}
    )
    assert without_unigram["unigram_share"] is without_unigram["solved_by_unigram"] is None
    assert hopeless["unigram_share"] is hopeless["solved_by_unigram"] is None


def test_every_feature_of_every_model_has_one_row_in_the_order_of_the_table():
    rows = confounds(
        *({"model": model, "dataset": dataset, "feature": feature}
          for model in ("b", "a") for dataset in ("y", "x") for feature in ("verb", "noun")),
        MAJORITY | {"model": "b", "dataset": "y", "feature": "noun"},
    )  # fmt: skip
    assert [(row["model"], row["dataset"], row["feature"]) for row in rows] == [
        (model, dataset, feature)
        for model in ("b", "a") for dataset in ("y", "x") for feature in ("verb", "noun")
    ]  # fmt: skip
    assert [row["majority_f1"] for row in rows] == [None, 0.0] + [None] * 6
