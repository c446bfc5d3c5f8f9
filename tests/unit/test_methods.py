import dataclasses
import itertools

import numpy as np
import pytest
from sklearn.linear_model import Ridge
from sklearn.svm import SVC

from sparse_probing import ranking
from sparse_probing.candidates import LayerData
from sparse_probing.logistic import balanced_weights, fit_logistic
from sparse_probing.methods import METHODS, MethodSettings
from sparse_probing.metrics import average_precision
from sparse_probing.optimal.method import choose_ridge
from sparse_probing.rotation import Rotation
from sparse_probing.standardise import Standardiser

PLANTED = [3, 17, 29]
RANKINGS = ["mean_difference", "f_statistic", "mutual_information", "l1_logistic"]
CHOOSING = [*RANKINGS, "adaptive_threshold"]
SWEEPS = [*CHOOSING, "random"]
OF_NEURONS = [*SWEEPS, "dense"]
"""Methods whose probes stand on neurons, and not on directions of a rotated layer."""


def split_in_two(x, y, layer=2):
    """The first two thirds of the rows to train on, the rest to validate."""
    cut = 2 * len(y) // 3
    return LayerData(layer, x[:cut].astype(np.float32), y[:cut], x[cut:].astype(np.float32), y[cut:])


def planted(rows=1500, neurons=40, seed=0):
    """Independent neurons of very different units, three of which decide the label, two of which are dead."""
    rng = np.random.default_rng(seed)
    z = rng.standard_normal((rows, neurons))
    y = z[:, PLANTED] @ [2.0, -1.5, 1.0] + 0.3 * rng.standard_normal(rows) > 1.5
    x = z * np.exp(rng.normal(0, 2, neurons)) + rng.normal(0, 3, neurons)
    x[:, [0, 1]] = 0.7
    return split_in_two(x, y)


def one_neuron_hides_behind_copies(rows=3000, seed=0):
    """Neurons 0 to 9 are noisy copies of one cause; neuron 10 alone carries a second, weaker cause."""
    rng = np.random.default_rng(seed)
    strong, weak = rng.standard_normal((2, rows))
    copies = strong[:, np.newaxis] + 0.3 * rng.standard_normal((rows, 10))
    x = np.column_stack([copies, weak, rng.standard_normal((rows, 20))])
    return split_in_two(x, 2 * strong + 1.2 * weak > 1)


def fit(method, data, **settings):
    return {probe.neurons.size: probe for probe in METHODS[method](data, MethodSettings(**settings))}


@pytest.mark.parametrize("method", CHOOSING)
def test_a_planted_support_is_recovered_in_order_of_importance(method):
    probes = fit(method, planted(), ks=(1, 2, 3, 8))
    assert probes[3].neurons.tolist() == PLANTED
    assert np.sign(probes[3].coefficients).tolist() == [1, -1, 1]
    assert probes[1].neurons.tolist() == PLANTED[:1]
    assert set(PLANTED) <= set(probes[8].neurons.tolist())


@pytest.mark.parametrize("seed", range(3))
def test_methods_that_fit_see_past_copies_and_rankings_of_single_neurons_do_not(seed):
    data = one_neuron_hides_behind_copies(seed=seed)
    for method in ("mean_difference", "f_statistic", "mutual_information"):
        assert 10 not in fit(method, data, ks=(4,))[4].neurons
    for method in ("adaptive_threshold", "l1_logistic"):
        assert 10 in fit(method, data, ks=(4,))[4].neurons


@pytest.mark.parametrize("seed", range(3))
def test_mutual_information_sees_what_lies_on_both_sides_and_means_do_not(seed):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((3000, 20))
    data = split_in_two(x, np.abs(x[:, 7]) > 1.2)
    assert fit("mutual_information", data, ks=(1,))[1].neurons.tolist() == [7]
    assert fit("mean_difference", data, ks=(1,))[1].neurons.tolist() != [7]


def one_feature_on_neurons(rows=3000, neurons=64, seed=0):
    """Three neurons carry the feature, so a search among single neurons is easier than among directions."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((rows, neurons))
    return split_in_two(x, x[:, [5, 6, 7]].sum(axis=1) > 1.5)


def test_a_rotation_hides_what_single_neurons_show_and_keeps_what_all_of_them_show():
    data = one_feature_on_neurons()
    precision = {}
    for method in ("adaptive_threshold", "rotation"):
        for k, probe in fit(method, data, ks=(3, 64)).items():
            scores = probe.scores(data.x_validation)
            precision[method, k] = average_precision(data.y_validation, scores)
    assert precision["adaptive_threshold", 3] > 0.95
    assert precision["rotation", 3] < 0.75
    assert precision["rotation", 64] == pytest.approx(precision["adaptive_threshold", 64], abs=0.01)


def test_the_rotation_shown_is_the_middle_one_of_its_draws():
    data = one_feature_on_neurons()
    quality = []
    for draw in range(5):
        turned = Rotation.draw(data.x_train, (0, data.layer, draw)).turn(data)
        probe = fit("adaptive_threshold", turned, ks=(2,))[2]
        quality.append(average_precision(data.y_validation, probe.scores(turned.x_validation)))
    shown = fit("rotation", data, ks=(2,), draws=5)[2].scores(data.x_validation)
    assert average_precision(data.y_validation, shown) == pytest.approx(np.median(quality), abs=1e-3)


@pytest.mark.parametrize("method", OF_NEURONS)
def test_dead_neurons_are_chosen_last_and_weigh_nothing(method):
    data = planted()
    for k, probe in fit(method, data, ks=(1, 16, 38, 39, 40)).items():
        dead = np.isin(probe.neurons, [0, 1])
        assert dead.sum() == max(0, k - 38)
        assert dead[38:].all() and (probe.coefficients[dead] == 0).all()


@pytest.mark.parametrize("method", [*SWEEPS, "rotation"])
def test_one_probe_for_each_k_there_is_room_for(method):
    data = planted()
    assert list(fit(method, data, ks=(64, 5, 2, 40))) == [2, 5, 40]
    assert list(fit(method, data, ks=(64,))) == []


@pytest.mark.parametrize("method", SWEEPS)
def test_smaller_probes_use_the_first_neurons_of_larger_ones(method):
    probes = list(fit(method, one_neuron_hides_behind_copies(), ks=(1, 2, 4, 8, 16)).values())
    for smaller, larger in itertools.pairwise(probes):
        assert set(smaller.neurons) == set(larger.neurons[: smaller.neurons.size])


def test_adaptive_threshold_looks_at_no_more_neurons_than_its_start():
    data = planted()
    ranked = fit("mean_difference", data, ks=(6,))[6].neurons
    probes = fit("adaptive_threshold", data, ks=(1, 3, 6, 10), start=6)
    assert set(probes) == {1, 3, 6} and set(probes[6].neurons) == set(ranked)


@pytest.mark.parametrize("method", SWEEPS)
def test_the_unit_of_a_neuron_changes_no_choice_and_no_score(method):
    data = one_neuron_hides_behind_copies()
    units = np.exp2(np.arange(31) % 7 - 3).astype(np.float32)  # powers of 2: exact
    scaled = dataclasses.replace(data, x_train=data.x_train * units, x_validation=data.x_validation * units)
    one, other = (fit(method, given, ks=(4,))[4] for given in (data, scaled))
    assert one.neurons.tolist() == other.neurons.tolist()
    assert one.scores(data.x_validation) == pytest.approx(other.scores(scaled.x_validation), abs=1e-5)


def test_the_f_statistic_ranks_like_the_mean_difference_of_scaled_neurons():
    data = one_neuron_hides_behind_copies()
    one, other = (fit(method, data, ks=(31,))[31] for method in ("mean_difference", "f_statistic"))
    assert one.neurons.tolist() == other.neurons.tolist()


def test_optimal_probes_are_never_worse_than_their_rivals_and_say_how_good_they_are():
    data = one_neuron_hides_behind_copies()
    own = {method: {"ridges": (10.0 ** (place - 4),)} for place, method in enumerate(CHOOSING)}
    own["adaptive_threshold"]["start"] = 12
    own["random"] = {"seed": 5}
    rivals = {method: MethodSettings(ks=(1, 2, 3, 12), **theirs) for method, theirs in own.items()}
    found = fit("optimal", data, ks=(1, 2, 3, 12), ridges=(1e-2,), largest_k=3, rivals=rivals)
    assert list(found) == [1, 2, 3]
    assert set(found[2].neurons) & set(range(10)) and 10 in found[2].neurons
    weight = balanced_weights(data.y_train)
    for method, theirs in rivals.items():
        reported = {probe.neurons.size: probe for probe in METHODS[method](data, theirs)}
        for k, probe in found.items():
            chosen = data.x_train[:, reported[k].neurons]
            z = Standardiser.fit(chosen).apply(chosen)
            refitted = fit_logistic(z, data.y_train, l2=1e-2 * weight.size, sample_weight=weight)
            assert probe.proof.objective <= refitted.objective / weight.size + 1e-9
    for probe in found.values():
        proof = probe.proof
        assert proof.status == "optimal" and 0 <= proof.gap <= 1e-3 and proof.bound <= proof.objective


def test_what_a_rival_finds_by_its_own_settings_is_not_missed():
    """A pair that only tells together, drawn by the rival's seed; the search itself is cut short before."""
    rng = np.random.default_rng(0)
    cause, noise = rng.standard_normal((2, 900))
    decoys = cause[:, np.newaxis] + 1.5 * rng.standard_normal((900, 8))
    data = split_in_two(np.column_stack([decoys, cause + 3 * noise, noise]), cause > 0)
    seed = next(
        seed
        for seed in itertools.count(1)
        if set(fit("random", data, ks=(2,), seed=seed)[2].neurons) == {8, 9}
    )
    rivals = {"random": MethodSettings(ks=(2,), seed=seed)}
    options = {"ks": (2,), "ridges": (1e-3,), "search": "cuts", "cuts": 1}
    alone, beside = fit("optimal", data, **options)[2], fit("optimal", data, **options, rivals=rivals)[2]
    assert set(beside.neurons) == {8, 9}
    assert beside.proof.objective < alone.proof.objective


def test_options_of_rivals_become_settings_of_theirs():
    settings = MethodSettings.of([1, 2], {"nodes": 3, "rivals": {"random": {"ridges": [0.1], "seed": 7}}})
    assert settings.nodes == 3 and settings.rivals == {
        "random": MethodSettings(ks=(1, 2), ridges=[0.1], seed=7)
    }


def test_optimal_probes_by_the_papers_algorithm_at_its_ridge():
    data = planted(rows=600)
    assert MethodSettings(ridges=("paper", 0.1)).penalties(400) == (5.0, 0.1)
    chosen = {"ks": (2,), "loss": "hinge", "ridges": ("paper",)}
    cuts = fit("optimal", data, search="cuts", **chosen)[2]
    relaxation = fit("optimal", data, **chosen)[2]
    assert cuts.proof.cuts > 0 and cuts.proof.status == "optimal" and relaxation.proof.cuts == 0
    assert cuts.proof.objective == pytest.approx(relaxation.proof.objective, rel=1e-3)
    assert (
        fit("optimal", data, search="cuts", cuts=1, **chosen | {"ridges": (1e-3,)})[2].proof.status == "work"
    )
    # gamma = 1 / sqrt(rows) on neurons of deviation 0.1, in the paper's own words.
    z = Standardiser.fit(data.x_train[:, cuts.neurons]).apply(data.x_train[:, cuts.neurons]) / 10
    y, weight, gamma = data.y_train, balanced_weights(data.y_train), 1 / np.sqrt(400)
    machine = SVC(kernel="linear", C=gamma, tol=1e-8).fit(z, y, sample_weight=weight)
    losses = np.maximum(0, 1 - np.where(y, 1, -1) * machine.decision_function(z))
    theirs = weight @ losses + np.square(machine.coef_).sum() / (2 * gamma)
    assert cuts.proof.objective == pytest.approx(theirs / 400, rel=1e-4)


@pytest.mark.parametrize("loss", ["hinge", "squared"])
def test_the_ridge_of_optimal_probes_is_chosen_with_their_loss(loss):
    """As solvers of another library would choose it."""
    data = planted(rows=600)
    top = np.sort(ranking.top(ranking.mean_difference(data.x_train, data.y_train), 16))
    standardiser = Standardiser.fit(data.x_train[:, top])
    z, validation = (standardiser.apply(x[:, top]) for x in (data.x_train, data.x_validation))
    y, weight = data.y_train, balanced_weights(data.y_train)
    ridges = (1e-3, 1e-1, 10.0)
    rated = []
    for ridge in sorted(ridges, reverse=True):
        if loss == "hinge":
            machine = SVC(kernel="linear", C=1 / (ridge * y.size), tol=1e-8).fit(z, y, sample_weight=weight)
            scores = machine.decision_function(validation)
        else:
            scores = (
                Ridge(ridge * y.size).fit(z, np.where(y, 1, -1), sample_weight=weight).predict(validation)
            )
        rated.append((average_precision(data.y_validation, scores), ridge))
    assert choose_ridge(data, ridges, loss) == max(rated, key=lambda pair: pair[0])[1]


def test_random_neurons_depend_on_seed_and_layer():
    data = planted()
    first, same = (fit("random", data, ks=(8,))[8].neurons.tolist() for _ in range(2))
    other_seed = fit("random", data, ks=(8,), seed=1)[8].neurons.tolist()
    other_layer = fit("random", dataclasses.replace(data, layer=3), ks=(8,))[8].neurons.tolist()
    assert first == same and first != other_seed and first != other_layer


def test_all_methods_agree_where_all_neurons_are_used():
    data = one_neuron_hides_behind_copies()
    dense = fit("dense", data, ridges=(1e-3,))[31]
    for method in SWEEPS:
        scores = fit(method, data, ks=(31,), ridges=(1e-3,))[31].scores(data.x_validation)
        assert scores == pytest.approx(dense.scores(data.x_validation), abs=1e-2)


@pytest.mark.parametrize("method", METHODS)
def test_validation_decides_the_ridge_and_nothing_else(method):
    """And for `rotation` which of several draws is shown."""
    data = planted()
    garbled = dataclasses.replace(
        data, x_validation=np.random.default_rng(1).standard_normal(data.x_validation.shape)
    )
    probes, others = (fit(method, x, ridges=(1e-2,), draws=1).values() for x in (data, garbled))
    for given, again in zip(probes, others, strict=True):
        assert given.neurons.tolist() == again.neurons.tolist()
        assert given.coefficients.tolist() == again.coefficients.tolist()
        assert given.intercept == again.intercept


@pytest.mark.parametrize("method", METHODS)
def test_where_validation_is_indifferent_the_stronger_ridge_is_taken(method):
    x = np.random.default_rng(0).standard_normal((300, 4))
    y = np.arange(300) % 3 == 0
    x[:, 2] = np.where(y, 1.0, -1.0) + 0.1 * x[:, 2]  # separates the classes, whatever the ridge
    data = split_in_two(x, y)
    chosen, strong = (fit(method, data, ks=(4,), ridges=ridges)[4] for ridges in ((1e-3, 0.1), (0.1,)))
    assert chosen.coefficients == pytest.approx(strong.coefficients, rel=1e-3)


@pytest.mark.parametrize("method", METHODS)
def test_noise_gets_the_stronger_ridge_where_validation_likes_it(method):
    """Sixteen weak neurons and few rows: without a strong ridge the fit follows the noise."""
    rng = np.random.default_rng(5)
    x = rng.standard_normal((2040, 16))
    y = x @ np.full(16, 0.2) + rng.standard_normal(2040) > 0
    data = LayerData(0, x[:40], y[:40], x[40:], y[40:])
    chosen = fit(method, data, ks=(16,), ridges=(1e-6, 10.0))[16]
    strong = fit(method, data, ks=(16,), ridges=(10.0,))[16]
    assert chosen.coefficients == pytest.approx(strong.coefficients, rel=1e-3)
