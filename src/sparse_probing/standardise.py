"""Scale neurons to zero mean and unit variance, and translate probes back to raw activations."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sparse_probing.ordering import blocks

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
        mean, deviation = np.empty(x.shape[1]), np.empty(x.shape[1])
        for block in blocks(x.shape[1]):
            # From the first row on, so that a dead neuron is 0 throughout and a large mean costs no digits.
            shifted = x[:, block].astype(np.float64)
            shifted -= x[0, block]
            average = shifted.mean(axis=0)
            squares = np.einsum("ij,ij->j", shifted, shifted) / x.shape[0]
            mean[block] = average + x[0, block]
            deviation[block] = np.sqrt(np.maximum(squares - average**2, 0))
        return cls(mean, deviation)

    def select(self, neurons: npt.NDArray[np.int64] | slice) -> "Standardiser":
        """Return the standardiser of some of the neurons, in the order given."""
        return Standardiser(self.mean[neurons], self.deviation[neurons])

    def apply(self, x: npt.NDArray[np.floating]) -> Array:
        """Return x (rows, neurons) standardised, float64."""
        return (x - self.mean) * self._inverse_deviation()

    def apply_by_column(self, x: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
        """Return x (rows, neurons) standardised, float32, each column contiguous."""
        columns = np.empty((x.shape[1], x.shape[0]), dtype=np.float32)
        for block in blocks(x.shape[1]):
            columns[block] = self.select(block).apply(x[:, block]).T
        return columns.T

    def to_raw(self, coefficients: Array, intercept: float) -> tuple[npt.NDArray[np.float32], float]:
        """Return the coefficients, float32, and intercept that give the same scores from raw activations.

        The intercept makes up for the rounding of the coefficients at the mean activation.
        """
        raw = (coefficients * self._inverse_deviation()).astype(np.float32)
        return raw, intercept - float(raw.astype(np.float64) @ self.mean)

    def _inverse_deviation(self) -> Array:
        inverse = np.zeros_like(self.deviation)
        return np.divide(1.0, self.deviation, out=inverse, where=self.deviation > 0)
