"""Probing against the ways of the paper: the path over k, single neurons, mutual information, growth."""

import statistics
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from jobs import measure_jobs
from layers import ROWS, Layer, made_up_layer, real_layers
from scipy.stats import spearmanr
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_selection import mutual_info_classif
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from sparse_probing import ranking
from sparse_probing.candidates import LayerData
from sparse_probing.evaluation import ProbeIdentity
from sparse_probing.methods import DEFAULT_KS, MethodSettings, adaptive_threshold
from sparse_probing.metrics import evaluate
from sparse_probing.permutation import permuted_labels
from sparse_probing.settings.probing import AdaptiveThreshold
from sparse_probing.single_neurons import find_neurons, score_layer

ROOT = Path(__file__).parents[1]
REPEATS = 3
NARROW, WIDE = 2_048, 16_384
QUESTIONS = [("minilm", 3, "VERB"), ("minilm", 3, "NOUN"), ("minilm", 5, "ADP"), ("small", 3, "VERB")]
SAMPLED_FITS = 32
INFORMED_NEURONS = 512
PERMUTATIONS = 64
DRAWS = 1_000
SIZES = [(750, NARROW), (1_500, NARROW), (3_000, NARROW), (6_000, NARROW)]
SIZES += [(6_000, neurons) for neurons in (4_096, 8_192, WIDE)]
ADAPTIVE = MethodSettings(ridges=AdaptiveThreshold().ridges)
Array = npt.NDArray[np.float64]


def measure_probing(results: Path = ROOT / "results" / "real") -> tuple[pl.DataFrame, dict[str, object]]:
    """All tables in one, and each for itself: paths, neurons, information, growth, jobs.

    results: where `make real` has left stores of EWT; without them only layers that are made up are measured.
    """
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        narrow = [made_up_layer(NARROW), *real_layers(results, QUESTIONS, None)]
        narrow += real_layers(results, QUESTIONS[:1], NARROW)
        wide = [made_up_layer(WIDE), *real_layers(results, QUESTIONS[:1], WIDE)]
        score_layer(narrow[0].data, _permuted(narrow[0].data))  # what it imports is no part of its time
        tables = {
            "paths": pl.DataFrame([_path(layer) for layer in narrow + wide]),
            "neurons": pl.DataFrame([_neurons(layer) for layer in narrow + wide]),
            "information": pl.DataFrame([_information(layer) for layer in narrow]),
            "growth": _growth(),
            "jobs": measure_jobs(results),
        }
    together = [table.with_columns(measured=pl.lit(name)) for name, table in tables.items()]
    facts = {
        "rows": f"{ROWS:,}",
        "permutations": PERMUTATIONS,
        "draws": DRAWS,
        "informed": INFORMED_NEURONS,
        "ridges": len(ADAPTIVE.ridges),
    }
    return pl.concat(together, how="diagonal_relaxed"), {**tables, **facts}


def seconds(run: Callable[[], Any]) -> float:
    """Median CPU seconds of a function that runs on one core: other processes do not count."""
    taken = []
    for _ in range(REPEATS):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def _path(layer: Layer) -> dict[str, Any]:
    ours = {p.neurons.size: p.scores(layer.x_test) for p in adaptive_threshold(layer.data, ADAPTIVE)}
    start = time.process_time()
    theirs = _elastic_net_path(layer)  # once: it takes long
    their_seconds = time.process_time() - start
    our_seconds = seconds(lambda: adaptive_threshold(layer.data, ADAPTIVE))
    return {
        "layer": layer.name,
        "neurons": layer.x_test.shape[1],
        "seconds": round(our_seconds, 3),
        "paper's seconds": round(their_seconds, 2),
        "times as fast": round(their_seconds / our_seconds, 1),
        "Newton's seconds": round(seconds(lambda: _newton_path(layer)), 3),
        **_quality("", ours, layer),
        **_quality("paper's ", theirs, layer),
        **_quality("Newton's ", _newton_path(layer), layer),
    }


def _quality(prefix: str, scores: dict[int, Array], layer: Layer) -> dict[str, float]:
    measured = [evaluate(layer.y_test, of_k) for of_k in scores.values()]
    return {
        f"{prefix}F1": round(float(np.mean([m.f1 for m in measured])), 4),
        f"{prefix}AP": round(float(np.mean([m.average_precision for m in measured])), 4),
    }


def _elastic_net_path(layer: Layer) -> dict[int, Array]:
    """The paper's adaptive thresholding: scores of test rows by k."""
    x, y = layer.data.x_train, layer.data.y_train
    scale = 10 * np.maximum(x.std(axis=0), 1e-3)
    kept = ranking.top(ranking.mean_difference(x, y), max(DEFAULT_KS))
    scores = {}
    for k in sorted(DEFAULT_KS, reverse=True):
        kept = kept[:k]
        model = LogisticRegression(
            solver="saga",
            C=k / 20,
            l1_ratio=float(np.clip(np.exp(-k / 20), 0.1, 0.9)),
            class_weight="balanced",
            max_iter=1000,
            random_state=0,
        )
        model.fit(x[:, kept] / scale[kept], y)
        scores[k] = model.decision_function(layer.x_test[:, kept] / scale[kept])
        kept = kept[np.argsort(-np.abs(model.coef_[0]), kind="stable")]
    return scores


def _newton_path(layer: Layer) -> dict[int, Array]:
    """The same descent with a ridge and scikit-learn's Newton solver: scores of test rows by k."""
    x, y = layer.data.x_train, layer.data.y_train
    kept = ranking.top(ranking.mean_difference(x, y), max(DEFAULT_KS))
    scale = StandardScaler().fit(x[:, kept])
    x, x_test = scale.transform(x[:, kept]), scale.transform(layer.x_test[:, kept])
    columns = np.arange(kept.size)
    scores = {}
    for k in sorted(DEFAULT_KS, reverse=True):
        columns = columns[:k]
        model = LogisticRegression(solver="newton-cholesky", class_weight="balanced")
        model.fit(x[:, columns], y)
        scores[k] = model.decision_function(x_test[:, columns])
        columns = columns[np.argsort(-np.abs(model.coef_[0]), kind="stable")]
    return scores


def _neurons(layer: Layer) -> dict[str, Any]:
    data, neurons = layer.data, layer.x_test.shape[1]
    permuted = _permuted(data)
    ours = seconds(lambda: score_layer(data, permuted)) / neurons
    whole = seconds(lambda: _search(layer)) / neurons
    sampled = np.linspace(0, neurons - 1, SAMPLED_FITS).astype(int)
    scale = 10 * np.maximum(data.x_train[:, sampled].std(axis=0), 1e-3)
    scaled = data.x_train[:, sampled] / scale

    def fit_each() -> None:
        for column in range(SAMPLED_FITS):
            model = LogisticRegression(solver="saga", class_weight="balanced", max_iter=200, random_state=0)
            model.fit(scaled[:, [column]], data.y_train)

    theirs = seconds(fit_each) / SAMPLED_FITS
    return {
        "layer": layer.name,
        "neurons": neurons,
        "ms a neuron": round(1e3 * ours, 3),
        "with intervals": round(1e3 * whole, 3),
        "ms a saga fit": round(1e3 * theirs, 2),
        "times as fast": round(theirs / ours, 1),
        "so with intervals": round(theirs / whole, 1),
    }


def _search(layer: Layer) -> pl.DataFrame:
    """The job's search: all neurons, then test metrics with bootstrap intervals of the best 30."""
    data = layer.data
    parts = [("train", data.y_train), ("validation", data.y_validation), ("test", layer.y_test)]
    examples = pl.concat(pl.DataFrame({"label": y}).with_columns(split=pl.lit(name)) for name, y in parts)
    examples = examples.with_columns(group=pl.int_range(pl.len()) // 10)
    x = np.concatenate([data.x_train, data.x_validation, layer.x_test])
    identity = ProbeIdentity(model="", parameters=0, dataset="", category="", feature=layer.name)
    return find_neurons(
        [(0, x)],
        examples,
        identity=identity,
        layer_count=1,
        permutations=PERMUTATIONS,
        bootstrap_draws=DRAWS,
    )


def _permuted(data: LayerData) -> npt.NDArray[np.float32]:
    return permuted_labels(data.y_train, np.arange(data.y_train.size) // 10, draws=PERMUTATIONS, seed=0)


def _information(layer: Layer) -> dict[str, Any]:
    x, y = layer.data.x_train, layer.data.y_train
    x = x[:, ranking.top(ranking.mean_difference(x, y), INFORMED_NEURONS)]
    start = time.process_time()
    of_3 = mutual_info_classif(x, y, random_state=0)
    their_seconds = time.process_time() - start
    of_30 = mutual_info_classif(x, y, n_neighbors=30, random_state=0)
    ours = ranking.mutual_information(x, y)
    our_seconds = seconds(lambda: ranking.mutual_information(x, y))
    return {
        "layer": layer.name,
        "seconds": round(our_seconds, 3),
        "scikit-learn's": round(their_seconds, 2),
        "times as fast": round(their_seconds / our_seconds, 1),
        "with 3": _rank_correlation(ours, of_3),
        "with 30": _rank_correlation(ours, of_30),
        "3 with 30": _rank_correlation(of_3, of_30),
    }


def _rank_correlation(one: Array, other: Array) -> float:
    return round(float(spearmanr(one, other).statistic), 3)


def _growth() -> pl.DataFrame:
    """Nanoseconds for each row and neuron: constant where the cost is linear in both."""
    layer = made_up_layer(WIDE).data
    lines = []
    for rows, neurons in SIZES:
        x, y = np.ascontiguousarray(layer.x_train[:rows, :neurons]), layer.y_train[:rows]
        data = LayerData(0, x, y, x, y)
        permuted = _permuted(data)
        ways: dict[str, Callable[[], Any]] = {
            "adaptive_threshold": lambda data=data: adaptive_threshold(data, ADAPTIVE),
            "mean_difference": lambda x=x, y=y: ranking.mean_difference(x, y),
            "mutual_information": lambda x=x, y=y: ranking.mutual_information(x, y),
            "single neurons": lambda data=data, permuted=permuted: score_layer(data, permuted),
        }
        cost = {name: round(1e9 * seconds(run) / rows / neurons, 1) for name, run in ways.items()}
        lines.append({"rows": rows, "neurons": neurons, **cost})
    return pl.DataFrame(lines)
