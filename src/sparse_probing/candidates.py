"""A few candidate neurons of a layer, standardised, on which linear probes are fitted."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sparse_probing.logistic import LogisticFit, Start, balanced_weights, fit_logistic
from sparse_probing.metrics import Labels, f1, first_best
from sparse_probing.optimal.proof import Proof
from sparse_probing.standardise import Standardiser

Activations = npt.NDArray[np.floating]
Indices = npt.NDArray[np.int64]
Array = npt.NDArray[np.float64]

RIDGE_NEURONS = 16
"""How many of the best-ranked neurons the ridge is chosen on, whatever the values of k."""
# The largest partial derivative of the mean loss that a fit may leave; float32 allows for about 1e-6.
_TOLERANCE = 1e-5


@dataclass(frozen=True)
class LayerData:
    """The rows of one layer that a method may see: those of train and validation, never those of test.

    x_train, x_validation: (rows, neurons) raw activations. y_train, y_validation: (rows,) bool labels.
    """

    layer: int
    x_train: Activations
    y_train: Labels
    x_validation: Activations
    y_validation: Labels


@dataclass(frozen=True)
class LinearProbe:
    """A linear classifier on k neurons of a layer.

    neurons: (k,) indices in the layer, most important first. coefficients: (k,) float32, for raw activations.
    iterations: steps of the fit. slope: the largest partial derivative of the mean loss that the fit left,
        if the solver tells.
    log_odds: whether scores are log-odds, as they are of probes fitted with the logistic loss alone.
    proof: how far from optimal it can be, where the method proves that.
    """

    neurons: Indices
    coefficients: npt.NDArray[np.float32]
    intercept: float
    iterations: int | None = None
    slope: float | None = None
    log_odds: bool = True
    proof: Proof | None = None

    def scores(self, x: Activations) -> Array:
        """Return margins (rows,), positive above 0, of raw activations x (rows, neurons of the layer).

        Of log-odds, those under equal classes.
        """
        return x[:, self.neurons].astype(np.float64) @ self.coefficients.astype(np.float64) + self.intercept


@dataclass(frozen=True)
class Candidates:
    """Candidate neurons, best first, with their standardised activations on training and validation rows.

    neurons: (candidates,) indices in the layer. train, validation: (rows, candidates) float32, each column
        contiguous. weight: (training rows,), balances the classes.
    """

    neurons: Indices
    standardiser: Standardiser
    train: npt.NDArray[np.float32]
    y_train: Labels
    weight: Array
    validation: npt.NDArray[np.float32]
    y_validation: Labels

    @classmethod
    def of(cls, data: LayerData, neurons: Indices) -> "Candidates":
        """Standardise the chosen neurons of a layer by their training rows."""
        x_train, x_validation = data.x_train[:, neurons], data.x_validation[:, neurons]
        standardiser = Standardiser.fit(x_train)
        return cls(
            neurons=neurons,
            standardiser=standardiser,
            train=standardiser.apply_by_column(x_train),
            y_train=data.y_train,
            weight=balanced_weights(data.y_train),
            validation=standardiser.apply_by_column(x_validation),
            y_validation=data.y_validation,
        )

    def fit(self, columns: Indices, ridge: float, *, start: Start | None = None) -> LogisticFit:
        """Fit a class-balanced logistic probe on some candidates, given by their positions in `neurons`.

        ridge: penalty of the mean loss: `fit_logistic` gets `ridge` times the number of training rows.
        Raises ConvergenceError as `fit_logistic`.
        """
        return fit_logistic(
            self.train[:, columns],
            self.y_train,
            l2=ridge * self.y_train.size,
            sample_weight=self.weight,
            start=start,
            tolerance=_TOLERANCE,
        )

    def choose_ridge(self, ridges: tuple[float, ...]) -> float:
        """Return the ridge with the best validation average precision on the first 16 candidates.

        Chosen once for a layer: a search for each k would cost more than the fits themselves, and the choice
        matters little below 16 neurons. Ties go to the stronger ridge.
        """
        if len(ridges) == 1:
            return ridges[0]
        columns = np.arange(min(RIDGE_NEURONS, self.neurons.size))
        options = []
        start = None
        for ridge in sorted(ridges, reverse=True):
            fit = self.fit(columns, ridge, start=start)
            start = Start(fit.coefficients, fit.intercept)
            # The intercept is left out: it does not change the order of the scores.
            options.append((ridge, self.validation[:, columns] @ fit.coefficients))
        return first_best(self.y_validation, options)

    def validation_f1(self, columns: Indices, fit: LogisticFit) -> float:
        """Return the F1 on validation of a fit on some candidates."""
        scores = self.validation[:, columns] @ fit.coefficients.astype(np.float32) + fit.intercept
        return f1(self.y_validation, scores > 0)

    def probe(self, columns: Indices, fit: LogisticFit, order: Indices) -> LinearProbe:
        """Return the probe on raw activations that equals a fit on standardised candidates.

        columns: the candidates of the fit. order: positions in `columns`, most important first.
        """
        chosen = columns[order]
        raw, intercept = self.standardiser.select(chosen).to_raw(fit.coefficients[order], fit.intercept)
        return LinearProbe(self.neurons[chosen], raw, intercept, fit.iterations, fit.steepest)
