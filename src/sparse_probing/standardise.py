"""Scale neurons to zero mean and unit variance, and translate probes back to raw activations."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sparse_probing.ranking import is_dead

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Standardiser:
    """Mean and standard deviation of neurons over training rows.

    mean: (neurons,) float64. deviation: (neurons,) float64, of the population; exactly 0 for a dead neuron,
    one that never varies on the training rows, whose standardised activation is 0 on every row.
    """

    mean: Array
    deviation: Array

    @classmethod
    def fit(cls, x: npt.NDArray[np.floating]) -> "Standardiser":
        """Measure activations x (rows, neurons)."""
        exact = x.astype(np.float64)
        return cls(exact.mean(axis=0), np.where(is_dead(x), 0.0, exact.std(axis=0)))

    def select(self, neurons: npt.NDArray[np.int64]) -> "Standardiser":
        """Return the standardiser of some of the neurons, in the order given."""
        return Standardiser(self.mean[neurons], self.deviation[neurons])

    def apply(self, x: npt.NDArray[np.floating]) -> Array:
        """Return x (rows, neurons) standardised, float64."""
        return (x - self.mean) * self._inverse_deviation()

    def to_raw(self, coefficients: Array, intercept: float) -> tuple[npt.NDArray[np.float32], float]:
        """Return the coefficients, float32, and intercept that give the same scores from raw activations.

        The intercept makes up for the rounding of the coefficients at the mean activation.
        """
        raw = (coefficients * self._inverse_deviation()).astype(np.float32)
        return raw, intercept - float(raw.astype(np.float64) @ self.mean)

    def _inverse_deviation(self) -> Array:
        inverse = np.zeros_like(self.deviation)
        return np.divide(1.0, self.deviation, out=inverse, where=self.deviation > 0)
