import numpy as np
import polars as pl
import pytest
from probe_table import probe_table

from sparse_probing.candidates import LayerData
from sparse_probing.methods import MethodSettings
from sparse_probing.stability import SCHEMA, Stability, selection_stability, stability_of_layers

SETTINGS = MethodSettings(ks=(1, 2, 4), ridges=(1e-2,))


def layer(strength, rows=600, neurons=30, seed=0):
    """Neurons 3 and 9 tell the label, as far as `strength` goes; rows stand in groups of five."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((rows, neurons)).astype(np.float32)
    y = rng.random(rows) < 0.4
    x[:, [3, 9]] += strength * y[:, np.newaxis]
    cut = 2 * rows // 3
    return LayerData(0, x[:cut], y[:cut], x[cut:], y[cut:]), np.arange(cut) // 5


def stability(strength, method="adaptive_threshold", **options):
    data, groups = layer(strength)
    return selection_stability(
        data, groups, **{"method": method, "settings": SETTINGS, "draws": 10, "seed": 0, **options}
    )


def test_frequencies_and_jaccard_of_known_supports():
    measured = Stability.of([np.array(support) for support in ([7, 1], [1, 7], [1, 2])])
    assert measured.neurons.tolist() == [1, 7, 2]
    assert measured.frequencies == pytest.approx([1, 2 / 3, 1 / 3])
    assert measured.jaccard == pytest.approx((1 + 1 / 3 + 1 / 3) / 3)


def test_a_strong_support_is_chosen_by_every_resample():
    two = stability(2.0)[2]
    assert sorted(two.neurons) == [3, 9] and two.frequencies.tolist() == [1, 1] and two.jaccard == 1


def test_where_nothing_tells_resamples_choose_now_these_and_now_those():
    measured = stability(0.0)
    assert measured[2].jaccard < 0.5 and measured[4].neurons.size > 6
    for k, of_k in measured.items():
        assert of_k.frequencies.sum() == pytest.approx(k)
        assert (np.diff(of_k.frequencies) <= 0).all()


@pytest.mark.parametrize("method", ["mean_difference", "random"])
def test_what_does_not_depend_on_rows_is_perfectly_stable(method):
    assert (stability(0.0, method)[4].jaccard == 1) == (method == "random")


def test_the_seed_decides_the_resamples():
    first, same, other = (stability(0.3, seed=seed)[4] for seed in (0, 0, 1))
    assert first.neurons.tolist() == same.neurons.tolist() and first.jaccard == same.jaccard
    assert first.jaccard != other.jaccard or first.neurons.tolist() != other.neurons.tolist()


def test_rows_of_a_group_are_drawn_together():
    """A neuron that tells two groups apart is dead in resamples that hold one of them twice."""
    data, _ = layer(0.0)
    halves = np.arange(data.y_train.size) % 2
    data.x_train[:, 20] = halves
    data.y_train[:] = np.random.default_rng(0).random(halves.size) < np.where(halves, 0.8, 0.2)
    one = selection_stability(data, halves, method="mean_difference", settings=SETTINGS, draws=40, seed=0)[1]
    assert one.neurons[0] == 20 and 0.3 < one.frequencies[0] < 0.7


def test_each_probe_of_a_table_gets_the_stability_of_its_layer():
    data, groups = layer(2.0)
    x = {1: np.vstack([data.x_train, data.x_validation])}
    x[4] = np.random.default_rng(5).standard_normal(x[1].shape).astype(np.float32)
    split = ["train"] * data.y_train.size + ["validation"] * data.y_validation.size
    examples = pl.DataFrame(
        {
            "label": np.append(data.y_train, data.y_validation),
            "group": [str(group) for group in [*groups, *range(data.y_validation.size)]],
            "split": split,
        }
    )
    best = probe_table({"layer": 4, "k": 1}, {"layer": 1, "k": 2}, {"layer": 4, "k": 4})
    table = stability_of_layers(best, examples, x.__getitem__, settings=SETTINGS, draws=6, seed=0)
    assert table.schema == SCHEMA
    assert table.select("layer", "k").rows() == [(4, 1), (1, 2), (4, 4)]
    assert table["jaccard"][1] == 1 and sorted(table["neurons"][1]) == [3, 9]
    assert table["jaccard"][0] < 1 and table["frequencies"].list.sum().to_list() == pytest.approx([1, 2, 4])
