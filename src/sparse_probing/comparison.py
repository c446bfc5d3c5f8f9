"""Is one probe better than another? Paired differences of test metrics between methods and between models."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.bootstrap import ClusterBootstrap, Draws, Interval
from sparse_probing.candidates import LinearProbe
from sparse_probing.metrics import evaluate

METRICS = ("f1", "mcc", "roc_auc", "average_precision")

SCHEMA = pl.Schema(
    {
        "dataset": pl.String(),
        "category": pl.String(),
        "feature": pl.String(),
        "model": pl.String(),
        "method": pl.String(),
        "k": pl.UInt32(),
        "other_model": pl.String(),
        "other_method": pl.String(),
        "other_k": pl.UInt32(),
        **{f"{metric}_{part}": pl.Float64() for metric in METRICS for part in ("difference", "low", "high")},
    }
)


@dataclass(frozen=True)
class Contender:
    """A probe's scores on the test rows of its model; rows of two models need not be the same.

    scores: (rows,) log-odds. labels: (rows,). groups: (rows,) names.
    """

    model: str
    method: str
    k: int
    scores: npt.NDArray[np.float64]
    labels: npt.NDArray[np.bool_]
    groups: pl.Series


def contenders(
    best: pl.DataFrame,
    test: pl.DataFrame,
    activations: Callable[[int], npt.NDArray[np.floating]],
) -> list[Contender]:
    """Score the probes of a model again on its test rows.

    best: rows of a table of probes, of one model and feature. test: the test rows, with columns `label` and
    `group`. activations: gives a layer's activations (test rows, neurons) by its number, and is asked once
    for each layer.
    """
    scored = {}
    for (layer,), rows in best.with_row_index("position").group_by("layer", maintain_order=True):
        x = activations(int(str(layer)))
        for row in rows.iter_rows(named=True):
            probe = LinearProbe(
                np.array(row["neurons"], dtype=np.int64),
                np.array(row["coefficients"], dtype=np.float32),
                row["intercept"],
            )
            scored[row["position"]] = Contender(
                model=row["model"],
                method=row["method"],
                k=row["k"],
                scores=probe.scores(x),
                labels=test["label"].to_numpy(),
                groups=test["group"],
            )
    return [scored[position] for position in range(best.height)]


def pairs(contenders: Sequence[Contender], *, models: Sequence[str], method: str) -> list[tuple[int, int]]:
    """Return which contenders to compare, by their positions.

    Within a model, `method` with each other method at the same k, and with `dense`, which has a k of its own.
    Between successive models of `models`, `method` with itself at the same k.
    """
    chosen = []
    for i, one in enumerate(contenders):
        if one.method != method:
            continue
        for j, other in enumerate(contenders):
            same_model = other.model == one.model and other.method != method
            before = models[max(0, models.index(one.model) - 1)]
            rival = same_model and (other.k == one.k or other.method == "dense")
            smaller = other.method == method and other.k == one.k and other.model == before != one.model
            if rival or smaller:
                chosen.append((i, j))
    return chosen


def compare(
    contenders: Sequence[Contender],
    chosen: Sequence[tuple[int, int]],
    *,
    identity: Mapping[str, str],
    draws: int = 1000,
    seed: int = 0,
) -> pl.DataFrame:
    """Return the differences, first less second, of test metrics for each pair, with the columns of `SCHEMA`.

    identity: dataset, category and feature. Intervals are paired: both probes of a pair see the same
    resamples of all groups, so what a group does to both of them cancels out.
    """
    among = pl.concat([contender.groups for contender in contenders]).unique().sort().to_numpy()
    used = sorted({position for pair in chosen for position in pair})
    drawn = {position: _draws(contenders[position], among, draws, seed) for position in used}
    measured = {p: evaluate(contenders[p].labels, contenders[p].scores) for p in used}
    records = []
    for i, j in chosen:
        one, other = contenders[i], contenders[j]
        record = {
            **identity,
            **{"model": one.model, "method": one.method, "k": one.k},
            **{"other_model": other.model, "other_method": other.method, "other_k": other.k},
        }
        for metric in METRICS:
            interval = Interval.of(getattr(drawn[i], metric) - getattr(drawn[j], metric))
            record |= {
                f"{metric}_difference": getattr(measured[i], metric) - getattr(measured[j], metric),
                f"{metric}_low": interval.low,
                f"{metric}_high": interval.high,
            }
        records.append(record)
    return pl.DataFrame(records, schema=SCHEMA, orient="row")


def _draws(contender: Contender, among: npt.NDArray[np.object_], draws: int, seed: int) -> Draws:
    bootstrap = ClusterBootstrap(contender.groups.to_numpy(), among=among, draws=draws, seed=seed)
    return bootstrap.draws(contender.labels, contender.scores)
