import dataclasses
import itertools

import numpy as np
import pytest
from planted import small_problem

from sparse_probing.optimal.completion import entry_bounds, entry_gains
from sparse_probing.optimal.extraction import ExtractedRelaxation, Quadratic, even_loan, safe_loan, tuned_loan
from sparse_probing.optimal.losses import LOSSES
from sparse_probing.optimal.relaxation import DualRelaxation, Node
from sparse_probing.optimal.support import fit_support

NEURONS = 8


def extracted(problem):
    return ExtractedRelaxation.best(Quadratic.of(problem), problem.ridge, 3)


WAYS = [
    ("hinge", DualRelaxation),
    ("logistic", DualRelaxation),
    ("squared", DualRelaxation),
    ("squared", extracted),
]
NODES = [((), (), 3), ((2,), (), 2), ((0, 5), (1,), 1), ((1, 3), (0, 2, 4), 2), ((6,), (7,), 3)]


def node(must, excluded, room):
    inside = np.isin(np.arange(NEURONS), must)
    return Node(inside, ~inside & ~np.isin(np.arange(NEURONS), excluded), room)


def objectives(problem, at):
    """Objective of every support of a node with all its room used."""
    must = np.flatnonzero(at.must).tolist()
    for extra in itertools.combinations(np.flatnonzero(at.free).tolist(), at.room):
        support = np.array(sorted([*must, *extra]))
        yield support, fit_support(problem, support).objective


@pytest.mark.parametrize(("loss", "way"), WAYS)
@pytest.mark.parametrize("seed", range(4))
def test_bounds_hold_for_every_support_of_a_node(loss, way, seed):
    problem = small_problem(seed, loss, rows=80, neurons=NEURONS)
    relaxation = way(problem)
    start = None
    for must, excluded, room in NODES:
        at = node(must, excluded, room)
        found = relaxation.bound(at, cutoff=np.inf, start=start)
        for support, objective in objectives(problem, at):
            inside = np.isin(np.arange(NEURONS), support)
            assert found.bound <= objective
            assert (found.with_neuron[inside] <= objective).all()
            assert (found.without_neuron[~inside] <= objective).all()
        start = found.start


@pytest.mark.parametrize(("loss", "way"), WAYS)
def test_a_bound_is_as_high_as_the_relaxation_allows(loss, way):
    """Where all neurons fit, nothing is relaxed, so the bound is the optimum."""
    problem = small_problem(5, loss, rows=80, neurons=NEURONS)
    everything = np.ones(NEURONS, dtype=bool)
    found = way(problem).bound(Node(~everything, everything, NEURONS), cutoff=np.inf, start=None)
    assert found.bound == pytest.approx(fit_support(problem, np.arange(NEURONS)).objective, rel=1e-3)


@pytest.mark.parametrize("loss", LOSSES)
def test_fewer_choices_have_a_higher_bound(loss):
    problem = small_problem(2, loss, rows=80, neurons=NEURONS)
    bounds = [
        DualRelaxation(problem).bound(node((), (), room), cutoff=np.inf, start=None).bound
        for room in (4, 3, 2)
    ]
    assert bounds == sorted(bounds)


@pytest.mark.parametrize("seed", range(5))
def test_lent_curvature_sharpens_the_bound(seed):
    problem = small_problem(seed, "squared", rows=80, neurons=NEURONS, ridge=0.5)
    at = node((), (), 2)
    plain = DualRelaxation(problem).bound(at, cutoff=np.inf, start=None)
    sharp = ExtractedRelaxation.best(Quadratic.of(problem), problem.ridge, 2).bound(
        at, cutoff=np.inf, start=None
    )
    least = min(objective for _, objective in objectives(problem, at))
    assert plain.bound < sharp.bound <= least
    assert least - sharp.bound < 0.9 * (least - plain.bound)


@pytest.mark.parametrize("seed", range(5))
def test_a_loan_leaves_the_loss_convex(seed):
    hessian = Quadratic.of(small_problem(seed, "squared", neurons=NEURONS)).hessian
    favour = np.random.default_rng(seed).random(NEURONS) * (np.arange(NEURONS) != 3)
    even = even_loan(hessian)
    for loan in (even, tuned_loan(hessian, even, favour)):
        assert (loan >= 0).all() and loan.any()
        assert np.linalg.eigvalsh(hessian - np.diag(loan))[0] > -1e-12 * np.trace(hessian)
    assert favour @ tuned_loan(hessian, even, favour) > favour @ even


def test_neurons_that_repeat_each_other_lend_nothing():
    hessian = np.ones((3, 3))
    assert not even_loan(hessian).any() and not tuned_loan(hessian, np.zeros(3), np.ones(3)).any()


def test_the_quadratic_is_the_loss():
    problem = small_problem(0, "squared", neurons=NEURONS)
    quadratic, chosen = Quadratic.of(problem), np.array([1, 4])
    fit = fit_support(problem, chosen)
    w = np.zeros(NEURONS)
    w[chosen] = fit.coefficients
    value = (
        quadratic.constant
        - quadratic.linear @ w
        + 0.5 * w @ quadratic.hessian @ w
        + problem.ridge / 2 * w @ w
    )
    assert value == pytest.approx(fit.objective)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("seed", range(4))
def test_bounds_on_one_more_neuron_hold(loss, seed):
    problem = small_problem(seed, loss, rows=80, neurons=NEURONS)
    for support in ([], [2], [0, 5]):
        fit = fit_support(problem, np.array(support, dtype=np.int64))
        entering = np.setdiff1d(np.arange(NEURONS), support)
        bounds = entry_bounds(problem, fit, entering)
        for neuron, bound in zip(entering, bounds, strict=True):
            completed = fit_support(problem, np.sort(np.array([*support, neuron])))
            assert bound <= completed.objective
            if loss == "squared":  # one Newton step is exact, but for single precision
                assert bound == pytest.approx(completed.objective, rel=2e-5)


def test_gains_of_the_squared_loss_are_exact():
    problem = small_problem(1, "squared", rows=80, neurons=NEURONS)
    fit = fit_support(problem, np.array([2]))
    gains = entry_gains(problem, fit)
    assert gains[2] == 0
    for neuron in (0, 5, 7):
        completed = fit_support(problem, np.sort(np.array([2, neuron])))
        assert gains[neuron] == pytest.approx(fit.objective - completed.objective, rel=1e-3)


@pytest.mark.parametrize("seed", range(3))
def test_a_loan_that_is_too_large_is_cut_until_the_loss_is_convex(seed):
    quadratic = Quadratic.of(small_problem(seed, "squared", neurons=NEURONS))
    least = np.linalg.eigvalsh(quadratic.hessian)[0]
    loan = safe_loan(quadratic, np.full(NEURONS, 50 * least))
    assert loan.all() and np.linalg.eigvalsh(quadratic.hessian - np.diag(loan))[0] > 0


def test_nearly_collinear_neurons_are_lent_nothing_that_is_not_there():
    problem = small_problem(0, "squared", neurons=NEURONS)
    signed = problem.signed.copy()
    signed[3] = signed[0] + 1e-9 * signed[1]
    quadratic = Quadratic.of(dataclasses.replace(problem, signed=signed))
    assert not safe_loan(quadratic, np.full(NEURONS, 1e-3)).any()
