"""Layers whose telling neurons are known, because they were planted."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class PlantedLayer:
    """Activations x (rows, neurons) float32, labels y (rows,), and the neurons that tell, ascending."""

    x: npt.NDArray[np.float32]
    y: npt.NDArray[np.bool_]
    support: npt.NDArray[np.int64]


def draw_layer(
    *, rows: int, neurons: int, planted: int, shift: float, positives: float, correlation: float, seed: int
) -> PlantedLayer:
    """Draw a layer of which `planted` neurons at random places tell a feature.

    positives: share of positive rows; at least eight are. correlation: of neighbouring neurons, in [0, 1);
    that of others falls as a power of their distance (a process of order 1).

    Rows of a class are normal with that covariance C; the classes' means differ by C w, where w is `shift` or
    -`shift` at the planted neurons and 0 elsewhere. So the best classifier is linear and uses just the
    planted neurons. Without correlation they alone differ between the classes, by `shift` standard
    deviations, as in the synthetic experiment of Gurnee et al. 2023 (arXiv 2305.01610, appendix); with it
    their neighbours differ too, and tell nothing that the planted ones do not tell better.
    """
    rng = np.random.default_rng(seed)
    support = np.sort(rng.choice(neurons, size=planted, replace=False))
    distance = np.abs(np.arange(neurons)[:, np.newaxis] - support)
    difference = (correlation**distance) @ rng.choice([-shift, shift], size=planted)
    y = rng.permutation(rows) < max(8, round(positives * rows))
    columns = np.empty((neurons, rows), dtype=np.float32)
    fresh = np.float32(np.sqrt(1 - correlation**2))
    for neuron, column in enumerate(columns):
        rng.standard_normal(out=column, dtype=np.float32)
        if neuron > 0:
            column *= fresh
            column += np.float32(correlation) * columns[neuron - 1]
    for column, gap in zip(columns, difference.astype(np.float32), strict=True):
        column[y] += gap
    return PlantedLayer(np.ascontiguousarray(columns.T), y, support)
