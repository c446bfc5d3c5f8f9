import numpy as np
import pytest

from sparse_probing.standardise import Standardiser


def activations(rows=49):
    rng = np.random.default_rng(0)
    x = rng.standard_normal((rows, 5)) * [1, 10, 0.01, 1, 3] + [0, 5, 7, 0, -2]
    x[:, 3] = 0.1  # dead, though the mean of so many 0.1 is not 0.1
    return x


def test_live_neurons_get_zero_mean_and_unit_variance_and_dead_ones_zero():
    x = activations()
    z = Standardiser.fit(x).apply(x)
    assert z.mean(axis=0) == pytest.approx(0, abs=1e-9)
    assert z.std(axis=0) == pytest.approx([1, 1, 1, 0, 1])


def test_a_dead_neuron_that_wakes_up_on_new_rows_stays_silent():
    x = activations()
    woken = x.copy()
    woken[:, 3] = 100
    assert (Standardiser.fit(x).apply(woken)[:, 3] == 0).all()


def test_raw_coefficients_give_the_scores_of_standardised_ones():
    x = activations()
    standardiser = Standardiser.fit(x)
    coefficients = np.array([1.0, -2.0, 3.0, 4.0, 0.5])
    raw, intercept = standardiser.to_raw(coefficients, 0.25)
    assert raw.dtype == np.float32 and raw[3] == 0
    expected = standardiser.apply(x) @ coefficients + 0.25
    assert x.astype(np.float64) @ raw.astype(np.float64) + intercept == pytest.approx(expected, abs=1e-5)


def test_a_selection_standardises_as_the_whole():
    x = activations()
    whole, columns = Standardiser.fit(x), np.array([4, 1])
    assert (whole.select(columns).apply(x[:, columns]) == whole.apply(x)[:, columns]).all()
