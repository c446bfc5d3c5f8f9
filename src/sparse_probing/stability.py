"""Would other rows have chosen the same neurons? Methods run again on resamples of their training groups."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.candidates import LayerData
from sparse_probing.methods import METHODS, MethodSettings
from sparse_probing.probe_schema import SCHEMA as PROBES

Indices = npt.NDArray[np.int64]

_IDENTITY = ("model", "dataset", "category", "feature", "method", "layer", "k")

SCHEMA = pl.Schema(
    {
        **{name: PROBES[name] for name in _IDENTITY},
        "jaccard": pl.Float64(),
        "neurons": pl.List(pl.UInt32()),
        "frequencies": pl.List(pl.Float64()),
    }
)


@dataclass(frozen=True)
class Stability:
    """How alike the supports of k neurons are that resamples choose.

    neurons: all that were ever chosen, the most frequent first, ties by index. frequencies: the share of the
    resamples that chose each. jaccard: mean over pairs of resamples of what their supports share, as a
    share of what they hold together.
    """

    neurons: Indices
    frequencies: npt.NDArray[np.float64]
    jaccard: float

    @classmethod
    def of(cls, supports: Sequence[Indices]) -> "Stability":
        """Measure at least two supports, arrays of indices."""
        names, position = np.unique(np.concatenate(supports), return_inverse=True)
        holds = np.zeros((len(supports), names.size), dtype=np.float64)
        holds[np.repeat(np.arange(len(supports)), [s.size for s in supports]), position] = 1
        shared = holds @ holds.T
        sizes = holds.sum(axis=1)
        jaccard = shared / (sizes[:, np.newaxis] + sizes - shared)
        order = np.argsort(-holds.sum(axis=0), kind="stable")
        between = np.triu_indices(len(supports), k=1)
        return cls(names[order], holds.mean(axis=0)[order], float(jaccard[between].mean()))


def selection_stability(
    data: LayerData,
    groups: npt.ArrayLike,
    *,
    method: str,
    settings: MethodSettings,
    draws: int,
    seed: int,
) -> Mapping[int, Stability]:
    """Return the stability of a method's choice on a layer, by k.

    groups: (training rows,) the group of each. A resample takes as many groups as there are, with
    replacement, and all rows of each; validation rows stay. Resamples without both classes are drawn anew.
    Raises ConvergenceError as the method does.
    """
    codes = np.unique(np.asarray(groups), return_inverse=True)[1]
    order = np.argsort(codes, kind="stable")
    rows_of = np.split(order, np.cumsum(np.bincount(codes))[:-1])
    rng = np.random.default_rng(seed)
    supports: dict[int, list[Indices]] = {}
    for _ in range(draws):
        rows = _resample(rows_of, data.y_train, rng)
        drawn = replace(data, x_train=data.x_train[rows], y_train=data.y_train[rows])
        for probe in METHODS[method](drawn, settings):
            supports.setdefault(probe.neurons.size, []).append(probe.neurons)
    return {k: Stability.of(of_k) for k, of_k in supports.items()}


def stability_of_layers(
    best: pl.DataFrame,
    examples: pl.DataFrame,
    activations: Callable[[int], npt.NDArray[np.floating]],
    *,
    settings: MethodSettings,
    draws: int,
    seed: int,
) -> pl.DataFrame:
    """Return one row for each probe in `best`, with the columns of `SCHEMA`: the stability of its neurons.

    best: rows of a table of probes, of one model, feature and method, one for each k. examples: as for
    `fit_probes`. activations: gives a layer's activations (examples, neurons), and is asked once for each.
    settings: those by which the probes were fitted. Raises ConvergenceError.
    """
    train, validation = ((examples["split"] == name).to_numpy() for name in ("train", "validation"))
    y = examples["label"].to_numpy()
    tables = []
    for (layer,), rows in best.group_by("layer", maintain_order=True):
        x = activations(int(str(layer)))
        data = LayerData(int(str(layer)), x[train], y[train], x[validation], y[validation])
        found = selection_stability(
            data,
            examples["group"].filter(train),
            method=rows["method"][0],
            settings=settings,
            draws=draws,
            seed=seed,
        )
        measured = [found[k] for k in rows["k"]]
        tables.append(
            rows.select(_IDENTITY).with_columns(
                jaccard=pl.Series([of_k.jaccard for of_k in measured]),
                neurons=pl.Series([of_k.neurons.tolist() for of_k in measured]),
                frequencies=pl.Series([of_k.frequencies.tolist() for of_k in measured]),
            )
        )
    return pl.concat(tables).cast(SCHEMA).sort("k")


def _resample(rows_of: Sequence[Indices], y: npt.NDArray[np.bool_], rng: np.random.Generator) -> Indices:
    while True:
        rows = np.concatenate([rows_of[group] for group in rng.integers(len(rows_of), size=len(rows_of))])
        if 0 < np.count_nonzero(y[rows]) < rows.size:
            return rows
