import polars as pl
import pytest
from probe_table import UNIGRAM, probe_table

from sparse_probing.errors import UserError
from sparse_probing.tables import collect, flat, probe_files, single_neurons

PROBED = {"b": {"corpus": ["verb", "noun"]}, "a": {"corpus": ["verb", "noun"]}}
CHOICE = {"probed": PROBED, "methods": ["random", "dense"]}


def write_all(root, choice, columns=None):
    for model, datasets in choice["probed"].items():
        for dataset, features in datasets.items():
            for feature in features:
                for method in choice["methods"]:
                    file = root / model / dataset / feature / f"{method}.parquet"
                    file.parent.mkdir(parents=True, exist_ok=True)
                    identity = {"model": model, "dataset": dataset, "feature": feature, "method": method}
                    table = probe_table(*({**identity, "layer": layer, "k": 1} for layer in (1, 0)))
                    table.select(columns or table.columns).write_parquet(file)


def test_all_files_are_collected_in_the_order_of_the_config_and_by_layer(tmp_path):
    write_all(tmp_path, CHOICE)
    table = collect(probe_files(tmp_path, **CHOICE))
    names = table.select("model", "feature", "method", "layer").rows()
    assert names == [
        (model, feature, method, layer)
        for model in ("b", "a")
        for feature in ("verb", "noun")
        for method in ("random", "dense")
        for layer in (0, 1)
    ]


def test_probes_that_the_config_no_longer_names_are_left_out(tmp_path):
    write_all(tmp_path, CHOICE)
    table = collect(probe_files(tmp_path, **CHOICE | {"probed": {"a": {"corpus": ["noun"]}}}))
    assert table.select("model", "feature").unique().rows() == [("a", "noun")]


def test_a_missing_file_is_named(tmp_path):
    write_all(tmp_path, CHOICE)
    (tmp_path / "a" / "corpus" / "noun" / "dense.parquet").unlink()
    with pytest.raises(UserError, match=r"a/corpus/noun/dense\.parquet: .* found none"):
        probe_files(tmp_path, **CHOICE)


def test_a_file_with_other_columns_is_named_with_the_difference(tmp_path):
    write_all(tmp_path, CHOICE, columns=["model", "layer", "k"])
    with pytest.raises(UserError, match=r"random\.parquet: expected the columns .*validation_f1"):
        collect(probe_files(tmp_path, **CHOICE))


def test_a_neuron_found_by_two_methods_is_one_row_with_both_methods_and_the_better_scores():
    probes = probe_table(
        {"method": "mean_difference", "validation_f1": 0.7, "test_f1": 0.2},
        {"method": "adaptive_threshold", "validation_f1": 0.8, "test_f1": 0.1},
    )
    neurons = single_neurons(probes)
    assert neurons["methods"].to_list() == [["adaptive_threshold", "mean_difference"]]
    assert neurons.select("neuron", "validation_f1", "test_f1", "rank").row(0) == (7, 0.8, 0.1, 1)


def test_only_single_neurons_that_a_method_chose_are_in_the_table():
    probes = probe_table(
        {"neurons": [1]},
        {"k": 2, "neurons": [2, 3]},
        {"method": "random", "neurons": [4]},
        {"method": "dense", "k": 3, "neurons": [5, 6, 7]},
        UNIGRAM,
    )
    assert single_neurons(probes)["neuron"].to_list() == [1]


def test_neurons_are_ranked_on_validation_within_each_feature():
    probes = probe_table(
        *({"feature": "verb", "layer": layer, "validation_f1": f1, "test_f1": 1 - f1}
          for layer, f1 in enumerate([0.3, 0.9, 0.6])),
        *({"feature": "adjective", "layer": layer, "validation_f1": 0.5} for layer in (1, 0)),
    )  # fmt: skip
    assert single_neurons(probes).select("feature", "rank", "layer").rows() == [
        ("verb", 1, 1),
        ("verb", 2, 2),
        ("verb", 3, 0),
        ("adjective", 1, 0),
        ("adjective", 2, 1),
    ]


def test_the_same_neuron_stands_once_for_each_feature_and_layer():
    probes = probe_table(
        *({"feature": feature, "layer": layer} for feature in ("a", "b") for layer in (0, 1) for _ in (0, 1))
    )
    assert single_neurons(probes).height == 4


def test_lists_are_joined_by_blanks_for_csv():
    table = pl.DataFrame({"name": ["x", "y"], "items": [[3, 1, 2], []]})
    assert flat(table).rows() == [("x", "3 1 2"), ("y", "")]
