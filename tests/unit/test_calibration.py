import numpy as np
import pytest
from sklearn.metrics import brier_score_loss

from sparse_probing.calibration import brier_score, probabilities, reliability


def sure_and_right(rows=20_000, base_rate=0.2, seed=0):
    """Rows of two classes whose scores are normal, with true log-odds 2 x under equal classes."""
    rng = np.random.default_rng(seed)
    labels = rng.random(rows) < base_rate
    return labels, 2 * (rng.standard_normal(rows) + np.where(labels, 1, -1))


def test_the_base_rate_turns_balanced_log_odds_into_probabilities():
    _, log_odds = sure_and_right()
    assert probabilities(log_odds, 0.2).mean() == pytest.approx(0.2, abs=0.01)
    assert probabilities(np.zeros(3), 0.2) == pytest.approx([0.2] * 3)
    assert probabilities(np.array([-1e4, 1e4]), 0.2).tolist() == [0, 1]


def test_the_brier_score_is_that_of_scikit_learn():
    labels, log_odds = sure_and_right(500)
    chances = probabilities(log_odds, 0.2)
    assert brier_score(labels, chances) == pytest.approx(brier_score_loss(labels, chances))


def test_probabilities_at_the_right_base_rate_are_reliable_and_others_are_not():
    labels, log_odds = sure_and_right()
    right, balanced = (reliability(labels, probabilities(log_odds, rate)) for rate in (0.2, 0.5))
    boasting = reliability(labels, probabilities(5 * log_odds, 0.2))
    assert right < 3e-4 < 0.01 < min(balanced, 2 * boasting)


def test_a_constant_guess_at_the_base_rate_is_reliable_and_not_sharp():
    labels = np.arange(1000) % 5 == 0
    chances = np.full(1000, 0.2)
    assert reliability(labels, chances) == pytest.approx(0, abs=1e-9)
    assert brier_score(labels, chances) == pytest.approx(0.2 * 0.8)
