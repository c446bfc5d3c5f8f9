import numpy as np
import polars as pl
import pytest
from probe_table import neurons_of, probe_table

from sparse_probing.errors import UserError
from sparse_probing.evaluation import ProbeIdentity
from sparse_probing.methods import MethodSettings
from sparse_probing.probes import fit_probes
from sparse_probing.published import SCHEMA, beside_our_best, check_neurons, score_neurons
from sparse_probing.settings.published import PublishedNeuron
from sparse_probing.splits import assign_splits

IDENTITY = ProbeIdentity("toy", 12_345, "corpus", "syntax", "verb")
SETTINGS = MethodSettings(ks=(1, 2, 8))
STRENGTHS = (0.0, 0.5, 3.0, 1.0, 0.2, 2.0)


def published(layer, neuron, **values):
    names = {"model": "toy", "dataset": "corpus", "feature": "verb"}
    return PublishedNeuron(**{**names, "layer": layer, "neuron": neuron, "source": "a paper", **values})


@pytest.fixture(scope="module")
def planted():
    """Examples, and two layers of six neurons that tell the label as strongly as STRENGTHS say."""
    rng = np.random.default_rng(0)
    groups = pl.Series([f"group {row // 4}" for row in range(800)])
    labels = rng.random(800) < 0.3
    splits = assign_splits(groups, train=0.6, validation=0.2, test=0.2, seed=0)
    noise = rng.standard_normal((2, 800, 6))
    layers = [(layer, noise[place] + labels[:, None] * STRENGTHS) for place, layer in enumerate((1, 4))]
    return layers, pl.DataFrame({"group": groups, "label": labels, "split": splits})


def score(planted, neurons):
    layers, examples = planted
    lie_in = {neuron.layer for neuron in neurons}
    chosen = [(layer, x) for layer, x in layers if layer in lie_in]
    return score_neurons(chosen, examples, neurons, identity=IDENTITY, settings=SETTINGS)


def test_a_neuron_ranks_where_mean_difference_puts_it(planted):
    table = score(planted, [published(1, neuron) for neuron in range(6)])
    by_strength = np.argsort(-np.array(STRENGTHS))
    assert table.sort("rank")["neuron"].to_list() == by_strength.tolist()
    assert table["rank"].sort().to_list() == [1, 2, 3, 4, 5, 6]


def test_the_neuron_that_mean_difference_chooses_scores_as_its_probe(planted):
    layers, examples = planted
    ours = fit_probes(
        layers, examples, identity=IDENTITY, method="mean_difference", settings=SETTINGS, layer_count=5
    ).filter(k=1)
    assert ours["neurons"].to_list() == [[2], [2]]
    theirs = score(planted, [published(1, 2), published(4, 2)])
    for name in ("validation_f1", "test_f1", "test_f1_low", "test_f1_high", "test_precision", "test_recall"):
        assert theirs[name].to_list() == pytest.approx(ours[name].to_list())


def test_a_neuron_that_knows_nothing_scores_like_it(planted):
    table = score(planted, [published(4, 0), published(4, 2)])
    useless, good = table["test_f1"]
    assert useless < 0.5 < 0.8 < good


def test_each_neuron_keeps_what_was_published_of_it(planted):
    neurons = [published(4, 3, published_f1=0.75), published(1, 5, source="another paper")]
    table = score(planted, neurons)
    assert table.schema == SCHEMA
    assert table.select("layer", "neuron", "published_f1", "source").rows() == [
        (1, 5, None, "another paper"),
        (4, 3, 0.75, "a paper"),
    ]


@pytest.mark.parametrize(
    ("layer", "neuron", "problem"),
    [(2, 0, "'toy' has layers up to 1, found 2"), (1, 6, "'toy' has neurons up to 5, found 6")],
)
def test_a_neuron_that_the_model_does_not_have_is_a_users_mistake(layer, neuron, problem):
    place = rf"published_neurons\.csv: neuron {layer}\.{neuron} for verb of corpus: "
    with pytest.raises(UserError, match=place + problem):
        check_neurons([published(layer, neuron)], model="toy", layers=(0, 1), width=6)


def test_our_best_neurons_are_those_that_validation_chose():
    ours = neurons_of(
        probe_table(
            {"model": "toy", "layer": 1, "neurons": [7], "validation_f1": 0.6, "test_f1": 0.9},
            {"model": "toy", "layer": 4, "neurons": [8], "validation_f1": 0.8, "test_f1": 0.5},
            {"model": "toy", "feature": "noun", "layer": 4, "neurons": [9], "f1": 1.0},
        )
    )
    theirs = pl.DataFrame(
        [{"model": "toy", "dataset": "corpus", "feature": "verb", "layer": layer} for layer in (4, 1)],
        schema_overrides={"layer": pl.UInt32},
    )
    best = ["layer_best_neuron", "layer_best_f1", "best_layer", "best_neuron", "best_f1"]
    assert beside_our_best(theirs, ours).select("layer", *best).rows() == [
        (4, 8, 0.5, 4, 8, 0.5),
        (1, 7, 0.9, 4, 8, 0.5),
    ]


def test_where_no_neuron_of_a_feature_is_known_there_is_none_beside():
    ours = neurons_of(probe_table({"feature": "noun"}))
    theirs = pl.DataFrame(
        {"model": "small", "dataset": "corpus", "feature": "verb", "layer": 0},
        schema_overrides={"layer": pl.UInt32},
    )
    assert beside_our_best(theirs, ours)["best_f1"].to_list() == [None]
