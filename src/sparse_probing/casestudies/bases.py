"""The basis of neurons against random orthogonal bases: are neurons better directions than any others?"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.casestudies.examples_of_layer import LayerExamples
from sparse_probing.casestudies.labels import F1, LOG_LOSS, NEURONS, RANDOM
from sparse_probing.ranking import mean_difference, top

COLUMNS = {
    "basis": pl.String(),
    "draw": pl.UInt32(),
    "measure": pl.String(),
    "at": pl.UInt32(),
    "value": pl.Float64(),
}


def compare_bases(
    examples: LayerExamples, *, bases: int, directions: int, ks: Sequence[int], seed: int
) -> pl.DataFrame:
    """Measure the basis of neurons and `bases` random ones on test, one row for each basis and number.

    With `measure` f1, `value` is the F1 of a probe on one direction, and `at` the rank of that direction,
    from 1 to `directions`, by the difference of class means on train. With `measure` log_loss it is the log
    loss, in nats, of a probe on the `at` first directions. After Gurnee et al. 2023 (arXiv 2305.01610,
    appendix on the basis of neurons), whose random bases are not orthogonal.
    """
    generator = np.random.default_rng(seed)
    records = _measure(examples, (NEURONS, 0), directions, ks)
    for draw in range(bases):
        rotated = examples.with_x(examples.x @ random_basis(examples.x.shape[1], generator))
        records += _measure(rotated, (RANDOM, draw), directions, ks)
    return pl.DataFrame(records, schema=COLUMNS, orient="row")


def random_basis(width: int, generator: np.random.Generator) -> npt.NDArray[np.float64]:
    """A random orthogonal matrix (width, width), uniform over all of them (Mezzadri 2007)."""
    q, r = np.linalg.qr(generator.standard_normal((width, width)))
    return np.asarray(q * np.sign(np.diag(r)))


def _measure(
    examples: LayerExamples, basis: tuple[str, int], directions: int, ks: Sequence[int]
) -> list[tuple[object, ...]]:
    train = examples.rows("train")
    scores = mean_difference(examples.x[train], examples.labels[train])
    best = top(scores, min(len(scores), max(directions, *ks)))
    records: list[tuple[object, ...]] = []
    for rank, direction in enumerate(best[:directions], start=1):
        measured = examples.measure(examples.fitted_scores(np.array([direction])), "test")
        records.append((*basis, F1, rank, measured.f1))
    for k in ks:
        if k <= len(best):
            measured = examples.measure(examples.fitted_scores(best[:k]), "test")
            records.append((*basis, LOG_LOSS, k, measured.log_loss))
    return records
