"""The adaptive-threshold path against the paper's elastic-net loop."""

import statistics
import time
import warnings
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import polars as pl
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from threadpoolctl import threadpool_limits

from sparse_probing import ranking
from sparse_probing.candidates import LayerData
from sparse_probing.methods import DEFAULT_KS, MethodSettings, adaptive_threshold

ROWS, NEURONS, PLANTED = 7_000, 512, 24
REPEATS = 3
Array = npt.NDArray[np.float64]


def measure_probing() -> tuple[pl.DataFrame, dict[str, object]]:
    """One line a method: median seconds and mean test average precision over k."""
    generator = np.random.default_rng(0)
    x = generator.normal(size=(ROWS, NEURONS)) @ _correlation(generator)
    y = x[:, :PLANTED].sum(axis=1) + 2 * generator.normal(size=ROWS) > 4
    train, validation, test = np.split(np.arange(ROWS), [int(0.6 * ROWS), int(0.8 * ROWS)])
    data = LayerData(0, x[train], y[train], x[validation], y[validation])

    def ours() -> list[Array]:
        return [probe.scores(x[test]) for probe in adaptive_threshold(data, MethodSettings())]

    def elastic_net() -> list[Array]:
        return _elastic_net_path(x[train], y[train], x[test])

    ways: dict[str, Callable[[], list[Array]]] = {
        "adaptive_threshold": ours,
        "elastic-net saga loop": elastic_net,
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    precision: dict[str, float] = {}
    with threadpool_limits(1):
        for _ in range(REPEATS):
            for name, run in ways.items():
                start = time.perf_counter()
                scores = run()
                seconds[name].append(time.perf_counter() - start)
                precision[name] = float(np.mean([average_precision_score(y[test], s) for s in scores]))
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    table = pl.DataFrame(
        {
            "method": list(ways),
            "seconds": [round(medians[name], 3) for name in ways],
            "times as fast": [round(medians["elastic-net saga loop"] / medians[name], 1) for name in ways],
            "average precision": [round(precision[name], 4) for name in ways],
        }
    )
    return table, {"rows": ROWS, "neurons": NEURONS, "planted": PLANTED, "probe_repeats": REPEATS}


def _correlation(generator: np.random.Generator) -> Array:
    """A mixing matrix that makes neurons correlated, as real ones are."""
    return np.eye(NEURONS) + 0.5 * generator.normal(size=(NEURONS, NEURONS)) / np.sqrt(NEURONS)


def _elastic_net_path(x: Array, y: npt.NDArray[np.bool_], x_test: Array) -> list[Array]:
    scale = 10 * np.maximum(x.std(axis=0), 1e-3)
    scaled, scaled_test = x / scale, x_test / scale
    kept = ranking.top(ranking.mean_difference(x, y), max(DEFAULT_KS))
    scores = []
    for k in sorted(DEFAULT_KS, reverse=True):
        kept = kept[:k]
        model = LogisticRegression(
            solver="saga",
            C=k / 20,
            l1_ratio=float(np.clip(np.exp(-k / 20), 0.1, 0.9)),
            class_weight="balanced",
            max_iter=1000,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(scaled[:, kept], y)
        scores.append(model.decision_function(scaled_test[:, kept]))
        kept = kept[np.argsort(-np.abs(model.coef_[0]), kind="stable")]
    return scores
