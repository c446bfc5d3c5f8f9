"""What chance alone would do: labels permuted by groups, p-values against them, and their correction."""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def permuted_labels(
    y: npt.NDArray[np.bool_], groups: npt.ArrayLike, *, draws: int, seed: int
) -> npt.NDArray[np.float32]:
    """Return labels (draws, rows) that have lost their rows and kept their company, as 0 and 1.

    y: (rows,) labels. groups: (rows,) the group of each row.

    Rows of a group resemble each other, in labels and in activations, so labels that were permuted row by row
    would make chance look weaker than it is. Here the groups' runs of labels are laid end to end in random
    order, turned by a random offset, and dealt out to the rows group by group: most labels keep their
    neighbours. Each row gets each label equally often, and where each row is its own group this is
    the usual permutation.
    """
    codes = np.unique(np.asarray(groups), return_inverse=True)[1]
    by_group = np.argsort(codes, kind="stable")
    rng = np.random.default_rng(seed)
    permuted = np.empty((draws, y.size), dtype=np.float32)
    for labels in permuted:
        run = y[np.argsort(rng.permutation(codes.max() + 1)[codes], kind="stable")]
        labels[by_group] = np.roll(run, rng.integers(y.size))
    return permuted


def p_values(observed: Array, null: npt.NDArray[np.floating]) -> Array:
    """Return two-sided p-values (statistics,) of observed values (statistics,), whose expectation is 0.

    null: (draws, statistics), the same statistics of permuted labels; where they are constant, p is nan.

    A statistic that sums over many rows is normal under permutation, and its spread is estimated from the
    draws; so the ratio follows Student's t distribution with as many degrees of freedom as there are draws.
    That reaches far below 1 / draws, which the many neurons tested ask for.
    """
    # Imported here, as only the search among single neurons pays for it.
    from scipy.special import stdtr

    spread = np.sqrt(np.mean(np.square(null, dtype=np.float64), axis=0))
    ratio = np.divide(np.abs(observed), spread, out=np.full(observed.shape, np.nan), where=spread > 0)
    return np.asarray(2 * stdtr(null.shape[0], -ratio))


def benjamini_hochberg(p: Array) -> Array:
    """Return the q-value of each p-value (tests,): the least false discovery rate at which it is a discovery.

    Benjamini and Hochberg 1995, "Controlling the false discovery rate". A nan counts as a test that found
    nothing, and stays nan.
    """
    order = np.argsort(p, kind="stable")  # nan last
    ratio = p[order] * p.size / np.arange(1, p.size + 1)
    q = np.empty(p.size)
    q[order] = np.minimum(np.fmin.accumulate(ratio[::-1])[::-1], 1)
    return np.where(np.isnan(p), np.nan, q)
