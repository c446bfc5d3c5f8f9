import dataclasses
import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planted import least_objective, small_problem

from sparse_probing.optimal.losses import LOSSES
from sparse_probing.optimal.problem import Problem
from sparse_probing.optimal.support import fit_support


def nodes(neurons):
    """Nodes of the tree: masks of must and free, and room."""
    for must in ((), (1,), (0, 2)):
        for excluded in ((), (3, 4)):
            inside = np.isin(np.arange(neurons), must)
            yield inside, ~inside & ~np.isin(np.arange(neurons), excluded), 2


@pytest.mark.parametrize("loss", LOSSES)
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), spread=st.floats(0.01, 10))
def test_any_pulls_bound_every_support_from_below(loss, seed, spread):
    problem = small_problem(seed % 7, loss, rows=60, neurons=7)
    rng = np.random.default_rng(seed)
    pull = problem.balanced(problem.loss.stages[-1].pull(spread * rng.standard_normal(60)))
    costs = problem.costs(pull, problem.correlations(pull))
    everything = np.ones(7, dtype=bool)
    bound = problem.bound(pull, costs, must=~everything, free=everything, room=2)
    assert bound <= least_objective(problem, 2)


@pytest.mark.parametrize("loss", LOSSES)
def test_balanced_pulls_stay_in_their_interval_and_cancel(loss):
    problem = small_problem(1, loss)
    rng = np.random.default_rng(0)
    pull = problem.loss.stages[0].pull(rng.standard_normal((4, 120)))
    balanced = problem.balanced(pull)
    assert np.abs((problem.weight * balanced) @ problem.sign).max() < 1e-10
    if loss != "squared":
        assert balanced.min() >= 0 and balanced.max() <= 1
    assert problem.balanced(pull[2]) == pytest.approx(balanced[2])


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), size=st.sampled_from([1e-6, 1.0, 1e6]), ridge=st.floats(1e-6, 1e6))
def test_a_bound_is_below_its_exact_value_in_rational_arithmetic(seed, size, ridge):
    """Floating point rounds up as often as down: the margin for it must be larger."""
    rng = np.random.default_rng(seed)
    y = np.arange(30) % 3 == 0
    problem = Problem.of(
        rng.standard_normal((30, 5)) * size,
        y,
        weight=rng.uniform(0.1, 3, 30),
        ridge=ridge,
        loss=LOSSES["squared"],
    )
    pull = problem.balanced(rng.standard_normal(30))
    for must, free, room in itertools.islice(nodes(5), 3):
        costs = problem.costs(pull, problem.correlations(pull))
        found = problem.bound(pull, costs, must=must, free=free, room=room)
        p, c = ([Fraction(value) for value in values] for values in (pull, problem.weight))
        gain = sum(ci * (pi - pi * pi / 2) for ci, pi in zip(c, p, strict=True))
        squares = [
            sum(Fraction(x) * ci * pi for x, ci, pi in zip(row, c, p, strict=True)) ** 2
            for row in problem.signed
        ]
        top = sum(sorted((squares[j] for j in np.flatnonzero(free)), reverse=True)[:room])
        exact = gain - (sum(squares[j] for j in np.flatnonzero(must)) + top) / (2 * Fraction(problem.ridge))
        assert Fraction(found) <= exact


def test_the_optimal_intercept_is_within_its_limit():
    for seed, loss in itertools.product(range(4), LOSSES):
        problem = small_problem(seed, loss)
        assert abs(fit_support(problem, np.arange(4)).intercept) <= problem.largest_intercept(4)


@pytest.mark.parametrize(
    ("x", "y", "ridge", "message"),
    [
        ([[0.0], [1.0]], [True, False], 0.0, "ridge"),
        ([[0.0], [1.0]], [True, True], 1.0, "both classes"),
        ([[0.0], [np.nan]], [True, False], 1.0, "finite"),
    ],
)
def test_problems_without_a_solution_are_refused(x, y, ridge, message):
    with pytest.raises(ValueError, match=message):
        Problem.of(np.array(x), np.array(y), weight=np.ones(2), ridge=ridge, loss=LOSSES["hinge"])


def test_a_choice_of_neurons_is_the_same_problem():
    problem = small_problem(3, "logistic")
    few = problem.among(np.array([5, 2]))
    assert few.neurons == 2 and (few.signed == problem.signed[[5, 2]]).all()
    assert dataclasses.replace(few, signed=problem.signed).scale == problem.scale


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("spread", [0.1, 3.0, 30.0])
def test_pulls_in_single_precision_are_worth_no_more_than_they_are(loss, spread):
    problem = small_problem(2, loss)
    margin = (spread * np.random.default_rng(0).standard_normal((50, 120))).astype(np.float32)
    pull = problem.balanced(problem.loss.stages[0].pull(margin)).astype(np.float32)
    exact = problem.loss.dual(pull.astype(np.float64)) @ problem.weight
    found = problem.gain(pull, 3)
    assert (found < exact).all() and found == pytest.approx(exact, rel=1e-3, abs=1e-3)
