import numpy as np
import polars as pl
import pytest

from sparse_probing import ranking
from sparse_probing.candidates import LayerData
from sparse_probing.evaluation import ProbeIdentity
from sparse_probing.metrics import evaluate
from sparse_probing.neuron_schema import NEURON_SCHEMA
from sparse_probing.permutation import permuted_labels
from sparse_probing.single_neurons import find_neurons, score_layer
from sparse_probing.splits import assign_splits

IDENTITY = ProbeIdentity("toy", 12_345, "corpus", "syntax", "verb")


def make_examples(rows=1500, seed=0):
    rng = np.random.default_rng(seed)
    groups = pl.Series([f"group {i // 4}" for i in range(rows)])
    split = assign_splits(groups, train=0.6, validation=0.2, test=0.2, seed=0)
    return pl.DataFrame({"group": groups, "label": rng.random(rows) < 0.25, "split": split})


def noise(examples, neurons=100, seed=1):
    return np.random.default_rng(seed).standard_normal((examples.height, neurons)).astype(np.float32)


def find(examples, layers, **options):
    return find_neurons(layers, examples, identity=IDENTITY, layer_count=4, **options)


def planted(examples):
    """Neuron 40 of layer 1 rises with the label, neuron 60 of layer 3 falls with it, neuron 0 is dead."""
    y = examples["label"].to_numpy()
    layers = [(1, noise(examples, seed=1)), (3, noise(examples, seed=3))]
    layers[0][1][:, 40] += 2 * y
    layers[1][1][:, 60] -= 3 * y
    for _, x in layers:
        x[:, 0] = 0.3
    return layers


def test_planted_neurons_come_first_with_their_sign():
    examples = make_examples()
    table = find(examples, planted(examples), keep=5)
    assert table.schema == NEURON_SCHEMA and table.height == 10
    best = table.group_by("layer", maintain_order=True).first()
    assert best.select("layer", "relative_depth", "neuron", "sign").rows() == [
        (1, 1 / 3, 40, 1),
        (3, 1.0, 60, -1),
    ]
    assert (
        best["q_value"].max() < 1e-6
        and table.filter(~pl.col("neuron").is_in([40, 60]))["q_value"].min() > 0.05
    )


def rare_and_sure(examples):
    """Neuron 70 is huge on a third of the positives alone, as a few negatives make all others huge at times.

    Its mean difference, in standard deviations, is small because of one outlier; its decisions are not.
    """
    rng = np.random.default_rng(7)
    y = examples["label"].to_numpy()
    x = noise(examples)
    x[:, :30] += 0.55 * y[:, np.newaxis]
    x[:, 70] = 0.1 * x[:, 70] + np.where(y, 3 * (rng.random(y.size) < 0.8), 0)
    x[np.flatnonzero(~y)[:20], 70] = 60
    return x


def test_a_neuron_that_a_ranking_by_means_misses_is_found():
    examples = make_examples()
    x = rare_and_sure(examples)
    train = (examples["split"] == "train").to_numpy()
    ranked = ranking.mean_difference(x[train], examples["label"].to_numpy()[train])
    assert 70 not in ranking.top(ranked, 30)
    found = find(examples, [(0, x)], keep=1)
    assert found["neuron"].to_list() == [70] and found["test_f1"][0] > 0.75


def test_a_dead_neuron_is_never_kept():
    examples = make_examples()
    table = find(examples, planted(examples), keep=100)
    assert table.height == 198 and 0 not in table["neuron"]
    assert table.null_count().sum_horizontal()[0] == 0
    assert not table.select(pl.col(pl.Float64).is_nan().any()).row(0).count(True)


def test_the_scores_are_those_of_the_decisions_that_the_threshold_makes():
    examples = make_examples()
    layers = dict(planted(examples))
    labels = examples["label"].to_numpy()
    for row in find(examples, layers.items(), keep=3).iter_rows(named=True):
        x = layers[row["layer"]][:, row["neuron"]].astype(np.float64)
        for split in ("train", "validation", "test"):
            rows = (examples["split"] == split).to_numpy()
            expected = evaluate(labels[rows], row["sign"] * (x[rows] - row["threshold"]))
            for name in ("positives", "f1", "precision", "recall", "mcc", "roc_auc", "average_precision"):
                assert row[f"{split}_{name}"] == pytest.approx(getattr(expected, name)), name
        assert row["test_f1_low"] <= row["test_f1"] <= row["test_f1_high"]


def test_the_scores_of_a_layer_are_those_of_the_table():
    examples = make_examples()
    ((_, x), _) = planted(examples)
    train, validation = ((examples["split"] == name).to_numpy() for name in ("train", "validation"))
    y = examples["label"].to_numpy()
    data = LayerData(1, x[train], y[train], x[validation], y[validation])
    permuted = permuted_labels(y[train], examples["group"].filter(train), draws=64, seed=0)
    scores = score_layer(data, permuted)
    for row in find(examples, [(1, x)], keep=99).iter_rows(named=True):
        for name in ("f1", "precision", "recall", "mcc", "roc_auc", "average_precision"):
            assert getattr(scores, name)[row["neuron"]] == pytest.approx(row[f"validation_{name}"])
        assert scores.p_value[row["neuron"]] == row["p_value"]


def garble(x, examples, splits):
    garbled = x.copy()
    rows = examples["split"].is_in(splits).to_numpy()
    garbled[rows] = 10 * np.random.default_rng(9).standard_normal((rows.sum(), x.shape[1]))
    return garbled


def test_test_rows_choose_nothing():
    examples = make_examples()
    ((_, x), _) = planted(examples)
    clean, garbled = (find(examples, [(1, given)]) for given in (x, garble(x, examples, ["test"])))
    assert clean.select(pl.exclude("^test_.*$")).equals(garbled.select(pl.exclude("^test_.*$")))
    assert not clean["test_f1"].equals(garbled["test_f1"])


def test_signs_and_p_values_are_made_of_training_rows_alone():
    examples = make_examples()
    ((_, x), _) = planted(examples)
    told = ["neuron", "sign", "p_value", "q_value"]
    clean, garbled = (
        find(examples, [(1, given)], keep=100).select(told).sort("neuron")
        for given in (x, garble(x, examples, ["validation", "test"]))
    )
    assert clean.equals(garbled)


def test_in_noise_few_neurons_are_discoveries():
    examples = make_examples()
    table = find(examples, [(0, noise(examples, neurons=400))], keep=400)
    assert (table["p_value"] < 0.05).sum() == pytest.approx(20, abs=14)
    assert (table["q_value"] < 0.05).sum() <= 2


def test_q_values_count_the_neurons_of_all_layers():
    examples = make_examples()
    layers = planted(examples)
    alone = find(examples, layers[:1], keep=1)
    among = find(examples, [*layers, (2, noise(examples, neurons=800, seed=5))], keep=1)
    assert alone["p_value"][0] == among["p_value"][0]
    assert among["q_value"][0] > alone["q_value"][0]


def test_equal_arguments_give_equal_tables():
    examples = make_examples()
    assert find(examples, planted(examples)).equals(find(examples, planted(examples)))
