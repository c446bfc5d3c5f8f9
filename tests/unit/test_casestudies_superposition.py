"""Planted superposition: weak neurons and their sum, bases, pruning, and how neurons are chosen."""

import numpy as np
import polars as pl
import pytest
from probe_table import probe_table

from sparse_probing.casestudies.bases import compare_bases, random_basis
from sparse_probing.casestudies.choice import (
    best_neurons,
    chosen_groups,
    of_features,
    random_others,
    shared_neurons,
)
from sparse_probing.casestudies.examples_of_layer import LayerExamples
from sparse_probing.casestudies.labels import F1, LOG_LOSS, NEURONS, RANDOM, SUM
from sparse_probing.casestudies.ngrams import draw_sequences, driving_pairs
from sparse_probing.casestudies.pruning import prune
from sparse_probing.casestudies.superposition import units_and_sum
from sparse_probing.casestudies.token_stream import TokenStream
from sparse_probing.settings.statistics import Bootstrap


def examples(shifts: list[float], count: int = 900, noise: int = 20) -> LayerExamples:
    """Neurons with the given shifts of their mean where the feature holds, then neurons without any."""
    generator = np.random.default_rng(0)
    labels = generator.random(count) < 0.3
    x = generator.normal(size=(count, len(shifts) + noise))
    x[:, : len(shifts)] += np.outer(labels, shifts)
    splits = np.array(["train", "validation", "test"])[np.arange(count) % 3]
    return LayerExamples(x.astype(np.float32), labels, splits, np.arange(count).astype(str))


def test_the_sum_of_weak_neurons_tells_more_than_each() -> None:
    planted = examples([1.0, -1.0, 1.0, 1.0, -1.0])
    units = units_and_sum(planted, np.arange(5), np.array([1, -1, 1, 1, -1]), bins=10)
    auc = dict(units.select("unit", "roc_auc").iter_rows())
    assert list(auc) == ["0", "1", "2", "3", "4", SUM]
    alone = [auc[str(neuron)] for neuron in range(5)]
    assert 0.65 < min(alone) <= max(alone) < 0.85
    # Five unit shifts in a sum of deviation sqrt(5): Phi(5 / sqrt(10)) = .943
    assert auc[SUM] == pytest.approx(0.943, abs=0.03)
    f1 = dict(units.select("unit", "f1").iter_rows())
    assert f1[SUM] > max(f1[str(neuron)] for neuron in range(5))
    shares = units.group_by("unit", "positive").agg(pl.col("share").sum())
    assert shares["share"].to_list() == pytest.approx([1.0] * 12)


def test_groups_are_the_probes_of_the_best_layer_with_the_nearest_k() -> None:
    probes = probe_table(
        {"feature": "a", "k": 4, "layer": 0, "f1": 0.9, "neurons": [1, 2, 3, 4]},
        {"feature": "a", "k": 4, "layer": 1, "f1": 0.8, "neurons": [5, 6, 7, 8]},
        {"feature": "a", "k": 8, "layer": 1, "f1": 1.0},
        {"feature": "a", "k": 64, "layer": 1, "f1": 1.0, "method": "dense"},
        {"feature": "b", "k": 4, "f1": 0.1},
        {"feature": "b", "k": 6, "f1": 0.1},
    )
    groups = chosen_groups(probes, k=5)
    assert groups.select("feature", "k", "layer").rows() == [("a", 4, 0), ("b", 6, 0)]


def test_pruning_takes_one_planted_neuron_after_the_other() -> None:
    planted = examples([3.0, 2.5, 2.0])
    steps = prune(planted, layer=0, method="mean_difference", k=1, drops=5, bootstrap=Bootstrap(draws=100))
    assert steps["step"].to_list() == [0, 1, 2, 3, 4, 5]
    assert steps["dropped"].to_list()[:4] == [None, 0, 1, 2]
    assert not set(steps["neurons"].explode().to_list()[3:]) & {0, 1, 2}
    f1 = steps["test_f1"].to_list()
    assert f1[0] > f1[1] > f1[2] > f1[3] + 0.2
    assert (steps["test_f1_low"] <= steps["test_f1"]).all()
    assert planted.x[:, 0].any()  # the caller's activations are untouched


def test_pruning_ends_where_no_neuron_is_left() -> None:
    steps = prune(
        examples([1.0], noise=2), layer=0, method="mean_difference", k=2, drops=9,
        bootstrap=Bootstrap(draws=100),
    )  # fmt: skip
    assert steps.height == 2


def test_random_bases_are_orthogonal_and_keep_lengths() -> None:
    basis = random_basis(30, np.random.default_rng(3))
    np.testing.assert_allclose(basis @ basis.T, np.eye(30), atol=1e-12)
    assert not np.allclose(np.abs(basis), np.eye(30), atol=0.5)


def test_a_planted_neuron_makes_the_basis_of_neurons_the_better_one() -> None:
    measured = compare_bases(examples([4.0]), bases=2, directions=5, ks=(1, 4), seed=0)
    assert measured.group_by("basis", "draw", "measure").len().height == 2 * 3
    best = measured.filter(measure=F1, at=1)
    neurons, *random = best.sort("basis", "draw")["value"]
    assert neurons > 0.95
    assert all(neurons > other + 0.1 for other in random)
    loss = measured.filter(measure=LOG_LOSS, at=1).group_by("basis").agg(pl.col("value").mean())
    loss_of = dict(loss.iter_rows())
    assert loss_of[NEURONS] < loss_of[RANDOM]


def test_a_planted_direction_across_neurons_is_no_privilege_of_neurons() -> None:
    """All neurons together, each a little: a random direction finds as much as a neuron."""
    spread = examples([0.5] * 20, noise=0)
    best = compare_bases(spread, bases=3, directions=1, ks=(1,), seed=0).filter(measure=F1)
    neurons, *random = best.sort("basis", "draw")["value"]
    assert max(random) > neurons - 0.05


def test_the_best_neurons_are_those_of_validation() -> None:
    neurons = pl.DataFrame(
        {
            "model": ["m", "m", "m", "m", "other"],
            "dataset": ["d", "d", "d", "e", "d"],
            "feature": ["a", "b", "c", "a", "b"],
            "rank": [1, 1, 1, 1, 1],
            "layer": [0, 1, 2, 3, 4],
            "neuron": [5, 6, 7, 8, 9],
            "validation_f1": [0.5, 0.7, 0.7, 0.99, 1.0],
            "test_f1": [1.0, 0.1, 0.2, 1.0, 1.0],
        }
    )
    among = [("d", name) for name in "abc"]
    assert best_neurons(neurons, model="m", among=among, count=2)["feature"].to_list() == ["b", "c"]
    assert best_neurons(neurons, model="m", among=among[:1], count=2)["neuron"].to_list() == [5]
    assert of_features(neurons, model="m", among=[("e", "a")])["neuron"].to_list() == [8]


def test_shared_neurons_are_early_and_serve_most_features() -> None:
    probes = probe_table(
        {"feature": "a", "layer": 0, "neurons": [1, 2], "k": 2},
        {"feature": "b", "layer": 0, "neurons": [2, 3], "k": 2},
        {"feature": "c", "layer": 0, "neurons": [2, 4, 5], "k": 3},
        {"feature": "a", "layer": 3, "neurons": [9, 2], "k": 2, "relative_depth": 1.0},
        {"feature": "b", "layer": 3, "neurons": [9, 2], "k": 2, "relative_depth": 1.0},
        {"feature": "a", "layer": 0, "neurons": [7], "k": 64, "method": "dense"},
    )
    found = shared_neurons(probes, model="small", max_depth=0.3, k=2, count=2)
    assert found.select("layer", "neuron", "serves", "features").rows()[0] == (0, 2, 2, "a, b")
    assert found.height == 2
    assert found["serves"].to_list() == [2, 1]


def test_random_others_leave_the_neuron_out() -> None:
    others = random_others(10, 4, count=5, seed=0)
    assert len(others) == 5
    assert 4 not in others
    assert random_others(3, 1, count=5, seed=0) == [0, 2]


def test_driving_pairs_are_grouped_by_the_token_before() -> None:
    """The neuron fires on 'x' after 'a' and after 'b', never after 'c'."""
    stream = TokenStream.of([[0, 3, 1, 3, 2, 3], [0, 3, 2, 3]])
    words = ["a", "b", "c", "x"]
    after = {(0, 3): 5.0, (1, 3): 7.0, (2, 3): 0.5}
    previous = np.concatenate([[-1], stream.ids[:-1]])
    values = np.array(
        [after.get((int(p), int(t)), 0.0) for p, t in zip(previous, stream.ids, strict=True)], np.float32
    )
    values[0] = 99.0  # a first token has none before it
    pairs = driving_pairs(stream, values, words, contexts=3)
    assert pairs.select("place", "previous", "token", "contexts").rows() == [
        (1, "a", "x", 2),
        (2, "b", "x", 1),
    ]
    assert pairs["top_mean"].to_list() == [5.0, 7.0]
    assert pairs["occurrences"].to_list() == [2, 1]


def test_sequences_are_drawn_by_their_documents() -> None:
    sequences = pl.DataFrame(
        {"sequence": range(40), "document": [f"d{n}" for n in range(40)], "tokens": [[n] for n in range(40)]}
    )
    drawn = draw_sequences(sequences, count=10, seed=0)
    assert len(drawn) == 10
    more = draw_sequences(sequences, count=20, seed=0)
    assert {tuple(t) for t in drawn} <= {tuple(t) for t in more}
