import numpy as np
import pytest

from sparse_probing.logistic import ConvergenceError, balanced_weights, fit_logistic
from sparse_probing.wide_logistic import fit_wide_logistic


def problem(rows, columns, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((rows, columns))
    return x, x[:, 0] + rng.standard_normal(rows) > 1


@pytest.mark.parametrize(("rows", "columns", "l2"), [(300, 6, 0.05), (300, 6, 300.0), (60, 200, 1.0)])
def test_it_ends_where_newton_steps_end(rows, columns, l2):
    x, y = problem(rows, columns)
    wide = fit_wide_logistic(x, y, l2=l2, sample_weight=balanced_weights(y), tolerance=1e-8)
    exact = fit_logistic(x, y, l2=l2, sample_weight=balanced_weights(y))
    assert wide.coefficients == pytest.approx(exact.coefficients, abs=1e-5)
    assert wide.intercept == pytest.approx(exact.intercept, abs=1e-5)
    assert wide.steepest <= 1e-8


def test_a_fit_that_starts_at_the_minimum_stays_there():
    x, y = problem(300, 6)
    fit = fit_wide_logistic(x, y, l2=1.0, sample_weight=balanced_weights(y))
    again = fit_wide_logistic(x, y, l2=1.0, sample_weight=balanced_weights(y), start=fit)
    assert again.iterations == 0
    assert again.coefficients == pytest.approx(fit.coefficients, rel=1e-12)


def test_too_few_steps_are_an_error():
    x, y = problem(300, 6)
    with pytest.raises(ConvergenceError, match="after 1 steps, expected at most 1e-05"):
        fit_wide_logistic(x, y, l2=1e-3, sample_weight=balanced_weights(y), max_iterations=1)
