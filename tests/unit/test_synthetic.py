import numpy as np
import pytest

from sparse_probing.synthetic import draw_layer


def layer(**changed):
    return draw_layer(
        **{
            **{"rows": 20_000, "neurons": 40, "planted": 3, "shift": 0.8, "positives": 0.3},
            **{"correlation": 0.0, "seed": 0},
            **changed,
        }
    )


def class_difference(drawn):
    return drawn.x[drawn.y].mean(axis=0) - drawn.x[~drawn.y].mean(axis=0)


def test_without_correlation_planted_neurons_alone_differ_by_the_shift():
    drawn = layer()
    others = np.delete(class_difference(drawn), drawn.support)
    assert np.abs(class_difference(drawn)[drawn.support]) == pytest.approx([0.8] * 3, abs=0.05)
    assert np.abs(others).max() < 0.06
    assert drawn.x[~drawn.y].std(axis=0) == pytest.approx(np.ones(40), abs=0.03)


def test_neighbours_are_correlated_and_distant_neurons_less():
    drawn = layer(correlation=0.9)
    correlation = np.corrcoef(drawn.x[~drawn.y].T)
    assert np.diag(correlation, 1) == pytest.approx(np.full(39, 0.9), abs=0.02)
    assert np.diag(correlation, 5) == pytest.approx(np.full(35, 0.9**5), abs=0.04)


def test_the_best_classifier_uses_the_planted_neurons_alone():
    drawn = layer(rows=200_000, neurons=15, correlation=0.8)
    within = np.cov(np.vstack([drawn.x[drawn.y], drawn.x[~drawn.y] + class_difference(drawn)]).T)
    weights = np.linalg.solve(within, class_difference(drawn))
    assert np.abs(weights[drawn.support]) == pytest.approx([0.8] * 3, abs=0.05)
    assert np.abs(np.delete(weights, drawn.support)).max() < 0.05
    # Not so the differences of the classes by themselves.
    assert np.abs(np.delete(class_difference(drawn), drawn.support)).max() > 0.4


@pytest.mark.parametrize(("positives", "expected"), [(0.25, 500), (0.001, 8)])
def test_the_share_of_positives_is_met_and_eight_rows_at_least(positives, expected):
    assert layer(rows=2000, positives=positives).y.sum() == expected


def test_the_seed_decides_everything():
    first, same, other = (layer(rows=100, seed=seed) for seed in (0, 0, 1))
    assert (first.x == same.x).all() and (first.y == same.y).all()
    assert (first.x != other.x).any() and (first.support != other.support).any()
