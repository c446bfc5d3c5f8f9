import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from sparse_probing.optimal.perspective import best_shares, minimise_quadratic

NONE = np.zeros(6, dtype=bool)


@settings(max_examples=60, deadline=None)
@given(
    weights=st.lists(st.floats(-5, 5).map(lambda w: round(w, 3)), min_size=6, max_size=6),
    room=st.integers(1, 5),
    forced=st.integers(0, 2),
)
def test_no_other_shares_cost_less(weights, room, forced):
    weights = np.array(weights)
    must = np.arange(6) < forced
    shares = best_shares(weights, must, room)
    live = weights != 0
    assert shares.z.min() >= 0 and shares.z.max() <= 1 and (shares.z[must] == 1).all()
    assert shares.z[~must].sum() <= room + 1e-9
    assert shares.penalty == pytest.approx((weights[live] ** 2 / shares.z[live]).sum(), rel=1e-9, abs=1e-300)
    rng = np.random.default_rng(0)
    for _ in range(20):
        other = rng.random(6)
        other[~must] *= min(1.0, room / other[~must].sum())
        other[must] = 1.0
        assert (weights[live] ** 2 / other[live]).sum() >= shares.penalty * (1 - 1e-9)


def quadratic(seed, neurons=8, rank=None):
    rng = np.random.default_rng(seed)
    factor = rng.standard_normal((rank or 3 * neurons, neurons)) @ rng.standard_normal((neurons, neurons))
    return factor.T @ factor, factor.T @ rng.standard_normal(len(factor)) * 3


def value(w, hessian, linear, ridge, must, room):
    return 0.5 * w @ hessian @ w - linear @ w + ridge / 2 * best_shares(w, must, room).penalty


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("room", [1, 2, 5])
@pytest.mark.parametrize("rank", [None, 3])
def test_the_relaxation_is_solved_whatever_the_start(seed, room, rank):
    hessian, linear = quadratic(seed, rank=rank)
    ridge = 10 ** np.random.default_rng(seed).uniform(-1, 2)
    must = np.arange(8) == 4
    for start in (np.zeros(8), np.random.default_rng(seed).standard_normal(8) * 10):
        w = minimise_quadratic(hessian, linear, ridge, must, room, start, tolerance=1e-10)
        residual = linear - hessian @ w
        top = np.sort(residual[~must] ** 2)[::-1][:room].sum() + residual[4] ** 2
        dual = -0.5 * w @ hessian @ w - top / (2 * ridge)
        assert value(w, hessian, linear, ridge, must, room) == pytest.approx(dual, rel=1e-6, abs=1e-7)


def test_a_general_solver_finds_nothing_lower():
    hessian, linear = quadratic(0)
    must = np.zeros(8, dtype=bool)
    ours = minimise_quadratic(hessian, linear, 5.0, must, 2, np.zeros(8), tolerance=1e-10)
    args = (hessian, linear, 5.0, must, 2)
    theirs = minimize(value, ours + 0.01, args, method="Nelder-Mead", options={"maxfev": 4000})
    assert value(ours, *args) <= theirs.fun + 1e-9


def test_with_room_for_all_it_is_ridge_regression():
    hessian, linear = quadratic(1)
    w = minimise_quadratic(hessian, linear, 2.0, np.zeros(8, dtype=bool), 8, np.zeros(8), tolerance=1e-12)
    assert w == pytest.approx(np.linalg.solve(hessian + 2 * np.eye(8), linear), abs=1e-6)
