import dataclasses

import numpy as np
import pytest
from planted import small_problem
from sklearn.svm import SVC

from sparse_probing.logistic import fit_logistic
from sparse_probing.optimal.losses import LOSSES
from sparse_probing.optimal.support import fit_support

CHOSEN = np.array([0, 3, 4, 7])


def objective(problem, neurons, coefficients, intercept):
    margin = coefficients @ problem.signed[neurons] + intercept * problem.sign
    ridge = problem.ridge / 2 * coefficients @ coefficients
    return problem.weight @ problem.loss.value(margin) + ridge


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("seed", range(5))
def test_a_fit_is_proven_to_be_the_minimum(loss, seed):
    problem = small_problem(seed, loss)
    fit = fit_support(problem, CHOSEN)
    assert fit.objective == pytest.approx(objective(problem, CHOSEN, fit.coefficients, fit.intercept))
    assert fit.bound <= fit.objective <= fit.bound * (1 + 1e-5)


@pytest.mark.parametrize("seed", range(3))
def test_the_logistic_fit_is_the_librarys(seed):
    problem = small_problem(seed, "logistic")
    x, y = (problem.signed * problem.sign).T, problem.sign > 0
    theirs = fit_logistic(x[:, CHOSEN], y, l2=problem.ridge, sample_weight=problem.weight)
    ours = fit_support(problem, CHOSEN)
    assert ours.objective == pytest.approx(theirs.objective)
    assert ours.coefficients == pytest.approx(theirs.coefficients, abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_the_squared_fit_solves_the_normal_equations(seed):
    problem = small_problem(seed, "squared")
    design = np.vstack([problem.signed[CHOSEN] * problem.sign, np.ones(problem.sign.size)])
    penalty = np.diag([problem.ridge] * CHOSEN.size + [0.0])
    solution = np.linalg.solve(
        (design * problem.weight) @ design.T + penalty, design @ (problem.weight * problem.sign)
    )
    fit = fit_support(problem, CHOSEN)
    assert np.append(fit.coefficients, fit.intercept) == pytest.approx(solution, abs=1e-7)


@pytest.mark.parametrize("seed", range(3))
def test_the_hinge_fit_is_a_support_vector_machine(seed):
    problem = small_problem(seed, "hinge", ridge=2.0)
    x = (problem.signed * problem.sign).T[:, CHOSEN]
    machine = SVC(kernel="linear", C=1 / problem.ridge, tol=1e-8)
    machine.fit(x, problem.sign > 0, sample_weight=problem.weight)
    theirs = objective(problem, CHOSEN, machine.coef_[0], machine.intercept_[0])
    assert fit_support(problem, CHOSEN).objective == pytest.approx(theirs, rel=1e-5)


@pytest.mark.parametrize("loss", LOSSES)
def test_no_neurons_leave_the_intercept(loss):
    problem = small_problem(0, loss)
    fit = fit_support(problem, np.zeros(0, dtype=np.int64))
    assert fit.objective == pytest.approx(problem.scale * problem.loss.at_zero)  # the classes weigh the same


@pytest.mark.parametrize("loss", LOSSES)
def test_separable_classes_have_a_minimum(loss):
    problem = small_problem(0, loss, ridge=1e-3)
    parted = np.vstack([problem.signed, np.ones(problem.sign.size)])  # the label itself as a neuron
    fit = fit_support(dataclasses.replace(problem, signed=parted), np.array([problem.neurons]))
    assert fit.bound <= fit.objective < 0.05 * problem.scale
