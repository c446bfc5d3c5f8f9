"""The perspective penalty: the ridge on k neurons, relaxed so that neurons may be chosen in part.

With shares z in [0, 1] that sum to k, a neuron of weight w costs w^2 / z. At the best shares this is a norm
that is quadratic in large weights and an L1 norm in small ones, so the relaxation is a lasso of its own
kind, solved here for a quadratic loss by an active-set method: neurons are whole (z = 1), partial (z in
between) or out.
"""

from dataclasses import dataclass

import numpy as np

from sparse_probing.optimal.problem import Array, Mask, largest_sum

_ROUNDS = 60
_MOST_ENTERING = 8
_LENGTHS = tuple(2.0**-power for power in range(12))


@dataclass(frozen=True)
class Shares:
    """z: (neurons,), the shares that make sum_j w_j^2 / z_j least; penalty: that sum.

    level: the |w| at which a share reaches 1; 0 where there is room for all.
    """

    z: Array
    penalty: float
    level: float


def best_shares(weights: Array, must: Mask, room: int) -> Shares:
    """Share `room` among the weights (neurons,) that are not `must`, which have a share of 1 anyway.

    Weights other than must have to be 0 where room is 0.
    """
    sizes = np.where(must, 0.0, np.abs(weights))
    used = np.count_nonzero(sizes)
    if used < room or used == 0:
        z = (must | (sizes > 0)).astype(np.float64)
        return Shares(z, sum_of_squares(weights), 0.0)
    order = np.argsort(-sizes, kind="stable")[:room]
    largest = sizes[order]
    rest = sizes.sum() - np.append(0.0, np.cumsum(largest[:-1]))
    levels = rest / (room - np.arange(room))
    # The last of these always holds, up to rounding: one unit of room is left for all the rest.
    fits = largest <= levels
    fits[-1] = True
    whole = int(np.argmax(fits))
    level = float(levels[whole])
    z = np.minimum(1.0, sizes / level)
    z[order[:whole]] = 1.0
    z[must] = 1.0
    squares = sum_of_squares(weights[must]) + sum_of_squares(largest[:whole])
    return Shares(z, squares + (room - whole) * level**2, level)


def minimise_quadratic(
    hessian: Array, linear: Array, ridge: float, must: Mask, room: int, start: Array, *, tolerance: float
) -> Array:
    """Return w (neurons,) that minimises w'Hw/2 - q'w + ridge/2 times the perspective penalty of w.

    hessian: (neurons, neurons) H, positive semidefinite. linear: (neurons,) q. start: (neurons,).
    Done when the duality gap is at most `tolerance`; the best point found otherwise: callers certify.
    """
    weights = start
    for _ in range(_ROUNDS):
        shares = best_shares(weights, must, room)
        pressed = hessian @ weights
        residual = linear - pressed
        value = 0.5 * float(weights @ pressed) - float(linear @ weights) + ridge / 2 * shares.penalty
        top = sum_of_squares(residual[must]) + largest_sum(np.square(residual[~must]), room)
        if value + 0.5 * float(weights @ pressed) + top / (2 * ridge) <= tolerance:
            break
        target, signs = _target(hessian, linear, ridge, must, room, weights, residual, shares)
        moved = _step(hessian, linear, ridge, must, room, weights, target, signs, value)
        if moved is None:
            break
        weights = moved
    return weights


def _target(
    hessian: Array,
    linear: Array,
    ridge: float,
    must: Mask,
    room: int,
    weights: Array,
    residual: Array,
    shares: Shares,
) -> tuple[Array, Array]:
    """Return the minimiser with whole, partial and entering neurons as now, and the signs of partial ones.

    Where partial neurons keep their signs s, their penalty is (s'w)^2 / (room - whole).
    """
    live = weights != 0
    whole = must | (live & (shares.z >= 1.0))
    signs = np.where(live & ~whole, np.sign(weights), 0.0)
    left = room - int((whole & ~must).sum())
    if left == 0 and room:  # the smallest whole neuron makes room for others
        least = int(np.argmin(np.where(whole & ~must, np.abs(weights), np.inf)))
        whole[least], signs[least], left = False, np.sign(weights[least]), 1
    outside = np.where(live | must, 0.0, np.abs(residual))
    order = np.argsort(-outside, kind="stable")[: max(_MOST_ENTERING, room)]
    entering = order[outside[order] > ridge * shares.level * (1 + 1e-10)] if left else order[:0]
    signs[entering] = np.sign(residual[entering])
    while True:
        active = np.flatnonzero(whole | (signs != 0))
        matrix = hessian[np.ix_(active, active)]
        # Partial neurons have no ridge of their own: a trace of one parts those that repeat each other.
        trace = 1e-9 * ridge + 1e-12 * matrix.diagonal().max(initial=0.0)
        matrix[np.diag_indices_from(matrix)] += np.where(whole[active], ridge, trace)
        pattern = signs[active]
        if left:
            matrix += ridge / left * np.outer(pattern, pattern)
        target = np.zeros_like(weights)
        target[active] = np.linalg.solve(matrix, linear[active])
        backwards = entering[target[entering] * signs[entering] <= 0]
        if backwards.size == 0:
            return target, signs
        signs[backwards] = 0.0
        entering = np.setdiff1d(entering, backwards)


def _step(
    hessian: Array,
    linear: Array,
    ridge: float,
    must: Mask,
    room: int,
    weights: Array,
    target: Array,
    signs: Array,
    value: float,
) -> Array | None:
    """Return the first point on the way to the target, tried from its end, that is lower; else None.

    Partial neurons stop at 0 where they would change sign. The point where the first of them gets there is
    tried too: short of it nothing but the loss and a smooth penalty changes.
    """
    turning = (signs * weights > 0) & (signs * target < 0)
    first = float((weights[turning] / (weights - target)[turning]).min(initial=1.0))
    for length in sorted({*_LENGTHS, first}, reverse=True):
        trial = weights + length * (target - weights)
        # Up to rounding, else what should get to 0 first stays next to it, and nothing can move any more.
        trial[turning & (np.abs(weights) <= length * np.abs(target - weights) * (1 + 1e-12))] = 0.0
        penalty = best_shares(trial, must, room).penalty
        lower = 0.5 * float(trial @ (hessian @ trial)) - float(linear @ trial) + ridge / 2 * penalty
        if lower < value:
            return trial
    return None


def sum_of_squares(values: Array) -> float:
    """Return the sum of the squares of values (n,)."""
    return float(values @ values)
