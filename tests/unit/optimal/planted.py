"""Small problems whose best support is known: planted, or found by trying all of them."""

import itertools

import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.svm import SVC

from sparse_probing.logistic import balanced_weights
from sparse_probing.optimal.losses import LOSSES
from sparse_probing.optimal.problem import Problem
from sparse_probing.optimal.support import fit_support


def correlated(rows, neurons, correlation, rng):
    """Standard normal neurons, neighbours correlated as an autoregressive series."""
    x = rng.standard_normal((rows, neurons))
    for neuron in range(1, neurons):
        x[:, neuron] = correlation * x[:, neuron - 1] + np.sqrt(1 - correlation**2) * x[:, neuron]
    return x


def small_problem(seed, loss, *, rows=120, neurons=12, ridge=None):
    """Correlated neurons, a few of which decide a noisy, unbalanced label."""
    rng = np.random.default_rng(seed)
    x = correlated(rows, neurons, rng.choice([0.0, 0.5, 0.9]), rng)
    weights = rng.standard_normal(neurons) * (rng.random(neurons) < 0.4)
    y = x @ weights + 0.7 * rng.standard_normal(rows) > 0.5
    y[:2] = [True, False]
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    ridge = rows * 10 ** rng.uniform(-3, 0.5) if ridge is None else ridge
    return Problem.of(x, y, weight=balanced_weights(y), ridge=ridge, loss=LOSSES[loss])


def least_objective(problem, k):
    """The lowest objective of all supports of k neurons, one by one."""
    supports = itertools.combinations(range(problem.neurons), k)
    return min(fit_support(problem, np.array(support)).objective for support in supports)


def least_by_scikit_learn(problem, k):
    """The same by solvers of another library, with the losses written out once more."""
    solver, loss = {
        "hinge": (SVC(kernel="linear", C=1 / problem.ridge, tol=1e-8), lambda m: np.maximum(0, 1 - m)),
        "logistic": (
            LogisticRegression(C=1 / problem.ridge, tol=1e-8, max_iter=1000),
            lambda m: np.log1p(np.exp(-m)),
        ),
        "squared": (Ridge(problem.ridge), lambda m: np.square(1 - m) / 2),
    }[problem.loss.name]
    x, y = (problem.signed * problem.sign).T, problem.sign
    objectives = []
    for support in itertools.combinations(range(problem.neurons), k):
        chosen = x[:, support]
        solver.fit(chosen, y, sample_weight=problem.weight)
        weights = np.ravel(solver.coef_)
        margin = y * (chosen @ weights + solver.intercept_)
        objectives.append(problem.weight @ loss(margin) + problem.ridge / 2 * weights @ weights)
    return min(objectives)
