"""OKRidge, l0bnb and abess on the matrices of `optimal.py`: squared loss, the same ridge, the same objective.

python optimal_rivals.py MATRICES K [K ...] [--seconds 60]

Runs in an environment of its own, with okridge, l0bnb, abess and requests. Prints a JSON line a solver and k.
OKRidge's gap is brought to our objective, which has a constant more. l0bnb lowers a penalty for each neuron
until k are used, so that its bounds are of another problem; abess has none.
"""

import argparse
import contextlib
import io
import json
import time
from pathlib import Path

import numpy as np


def load(path):
    """Design and target of the weighted squared loss with the intercept eliminated, and the ridge."""
    with np.load(path) as stored:
        x, y, ridge = stored["x"], stored["y"], float(stored["ridge"])
    weight = np.where(y, y.size / (2 * y.sum()), y.size / (2 * (~y).sum()))
    sign = np.where(y, 1.0, -1.0)
    root = np.sqrt(weight)
    x = (x - weight @ x / weight.sum()) * root[:, None]
    return x, (sign - weight @ sign / weight.sum()) * root, ridge


def objective(x, y, ridge, w):
    """Mean loss and ridge of weights (neurons,)."""
    return (0.5 * np.square(y - x @ w).sum() + ridge / 2 * w @ w) / y.size


def refit(x, y, ridge, support):
    """The best weights on a support."""
    w = np.zeros(x.shape[1])
    chosen = x[:, support]
    w[support] = np.linalg.solve(chosen.T @ chosen + ridge * np.eye(len(support)), chosen.T @ y)
    return w


def okridge(x, y, ridge, ks, seconds):
    """Yield k, the objective and the gap of OKRidge."""
    from okridge.tree import BNBTree

    for k in ks:
        tree = BNBTree(X=x, y=y, lambda2=ridge, max_memory_GB=8, gap_tol=1e-3)
        upper, w, gap, *_ = tree.solve(k=k, gap_tol=1e-3, verbose=False, time_limit=seconds)
        found = objective(x, y, ridge, np.asarray(w).ravel())
        yield k, found, float(gap * abs(upper) / (2 * y.size) / found)


def l0bnb(x, y, ridge, ks, seconds):
    """Yield k and the objective of l0bnb, one path of falling penalties for all k.

    A k ends with a penalty at which as many neurons are used, or after `seconds`; the next k goes on. No
    penalty takes more than a tenth of that: most of the time for one goes into proofs of another problem.
    """
    from l0bnb import fit_path

    gains = 0.5 * np.square(y @ x) / (np.square(x).sum(axis=0) + ridge)
    penalty, warm, best = 0.99 * gains.max(), [int(gains.argmax())], {}
    for k in ks:
        end = time.process_time() + seconds
        while max(best, default=0) < k and (left := end - time.process_time()) > 0:
            (solved,) = fit_path(
                x,
                y,
                lambda_2=ridge / 2,
                lambda_0_grid=[penalty],
                lambda_0_grid_warm_start=warm,
                time_limit=min(left, seconds / 10),
                intercept=False,
                normalize=False,
            )
            warm = np.flatnonzero(solved["B"]).tolist()
            found = objective(x, y, ridge, solved["B"])
            best[len(warm)] = min(found, best.get(len(warm), np.inf))
            penalty *= 0.95
        yield k, min((found for used, found in best.items() if used <= k), default=None), None


def abess(x, y, ridge, ks, seconds):
    """Yield k and the objective of the support that abess finds, refitted."""
    from abess import LinearRegression

    for k in ks:
        model = LinearRegression(support_size=[k], alpha=ridge / y.size, fit_intercept=False).fit(x, y)
        yield k, objective(x, y, ridge, refit(x, y, ridge, np.flatnonzero(model.coef_))), None


def main():
    """Print a line a solver and k."""
    parser = argparse.ArgumentParser()
    parser.add_argument("matrices", type=Path)
    parser.add_argument("ks", type=int, nargs="+")
    parser.add_argument("--seconds", type=float, default=60)
    arguments = parser.parse_args()
    x, y, ridge = load(arguments.matrices)
    lines = []
    for solver in (okridge, abess, l0bnb):
        with contextlib.redirect_stdout(io.StringIO()):  # they print their progress
            start = time.process_time()
            for k, found, gap in solver(x, y, ridge, sorted(arguments.ks), arguments.seconds):
                line = {"solver": solver.__name__, "k": k, "objective": found, "gap": gap}
                lines.append({**line, "seconds": time.process_time() - start})
                start = time.process_time()
    print(*map(json.dumps, lines), sep="\n")


if __name__ == "__main__":
    main()
