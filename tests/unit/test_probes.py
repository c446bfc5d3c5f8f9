import dataclasses
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from sparse_probing.bootstrap import ClusterBootstrap, Interval
from sparse_probing.errors import UserError
from sparse_probing.evaluation import ProbeIdentity
from sparse_probing.methods import METHODS, MethodSettings
from sparse_probing.metrics import evaluate
from sparse_probing.probe_schema import SCHEMA
from sparse_probing.probes import fit_probes
from sparse_probing.splits import assign_splits
from sparse_probing.token_bags import TokenBags
from sparse_probing.unigram import fit_unigram_probe

IDENTITY = ProbeIdentity("toy", 12_345, "corpus", "syntax", "verb")
SETTINGS = MethodSettings(ks=(1, 2, 4, 64))
FIXED_RIDGE = MethodSettings(ks=(1, 2, 4), ridges=(1e-2,), draws=1)


def make_examples(rows=600, seed=0):
    rng = np.random.default_rng(seed)
    groups = pl.Series([f"group {i // 4}" for i in range(rows)])
    return pl.DataFrame(
        {
            "group": groups,
            "label": rng.random(rows) < 0.3,
            "split": assign_splits(groups, train=0.6, validation=0.2, test=0.2, seed=0),
        }
    )


def make_bags(examples, seed=2):
    """Each row is one of 30 tokens."""
    tokens = np.random.default_rng(seed).integers(30, size=examples.height)
    return TokenBags(tokens, np.ones_like(tokens))


def make_layers(examples, layers=(0, 3), neurons=8, seed=1):
    """Neuron 5 of every layer tells the label, with noise."""
    rng = np.random.default_rng(seed)
    made = []
    for layer in layers:
        x = rng.standard_normal((examples.height, neurons))
        x[:, 5] += 2 * examples["label"].to_numpy()
        made.append((layer, x.astype(np.float32)))
    return made


def garble(layers, examples, splits):
    rng = np.random.default_rng(9)
    rows = examples["split"].is_in(splits).to_numpy()
    garbled = [(layer, x.copy()) for layer, x in layers]
    for _, x in garbled:
        x[rows] = 10 * rng.standard_normal((rows.sum(), x.shape[1]))
    return garbled


def fit(examples, layers, method="adaptive_threshold", settings=SETTINGS, layer_count=4):
    return fit_probes(
        layers, examples, identity=IDENTITY, method=method, settings=settings, layer_count=layer_count
    )


@pytest.mark.parametrize("method", METHODS)
def test_a_row_for_each_layer_and_k_in_the_agreed_columns(method):
    examples = make_examples()
    table = fit(examples, make_layers(examples), method)
    ks = [8] if method == "dense" else [1, 2, 4]
    assert table.schema == SCHEMA
    assert list(table.select("layer", "k").iter_rows()) == [(layer, k) for layer in (0, 3) for k in ks]
    assert table["neurons"].list.len().to_list() == table["coefficients"].list.len().to_list() == ks * 2
    assert table["relative_depth"].unique().sort().to_list() == [0, 1]
    assert table.select("model", "parameters", "dataset", "category", "feature", "method").unique().row(
        0
    ) == (
        "toy",
        12_345,
        "corpus",
        "syntax",
        "verb",
        method,
    )


def test_the_columns_are_those_other_parts_read():
    about = ["model", "parameters", "dataset", "category", "feature", "method", "layer", "relative_depth"]
    probe = ["k", "neurons", "coefficients", "intercept", "iterations", "slope"]
    counts, decisions = ["positives", "negatives"], ["precision", "recall", "f1", "mcc"]
    metrics = [*counts, *decisions, "roc_auc", "average_precision", "log_loss"]
    proof = ["objective", "bound", "gap", "status", "nodes", "cuts"]
    measured = [f"{split}_{metric}" for split in ("train", "validation", "test") for metric in metrics]
    intervals = [
        f"test_{metric}_{end}"
        for metric in ("f1", "mcc", "roc_auc", "average_precision")
        for end in ("low", "high")
    ]
    calibration = ["test_brier", "test_reliability"]
    assert SCHEMA.names() == [*about, *probe, *measured, *intervals, *calibration, *proof]


def test_the_table_is_enough_to_score_again():
    examples = make_examples()
    layers = dict(make_layers(examples))
    for row in fit(examples, layers.items()).iter_rows(named=True):
        x = layers[row["layer"]][:, row["neurons"]].astype(np.float64)
        scores = x @ np.array(row["coefficients"]) + row["intercept"]
        for split in ("train", "validation", "test"):
            rows = (examples["split"] == split).to_numpy()
            expected = evaluate(examples["label"].to_numpy()[rows], scores[rows])
            assert {name: row[f"{split}_{name}"] for name in vars(expected)} == pytest.approx(vars(expected))
        test = (examples["split"] == "test").to_numpy()
        bootstrap = ClusterBootstrap(examples["group"].to_numpy()[test])
        draws = bootstrap.draws(examples["label"].to_numpy()[test], scores[test])
        for metric, values in vars(draws).items():
            interval = Interval.of(values)
            assert (row[f"test_{metric}_low"], row[f"test_{metric}_high"]) == (interval.low, interval.high)
            assert interval.low < row[f"test_{metric}"] < interval.high


def test_the_telling_neuron_is_found():
    examples = make_examples()
    table = fit(examples, make_layers(examples))
    assert table.filter(k=1)["neurons"].to_list() == [[5], [5]]
    assert table["test_f1"].min() > 0.6


@pytest.mark.parametrize("method", METHODS)
def test_test_rows_change_nothing_but_their_own_metrics(method):
    examples = make_examples()
    layers = make_layers(examples)
    clean = fit(examples, layers, method)
    garbled = fit(examples, garble(layers, examples, ["test"]), method)
    assert clean.select(pl.exclude("^test_.*$")).equals(garbled.select(pl.exclude("^test_.*$")))
    assert not clean["test_log_loss"].equals(garbled["test_log_loss"])


@pytest.mark.parametrize("method", METHODS)
def test_at_a_fixed_ridge_training_rows_alone_make_the_probe(method):
    examples = make_examples()
    layers = make_layers(examples)
    clean = fit(examples, layers, method, FIXED_RIDGE)
    garbled = fit(examples, garble(layers, examples, ["validation", "test"]), method, FIXED_RIDGE)
    columns = pl.col("^(k|neurons|coefficients|intercept|train_.*)$")
    assert clean.select(columns).equals(garbled.select(columns))
    assert not clean["validation_log_loss"].equals(garbled["validation_log_loss"])


@pytest.mark.parametrize(("loss", "missing"), [("logistic", False), ("squared", True), ("hinge", True)])
def test_margins_that_are_no_log_odds_have_no_probabilities(loss, missing):
    examples = make_examples()
    settings = dataclasses.replace(FIXED_RIDGE, loss=loss)
    table = fit(examples, make_layers(examples), "optimal", settings)
    measured = table.select(pl.col("^.*(_log_loss|_brier|_reliability)$"))
    assert measured.width == 5 and set(measured.null_count().row(0)) == {missing * table.height}
    assert table["test_f1"].null_count() == 0


def test_equal_arguments_give_equal_tables():
    examples = make_examples()
    layers = make_layers(examples)
    assert fit(examples, layers).equals(fit(examples, layers))


def test_a_model_of_one_layer_has_depth_zero():
    examples = make_examples()
    assert set(fit(examples, make_layers(examples, layers=(0,)), layer_count=1)["relative_depth"]) == {0}


def test_the_unigram_baseline_needs_no_activations():
    bags = make_bags(make_examples())
    examples = make_examples().with_columns(label=bags.ids % 10 == 7)
    table = fit_unigram_probe(examples, bags, identity=IDENTITY)
    assert table.schema == SCHEMA and table.height == 1
    row = table.row(0, named=True)
    assert row["method"] == "unigram" and row["test_f1"] == 1
    assert (row["layer"], row["relative_depth"], row["k"], row["intercept"]) == (None, None, None, None)
    assert row["neurons"] == row["coefficients"] == []


def test_the_unigram_baseline_learns_nothing_from_test_labels():
    examples = make_examples()
    flipped = examples.with_columns(label=pl.col("label") ^ (pl.col("split") == "test"))
    bags = make_bags(examples)
    tables = [fit_unigram_probe(given, bags, identity=IDENTITY) for given in (examples, flipped)]
    assert tables[0].select(pl.exclude("^test_.*$")).equals(tables[1].select(pl.exclude("^test_.*$")))


def test_tables_of_all_methods_can_be_stacked():
    examples = make_examples()
    unigram = fit_unigram_probe(examples, make_bags(examples), identity=IDENTITY)
    stacked = pl.concat([fit(examples, make_layers(examples)), unigram])
    assert stacked.height == 7


@pytest.mark.parametrize("label", [True, False])
def test_a_split_short_of_a_class_is_a_users_mistake(label):
    examples = make_examples()
    validation = pl.col("split") == "validation"
    rare = validation & (pl.col("label") == label)
    examples = examples.filter(~rare | (rare.cum_sum() <= 2))
    kind = "positive" if label else "negative"
    with pytest.raises(
        UserError, match=f"feature 'verb' of dataset 'corpus': 2 {kind} rows in split validation, at least 5"
    ):
        fit(examples, [])


def test_activations_that_are_not_finite_are_a_users_mistake():
    examples = make_examples()
    layers = make_layers(examples)
    layers[1][1][17, 2] = np.inf
    with pytest.raises(UserError, match="model 'toy' on dataset 'corpus', layer 3: expected finite"):
        fit(examples, layers)


def test_activations_of_other_rows_are_refused():
    examples = make_examples()
    with pytest.raises(ValueError, match="600 examples, found shape"):
        fit(examples, make_layers(examples.head(599)))


def test_a_probe_job_loads_no_heavy_library():
    scripts = Path(__file__).parents[2] / "scripts"
    code = "import sys, fit_probe, score_neurons; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=scripts
    )
    assert {"scipy", "sklearn", "snakemake", "torch", "transformers"}.isdisjoint(ran.stdout.split())
