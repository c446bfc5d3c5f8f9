"""A baseline for the basis: the same search among random directions of the space of a layer's neurons."""

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from sparse_probing.candidates import Activations, Array, LayerData, LinearProbe
from sparse_probing.standardise import Standardiser


@dataclass(frozen=True)
class Rotation:
    """A random orthogonal change of basis of standardised neurons.

    Neurons change sign and order at random and are mixed by a discrete cosine transform, twice. Both steps
    are orthogonal, so lengths and angles stay, and each new direction weighs all neurons about alike; unlike
    a matrix drawn at random it takes neurons log(neurons) operations a row and next to no memory.
    """

    standardiser: Standardiser
    signs: npt.NDArray[np.float64]  # (2, neurons), +1 or -1
    orders: npt.NDArray[np.int64]  # (2, neurons)

    @classmethod
    def draw(cls, x_train: Activations, seed: tuple[int, ...]) -> "Rotation":
        """Draw a rotation for activations (rows, neurons), whose scale is measured here."""
        rng = np.random.default_rng(seed)
        neurons = x_train.shape[1]
        signs = rng.choice([-1.0, 1.0], size=(2, neurons))
        orders = np.stack([rng.permutation(neurons) for _ in range(2)])
        return cls(Standardiser.fit(x_train), signs, orders)

    def turn(self, data: LayerData) -> LayerData:
        """Return a layer's data in the new basis, where "neurons" are directions."""
        return replace(data, x_train=self._apply(data.x_train), x_validation=self._apply(data.x_validation))

    def turn_back(self, probe: LinearProbe) -> "RotatedProbe":
        """Return a probe that was fitted in the new basis as one on raw activations."""
        # Imported here, as only this baseline pays for it.
        from scipy.fft import idct

        weights = np.zeros(self.signs.shape[1])
        weights[probe.neurons] = probe.coefficients
        for signs, order in zip(self.signs[::-1], self.orders[::-1], strict=True):
            unordered = np.empty_like(weights)
            unordered[order] = idct(weights, norm="ortho")
            weights = unordered * signs
        raw, intercept = self.standardiser.to_raw(weights, probe.intercept)
        return RotatedProbe(**vars(probe), raw=raw, raw_intercept=intercept)

    def _apply(self, x: Activations) -> npt.NDArray[np.float32]:
        from scipy.fft import dct

        turned = self.standardiser.apply(x)
        for signs, order in zip(self.signs, self.orders, strict=True):
            turned = dct((turned * signs)[:, order], norm="ortho", axis=1)
        return turned.astype(np.float32)


@dataclass(frozen=True)
class RotatedProbe(LinearProbe):
    """A probe on k directions of a rotated layer; `neurons` and `coefficients` are those of directions.

    raw: (neurons of the layer,) float32 and raw_intercept: the same classifier on raw activations.
    """

    raw: npt.NDArray[np.float32] = field(kw_only=True)
    raw_intercept: float = field(kw_only=True)

    def scores(self, x: Activations) -> Array:
        """Return log-odds (rows,), under equal classes, of raw activations x (rows, neurons of the layer)."""
        return np.asarray(x @ self.raw, dtype=np.float64) + self.raw_intercept
