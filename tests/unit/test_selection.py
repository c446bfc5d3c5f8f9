import polars as pl
import pytest
from probe_table import UNIGRAM, probe_table

from sparse_probing.errors import UserError
from sparse_probing.selection import best_layer, largest_model, main_method, models_by_size, read_probes


def test_best_layer_is_chosen_on_validation_even_where_test_says_otherwise():
    probes = probe_table(
        {"layer": 0, "validation_f1": 0.6, "test_f1": 0.9},
        {"layer": 1, "validation_f1": 0.7, "test_f1": 0.1},
        {"layer": 2, "validation_f1": 0.5, "test_f1": 1.0},
    )
    assert best_layer(probes)["layer"].to_list() == [1]


def test_no_column_of_test_moves_the_choice():
    probes = probe_table(*({"layer": layer, "validation_f1": 0.5 + layer % 3 / 10} for layer in range(6)))
    test_columns = [name for name in probes.columns if name.startswith("test_")]
    shuffled = probes.with_columns(pl.col(test_columns).reverse() * 2)
    assert best_layer(shuffled)["layer"].equals(best_layer(probes)["layer"])


def test_ties_go_to_average_precision_then_to_the_lower_layer():
    probes = probe_table(
        {"layer": 3, "k": 1, "validation_average_precision": 0.8},
        {"layer": 2, "k": 1, "validation_average_precision": 0.9},
        {"layer": 1, "k": 1, "validation_average_precision": 0.9},
        {"layer": 5, "k": 2},
        {"layer": 4, "k": 2},
    )
    assert best_layer(probes)["layer"].to_list() == [1, 4]


def test_each_model_feature_method_and_k_has_its_own_best_layer_and_unigram_stays():
    rows = [
        {"model": model, "feature": feature, "method": method, "k": k, "layer": layer}
        for model in ("tiny", "big")
        for feature in ("verb", "adjective")
        for method in ("random", "dense")
        for layer in (0, 1)
        for k in (1, 2)
    ]
    best = best_layer(probe_table(*rows, UNIGRAM))
    assert best.height == 2 * 2 * 2 * 2 + 1
    assert best["feature"].unique(maintain_order=True).to_list() == ["verb", "adjective"]
    assert best["model"].unique(maintain_order=True).to_list() == ["tiny", "big", "small"]
    assert best["k"].to_list() == [1, 2] * 8 + [None]


@pytest.mark.parametrize(
    ("methods", "expected"),
    [
        (["dense", "mean_difference", "adaptive_threshold"], "adaptive_threshold"),
        (["random", "mean_difference", "dense"], "mean_difference"),
        (["majority", "mean_difference"], "mean_difference"),
    ],
)
def test_the_main_method_chooses_neurons(methods, expected):
    assert main_method(probe_table(*({"method": method} for method in methods))) == expected


def test_without_a_method_that_chooses_neurons_the_error_names_the_key():
    with pytest.raises(UserError, match=r"probing\.methods: expected .*, found dense, unigram"):
        main_method(probe_table({"method": "dense"}, UNIGRAM))


def test_models_are_in_order_of_size_and_of_the_table():
    probes = probe_table(
        {"model": "c", "parameters": 9},
        {"model": "b", "parameters": 5},
        {"model": "d", "parameters": 9},
        {"model": "a", "parameters": 5},
    )
    assert models_by_size(probes) == ["b", "a", "c", "d"]
    assert largest_model(probes) == "d"


def test_figures_read_probes_without_their_lists(tmp_path):
    probes = probe_table({}, UNIGRAM)
    probes.write_parquet(tmp_path / "probes.parquet")
    assert read_probes(tmp_path / "probes.parquet").equals(probes.drop("neurons", "coefficients"))
