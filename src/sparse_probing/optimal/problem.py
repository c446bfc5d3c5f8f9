"""The problem of the best k neurons, and lower bounds on it that hold in floating point."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from sparse_probing.optimal.losses import Loss, Values

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_EPSILON = float(np.finfo(np.float64).eps)
SAFETY = 1e-10
"""Share of summed magnitudes that a bound gives away: sums of n terms err by less than n x 1e-16 of it."""
_SINGLE_SAFETY = 1e-6
"""Of the weights and pulls of rows where dual values are computed in single precision; sums are in double."""


@dataclass(frozen=True)
class Problem:
    """Minimise sum_i c_i l(y_i (x_i w + b)) + ridge/2 |w|^2 over w with at most k entries, and b.

    signed: (neurons, rows) float64, the activations times the label, +1 or -1, of their row.
    sign: (rows,) the labels. weight: (rows,) c, above 0. ridge: above 0; 1/gamma in the words of the paper.
    """

    signed: Array
    sign: Array
    weight: Array
    ridge: float
    loss: Loss

    @classmethod
    def of(
        cls, x: npt.NDArray[np.floating], y: npt.NDArray[np.bool_], *, weight: Array, ridge: float, loss: Loss
    ) -> "Problem":
        """Take standardised activations x (rows, neurons) and labels y (rows,).

        Raises ValueError where the ridge is not positive, a class is missing or x is not finite.
        """
        if ridge <= 0:
            raise ValueError(f"ridge: expected a number above 0, found {ridge}")
        if y.all() or not y.any():
            raise ValueError(f"y: expected both classes, found only {bool(y.size and y[0])}")
        if not np.isfinite(x).all():
            raise ValueError("x: expected finite values, found nan or infinity")
        sign = np.where(y, 1.0, -1.0)
        return cls(np.ascontiguousarray(x.T * sign, dtype=np.float64), sign, weight, float(ridge), loss)

    @property
    def neurons(self) -> int:
        """Number of neurons to choose from."""
        return len(self.signed)

    @property
    def scale(self) -> float:
        """Sum of the weights: what divides an objective to make it a mean loss."""
        return float(self.weight.sum())

    @cached_property
    def single(self) -> npt.NDArray[np.float32]:
        """The signed activations (neurons, rows) in single precision, for what need not be exact."""
        return self.signed.astype(np.float32)

    @cached_property
    def squares(self) -> npt.NDArray[np.float32]:
        """The squared activations (neurons, rows) in single precision."""
        return np.square(self.single)

    def among(self, neurons: Indices) -> "Problem":
        """Return the same problem with a choice of some neurons only, in the order given."""
        return replace(self, signed=self.signed[neurons])

    def balanced(self, pull: Values) -> Array:
        """Return pulls (..., rows) near the given ones with sum_i y_i c_i p_i = 0, as the intercept demands.

        Those of the heavier class shrink, which keeps each in its interval; the squared loss, whose pulls may
        have any sign, takes a shift.
        """
        weighted = self.weight * pull
        if self.loss.name == "squared":
            return np.asarray(pull - (weighted @ self.sign / self.scale)[..., np.newaxis] * self.sign)
        positive = self.sign > 0
        up, down = weighted @ positive, weighted @ ~positive
        least = np.minimum(up, down)
        shrink_up, shrink_down = (
            np.divide(least, total, out=np.zeros_like(least), where=total > 0)[..., np.newaxis]
            for total in (up, down)
        )
        return np.asarray(pull * np.where(positive, shrink_up, shrink_down))

    def correlations(self, pull: Array) -> Array:
        """Return u = X^T(y c p) (neurons,) for pulls p (rows,)."""
        return np.asarray(self.signed @ (self.weight * pull))

    def costs(self, pull: Values, correlations: Array) -> Array:
        """Return u^2 / (2 ridge) of each of some neurons, what it takes off a bound, rounded up.

        pull: (rows,) or (n, rows). correlations: any number for (rows,), else (..., n); computed in double
        precision.
        """
        error = (
            2 * self.sign.size * _EPSILON * self._longest_column * np.linalg.norm(self.weight * pull, axis=-1)
        )
        return np.asarray(np.square(np.abs(correlations) + error) / (2 * self.ridge))

    def gain(self, pull: Values, k: int) -> Array:
        """Return sum_i c_i d(p_i) for balanced pulls (..., rows), rounded down, in shape (...).

        Less what the imbalance that rounding leaves can matter at the intercepts of optima of k neurons.
        Pulls may be in single precision, which costs a little more for the rounding of their dual values.
        """
        weighted = self.weight * pull
        total = np.abs(weighted).sum(axis=-1)
        gain = self.loss.dual(pull) @ self.weight
        rounding = SAFETY * (total + np.abs(gain))
        if pull.dtype == np.float32:
            rounding = _SINGLE_SAFETY * (total + np.abs(gain) + self.scale)
        imbalance = np.abs(weighted @ self.sign) + self.sign.size * _EPSILON * total
        return np.asarray(gain - rounding - imbalance * self.largest_intercept(k))

    def bound(self, pull: Array, costs: Array, *, must: Mask, free: Mask, room: int) -> float:
        """Return a lower bound on every support of all `must` and up to `room` of the `free` neurons.

        D(p) = sum_i c_i d(p_i) - (sum over must + the `room` largest of free) u_j^2 / (2 ridge), by Fenchel
        duality, for any balanced pulls p (rows,) and their `costs` (neurons,).
        """
        cost = float(costs[must].sum()) + largest_sum(costs[free], room)
        return float(self.gain(pull, room + int(must.sum()))) - cost * (1 + SAFETY)

    def largest_intercept(self, k: int) -> float:
        """Return a number that |b| does not exceed at the optimum of any k neurons.

        The optimum is at most the objective of zero weights, n l(0) with n the sum of weights: so |w|^2 is at
        most 2 n l(0) / ridge, and by Jensen's inequality the loss of a class's mean margin is at most r l(0),
        where r is n over the weight of the lighter class. For each of the losses that means a mean margin of
        at least -r; it differs from +b or -b by the score of the class's mean activations.
        """
        longest = float(np.sqrt(2 * self.scale * self.loss.at_zero / self.ridge))
        ratio, farthest = self._classes
        return ratio + float(np.sqrt(k)) * farthest * longest

    @cached_property
    def _classes(self) -> tuple[float, float]:
        """The sum of weights over that of the lighter class, and the largest |class mean| of a neuron."""
        lightest, farthest = np.inf, 0.0
        for label in (1.0, -1.0):
            weight = self.weight * (self.sign == label)
            lightest = min(lightest, float(weight.sum()))
            farthest = max(farthest, float(np.abs(self.signed @ weight).max(initial=0.0) / weight.sum()))
        return self.scale / lightest, farthest

    @cached_property
    def _longest_column(self) -> float:
        return float(np.sqrt(np.einsum("ji,ji->j", self.signed, self.signed).max(initial=0.0)))


def largest_sum(values: Array, count: int) -> float:
    """Return the sum of the `count` largest values (n,)."""
    if count >= values.size:
        return float(values.sum())
    if count == 0:
        return 0.0
    return float(np.partition(values, values.size - count)[-count:].sum())
