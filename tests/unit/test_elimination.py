import itertools

import numpy as np
import pytest

from sparse_probing.elimination import remove, without
from sparse_probing.logistic import LogisticFit, Start, fit_logistic


def quadratic(columns=7, seed=0):
    """A fit whose loss is a quadratic: coefficients, intercept and second derivatives."""
    rng = np.random.default_rng(seed)
    root = rng.standard_normal((3 * columns, columns + 1))
    hessian = root.T @ root
    parameters = rng.standard_normal(columns + 1)
    covariance = np.linalg.inv(hessian)
    fit = LogisticFit(parameters[:-1], float(parameters[-1]), covariance, 0, 0.0, 0.0)
    return fit, hessian, parameters


def loss_without(kept, hessian, parameters):
    """The least loss of a quadratic over parameters of which only `kept` and the intercept are free."""
    free = [*kept, len(parameters) - 1]
    fixed = [i for i in range(len(parameters)) if i not in free]
    if not fixed:
        return 0.0
    covariance = np.linalg.inv(hessian)[np.ix_(fixed, fixed)]
    return parameters[fixed] @ np.linalg.solve(covariance, parameters[fixed])


@pytest.mark.parametrize("seed", range(5))
def test_each_step_takes_out_what_costs_least(seed):
    fit, hessian, parameters = quadratic(seed=seed)
    order = remove(fit, 0)[1].tolist()[::-1]
    assert sorted(order) == list(range(7))
    for left in range(7, 1, -1):
        kept = order[:left]
        losses = {out: loss_without([c for c in kept if c != out], hessian, parameters) for out in kept}
        assert min(losses, key=losses.get) == order[left - 1]


@pytest.mark.parametrize("kept", [[0, 1, 2], [6, 3], [2], [4, 0, 1, 2, 3, 5]])
def test_a_fit_goes_on_from_the_minimum_without_the_others(kept):
    fit, hessian, parameters = quadratic()
    start = without(fit, np.array(kept))
    free = [*kept, 7]
    fixed = [i for i in range(7) if i not in kept]
    # Where parameters of `fixed` are 0, the gradient over the free ones vanishes at the minimum.
    moved = np.append(start.coefficients, start.intercept)
    gradient = hessian[np.ix_(free, free)] @ (moved - parameters[free])
    gradient -= hessian[np.ix_(free, fixed)] @ parameters[fixed]
    assert gradient == pytest.approx(0, abs=1e-8)
    assert start.covariance == pytest.approx(np.linalg.inv(hessian[np.ix_(free, free)]), rel=1e-6)


def test_two_that_cancel_each_other_are_not_needed():
    """Columns 0 and 1 are nearly one, with large opposite coefficients; column 2 carries the label."""
    rng = np.random.default_rng(0)
    twin, label, noise = rng.standard_normal((3, 2000))
    x = np.column_stack([twin, twin + 0.01 * noise, label])
    y = label + 0.1 * noise + 0.3 * rng.standard_normal(2000) > 0
    fit = fit_logistic(x, y, l2=1e-3, sample_weight=np.ones(2000))
    assert np.abs(fit.coefficients).argmax() != 2
    assert remove(fit, 1)[0].tolist() == [2]


def test_of_equals_the_first_is_kept():
    fit = LogisticFit(np.zeros(5), 0.0, np.eye(6), 0, 0.0, 0.0)
    kept, gone = remove(fit, 2)
    assert (kept.tolist(), gone.tolist()) == ([0, 1], [4, 3, 2])


def test_all_columns_together_are_where_the_fit_is():
    fit, _, _ = quadratic()
    for order in itertools.islice(itertools.permutations(range(7)), 0, 5040, 1000):
        start = without(fit, np.array(order))
        assert isinstance(start, Start)
        assert start.coefficients.tolist() == fit.coefficients[list(order)].tolist()
