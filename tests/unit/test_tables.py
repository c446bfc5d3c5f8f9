import polars as pl
import pytest
from probe_table import UNIGRAM, neuron_table, probe_table

from sparse_probing.errors import UserError
from sparse_probing.tables import collect, flat, neuron_files, probe_files, single_neurons

PROBED = {"b": {"corpus": ["verb", "noun"]}, "a": {"corpus": ["verb", "noun"]}}
CHOICE = {"probed": PROBED, "methods": ["random", "dense"], "only": {}}


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


def test_a_method_is_asked_for_some_features_alone(tmp_path):
    write_all(tmp_path, CHOICE)
    files = probe_files(tmp_path, **CHOICE | {"only": {"dense": ["noun"]}})
    names = [(file.parent.name, file.stem) for file in files if "a" in file.parts]
    assert names == [("verb", "random"), ("noun", "random"), ("noun", "dense")]


def test_a_missing_file_is_named(tmp_path):
    write_all(tmp_path, CHOICE)
    (tmp_path / "a" / "corpus" / "noun" / "dense.parquet").unlink()
    with pytest.raises(UserError, match=r"a/corpus/noun/dense\.parquet: .* found none"):
        probe_files(tmp_path, **CHOICE)


def test_a_file_with_other_columns_is_named_with_the_difference(tmp_path):
    write_all(tmp_path, CHOICE, columns=["model", "layer", "k"])
    with pytest.raises(UserError, match=r"random\.parquet: expected the columns .*validation_f1"):
        collect(probe_files(tmp_path, **CHOICE))


def write_neurons(root, tables):
    """A file for each feature, with the rows given for it."""
    files = []
    for feature, rows in tables.items():
        file = root / f"{feature}.parquet"
        neuron_table(*({"feature": feature, **row} for row in rows)).write_parquet(file)
        files.append(file)
    return files


def test_neurons_are_ranked_on_validation_within_each_feature(tmp_path):
    files = write_neurons(
        tmp_path,
        {
            "verb": [
                {"layer": layer, "validation_f1": f1, "test_f1": 1 - f1}
                for layer, f1 in enumerate([0.3, 0.9, 0.6])
            ],
            "adjective": [{"layer": layer, "neuron": neuron} for layer, neuron in ((1, 2), (0, 9), (1, 0))],
        },
    )
    table = single_neurons(files, probes=probe_table())
    assert table.select("feature", "rank", "layer", "neuron").rows() == [
        ("verb", 1, 1, 7),
        ("verb", 2, 2, 7),
        ("verb", 3, 0, 7),
        ("adjective", 1, 0, 9),
        ("adjective", 2, 1, 0),
        ("adjective", 3, 1, 2),
    ]


def test_a_neuron_names_the_methods_that_choose_neurons_and_chose_it(tmp_path):
    files = write_neurons(tmp_path, {"verb": [{"neuron": 7}, {"neuron": 8}]})
    probes = probe_table(
        {"method": "mean_difference", "neurons": [7]},
        {"method": "adaptive_threshold", "neurons": [7]},
        {"method": "random", "neurons": [8]},
        {"method": "mean_difference", "k": 2, "neurons": [8, 3]},
        {"method": "mean_difference", "layer": 3, "neurons": [8]},
        UNIGRAM,
    )
    table = single_neurons(files, probes=probes)
    assert table.select("neuron", "methods").rows() == [
        (7, ["adaptive_threshold", "mean_difference"]),
        (8, []),
    ]


def test_a_file_of_neurons_with_other_columns_is_named(tmp_path):
    (file,) = write_neurons(tmp_path, {"verb": [{}]})
    pl.read_parquet(file).drop("p_value").write_parquet(file)
    with pytest.raises(UserError, match=r"verb\.parquet: expected the columns .*p_value"):
        single_neurons([file], probes=probe_table())


def test_a_missing_file_of_neurons_is_named(tmp_path):
    with pytest.raises(UserError, match=r"b/corpus/verb\.parquet: .* found none"):
        neuron_files(tmp_path, probed=PROBED)


def test_lists_are_joined_by_blanks_for_csv():
    table = pl.DataFrame({"name": ["x", "y"], "items": [[3, 1, 2], []]})
    assert flat(table).rows() == [("x", "3 1 2"), ("y", "")]
