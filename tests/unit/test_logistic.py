import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from sparse_probing.logistic import ConvergenceError, Start, balanced_weights, fit_logistic


def problem(rows=300, columns=6, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((rows, columns)) @ rng.standard_normal((columns, columns))
    y = x[:, 0] + rng.standard_normal(rows) > 1
    return x, y


@pytest.mark.parametrize("solver", ["newton-cholesky", "lbfgs"])
@pytest.mark.parametrize("l2", [0.05, 1.0, 300.0])
def test_scikit_learn_finds_the_same_minimum(solver, l2):
    x, y = problem()
    ours = fit_logistic(x, y, l2=l2, sample_weight=balanced_weights(y))
    theirs = LogisticRegression(C=1 / l2, class_weight="balanced", solver=solver, tol=1e-10, max_iter=10_000)
    theirs.fit(x, y)
    assert ours.coefficients == pytest.approx(theirs.coef_[0], abs=1e-6)
    assert ours.intercept == pytest.approx(theirs.intercept_[0], abs=1e-6)


@settings(max_examples=30)
@given(
    seed=st.integers(0, 1000),
    rows=st.integers(10, 60),
    columns=st.integers(1, 80),
    l2=st.floats(1e-4, 1e3),
)
def test_no_neighbour_has_a_lower_objective(seed, rows, columns, l2):
    x, y = problem(rows, columns, seed)
    y[:2] = [True, False]
    weight = balanced_weights(y)
    fit = fit_logistic(x, y, l2=l2, sample_weight=weight)

    def objective(coefficients, intercept):
        margins = np.where(y, 1, -1) * (x @ coefficients + intercept)
        return weight @ np.logaddexp(0, -margins) + l2 / 2 * coefficients @ coefficients

    assert fit.objective == pytest.approx(objective(fit.coefficients, fit.intercept))
    rng = np.random.default_rng(seed)
    for size in (1e-3, 1.0):
        moved = fit.coefficients + size * rng.standard_normal(columns)
        assert objective(moved, fit.intercept + size * rng.standard_normal()) > fit.objective


def test_the_start_changes_the_way_and_not_the_goal():
    x, y = problem()
    weight = balanced_weights(y)
    cold = fit_logistic(x, y, l2=1.0, sample_weight=weight)
    there = Start(cold.coefficients, cold.intercept)
    warm = fit_logistic(x, y, l2=1.0, sample_weight=weight, start=there)
    far = fit_logistic(x, y, l2=1.0, sample_weight=weight, start=Start(np.full(6, -30.0), 50.0))
    bent = Start(np.zeros(6), 0.0, np.diag(np.linspace(0.001, 0.1, 7)))
    misled = fit_logistic(x, y, l2=1.0, sample_weight=weight, start=bent)
    assert warm.iterations == 0 < cold.iterations
    for fit in (far, misled):
        assert fit.coefficients == pytest.approx(cold.coefficients, abs=1e-6)


def test_a_fit_that_starts_at_the_minimum_has_the_inverse_of_the_second_derivatives_there():
    x, y = problem()
    before = fit_logistic(x, y, l2=2.0, sample_weight=np.ones(300))
    there = Start(before.coefficients, before.intercept)
    fit = fit_logistic(x, y, l2=2.0, sample_weight=np.ones(300), start=there)
    chance = 1 / (1 + np.exp(-(x @ fit.coefficients + fit.intercept)))
    columns = np.column_stack([x, np.ones(300)])
    hessian = (columns.T * (chance * (1 - chance))) @ columns + np.diag([2.0] * 6 + [0.0])
    assert fit.covariance @ hessian == pytest.approx(np.eye(7), abs=1e-6)
    assert before.covariance == pytest.approx(fit.covariance, rel=0.5, abs=0.01)


def test_a_fit_says_how_near_to_the_minimum_it_is():
    x, y = problem()
    fit = fit_logistic(x, y, l2=1.0, sample_weight=np.ones(300), tolerance=1e-5)
    wrong = y - 1 / (1 + np.exp(-(x @ fit.coefficients + fit.intercept)))
    gradient = np.append(fit.coefficients - wrong @ x, wrong.sum())
    assert fit.steepest == pytest.approx(np.abs(gradient).max() / 300, rel=1e-6)
    assert 0 < fit.steepest <= 1e-5


def test_separable_classes_converge_thanks_to_the_ridge():
    x = np.array([[-2.0], [-1.0], [1.0], [2.0]])
    y = x[:, 0] > 0
    weak, strong = (fit_logistic(x, y, l2=l2, sample_weight=np.ones(4)) for l2 in (1e-6, 1.0))
    assert weak.coefficients[0] > 5 * strong.coefficients[0] > 0
    assert weak.intercept == pytest.approx(0, abs=1e-6)


def test_a_weight_of_two_is_a_row_given_twice():
    x, y = problem(40)
    doubled = fit_logistic(np.vstack([x, x[:10]]), np.append(y, y[:10]), l2=1.0, sample_weight=np.ones(50))
    weighted = fit_logistic(x, y, l2=1.0, sample_weight=np.repeat([2.0, 1.0], [10, 30]))
    assert weighted.coefficients == pytest.approx(doubled.coefficients, abs=1e-7)


def test_the_intercept_is_not_penalised():
    y = np.arange(100) < 20
    fit = fit_logistic(np.zeros((100, 1)), y, l2=1e6, sample_weight=np.ones(100))
    assert fit.intercept == pytest.approx(np.log(20 / 80))


def test_too_few_iterations_raise():
    x, y = problem()
    with pytest.raises(ConvergenceError, match=r"300 rows and 6 columns .* after 2 steps"):
        fit_logistic(x, y, l2=1e-3, sample_weight=np.ones(300), max_iterations=2)


@pytest.mark.parametrize(
    ("x", "y", "l2", "message"),
    [
        ([[0.0], [1.0]], [True, False], 0.0, "l2"),
        ([[0.0], [1.0]], [True, True], 1.0, "both classes"),
        ([[0.0], [np.nan]], [True, False], 1.0, "finite"),
    ],
)
def test_problems_without_a_solution_are_refused(x, y, l2, message):
    with pytest.raises(ValueError, match=message):
        fit_logistic(np.array(x), np.array(y), l2=l2, sample_weight=np.ones(2))


def test_balanced_weights_give_each_class_half():
    y = np.arange(50) < 10
    weight = balanced_weights(y)
    assert weight[y].sum() == pytest.approx(25) == pytest.approx(weight[~y].sum())
