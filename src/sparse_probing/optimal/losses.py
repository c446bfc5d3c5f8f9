"""The three losses of a margin, in the smooth form that Newton steps see and the exact one that bounds use.

A row's margin is a = y (x w + b) with y = +1 or -1. A loss l is convex and falls with a. Its dual variable is
p = -l'(a), the row's pull on the weights, and its dual value is d(p) = min over a of l(a) + p a, which is
-infinity outside the loss's interval of pulls.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.floating]
"""In double or single precision, which every method keeps."""

_SMOOTHINGS = (0.3, 0.06, 0.012, 2.4e-3, 5e-4, 1e-4, 1e-5, 1e-6)
"""Smooth hinges, each fitted from the one before, until one is near enough."""


class Loss(ABC):
    """A convex loss of the margin; every method maps (rows,) to (rows,)."""

    name: str
    at_zero: float
    """The loss of margin 0."""

    @property
    def stages(self) -> "tuple[Loss, ...]":
        """The smooth losses to minimise one after the other, each starting from the one before."""
        return (self,)

    @abstractmethod
    def value(self, margin: Values) -> Values:
        """Return l(a)."""

    @abstractmethod
    def pull(self, margin: Values) -> Values:
        """Return p = -l'(a), which lies in the interval of pulls."""

    @abstractmethod
    def curvature(self, margin: Values) -> Values:
        """Return l''(a)."""

    @abstractmethod
    def dual(self, pull: Values) -> Values:
        """Return d(p) for p in the interval of pulls."""


class Logistic(Loss):
    """log(1 + exp(-a)); pulls lie in [0, 1]."""

    name = "logistic"
    at_zero = float(np.log(2))

    def value(self, margin: Values) -> Values:
        """Return log(1 + exp(-a))."""
        return np.log1p(np.exp(-np.abs(margin))) + np.maximum(-margin, 0.0)

    def pull(self, margin: Values) -> Values:
        """Return 1 / (1 + exp(a))."""
        small = np.exp(-np.abs(margin))
        return np.where(margin > 0, small, 1.0) / (1.0 + small)

    def curvature(self, margin: Values) -> Values:
        """Return p (1 - p)."""
        small = np.exp(-np.abs(margin))
        return small / np.square(1.0 + small)

    def dual(self, pull: Values) -> Values:
        """Return the entropy of p."""
        # log1p, as pulls next to 0 must not vanish in 1 - p; p = 1 itself would take the logarithm of 0.
        limits = np.finfo(pull.dtype)
        entropy: Values = pull * np.log(np.maximum(pull, limits.tiny))
        entropy += (1 - pull) * np.log1p(-np.minimum(pull, 1 - limits.epsneg))
        return -entropy


class Squared(Loss):
    """(1 - a)^2 / 2, which is (y - x w - b)^2 / 2; any pull is allowed."""

    name = "squared"
    at_zero = 0.5

    def value(self, margin: Values) -> Values:
        """Return (1 - a)^2 / 2."""
        return np.asarray(0.5 * np.square(1.0 - margin))

    def pull(self, margin: Values) -> Values:
        """Return 1 - a."""
        return 1.0 - margin

    def curvature(self, margin: Values) -> Values:
        """Return 1."""
        return np.ones_like(margin)

    def dual(self, pull: Values) -> Values:
        """Return p - p^2 / 2."""
        return pull - 0.5 * np.square(pull)


@dataclass(frozen=True)
class Hinge(Loss):
    """max(0, 1 - a), or the smooth t log(1 + exp((1 - a) / t)) above it; pulls lie in [0, 1].

    smoothing: t; 0 is the hinge itself, which has no curvature. The smooth loss is at most t log 2 above the
    hinge. Its pulls are pulls of the hinge, so a smooth fit gives bounds for the hinge.
    """

    smoothing: float = 0.0
    name = "hinge"
    at_zero = 1.0

    @property
    def stages(self) -> tuple[Loss, ...]:
        """Return ever less smooth hinges, the last of which is near enough to the hinge."""
        return tuple(Hinge(smoothing) for smoothing in _SMOOTHINGS)

    def value(self, margin: Values) -> Values:
        """Return max(0, 1 - a), or what is above it."""
        short = 1.0 - margin
        if self.smoothing == 0:
            return np.asarray(np.maximum(0.0, short))
        return self.smoothing * _LOGISTIC.value(-short / self.smoothing)

    def pull(self, margin: Values) -> Values:
        """Return 1 below a margin of 1, else 0; between them where smooth."""
        if self.smoothing == 0:
            return (margin < 1.0).astype(margin.dtype)
        return _LOGISTIC.pull((margin - 1.0) / self.smoothing)

    def curvature(self, margin: Values) -> Values:
        """Return 0, or that of the smooth loss."""
        if self.smoothing == 0:
            return np.zeros_like(margin)
        return _LOGISTIC.curvature((margin - 1.0) / self.smoothing) / self.smoothing

    def dual(self, pull: Values) -> Values:
        """Return p, or that of the smooth loss."""
        if self.smoothing == 0:
            return pull
        return pull + self.smoothing * _LOGISTIC.dual(pull)


_LOGISTIC = Logistic()
LOSSES: dict[str, Loss] = {"hinge": Hinge(), "logistic": Logistic(), "squared": Squared()}
