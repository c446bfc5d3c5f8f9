"""Ways to find k neurons of a layer that tell a feature: a method maps a layer's data to one probe a k.

Neurons are ranked, chosen, scaled and fitted on training rows; validation rows decide the ridge alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from sparse_probing import ranking
from sparse_probing.candidates import Array, Candidates, LayerData, LinearProbe
from sparse_probing.elimination import remove, without
from sparse_probing.l1_path import l1_scores
from sparse_probing.logistic import LogisticFit, Start, balanced_weights
from sparse_probing.metrics import average_precision, first_best
from sparse_probing.rotation import Rotation
from sparse_probing.standardise import Standardiser
from sparse_probing.wide_logistic import fit_wide_logistic

DEFAULT_KS = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 32, 64, 128, 256)


@dataclass(frozen=True)
class MethodSettings:
    """How probes are fitted.

    ks: numbers of neurons a probe may use; those above the number of neurons at hand are skipped.
    ridges: strengths of the ridge to choose from; a fit minimises the mean loss plus ridge / 2 times the
        squared norm of the coefficients of standardised neurons. `paper` is that of the paper's optimal
        probes, which depends on the number of rows: see `penalties`.
    start: number of neurons that `adaptive_threshold` starts from.
    draws: number of rotations of `rotation`.
    seed: of the draws of `random` and `rotation`.
    largest_k: the largest k that `optimal` searches for; by default every k.
    loss: of `optimal`, a name in `sparse_probing.optimal.losses.LOSSES`.
    search: of `optimal`, a name in `sparse_probing.optimal.method.SEARCHES`.
    tolerance: the relative gap that `optimal` takes for a proof.
    nodes, cuts: of `optimal`, at most, for each k; nodes limit the search `relaxation`, cuts the search
        `cuts`. seconds: of CPU time likewise, not reproducible.
    rivals: methods that `optimal` is never worse than, with settings of theirs.
    """

    ks: tuple[int, ...] = DEFAULT_KS
    ridges: tuple[float | Literal["paper"], ...] = (1e-4, 1e-3, 1e-2, 1e-1)
    start: int = 256
    draws: int = 5
    seed: int = 0
    largest_k: int | None = None
    loss: str = "logistic"
    search: str = "relaxation"
    tolerance: float = 1e-3
    nodes: int | None = 200
    cuts: int | None = 1000
    seconds: float | None = None
    rivals: Mapping[str, "MethodSettings"] = field(default_factory=dict)

    @classmethod
    def of(cls, ks: Sequence[int], options: Mapping[str, Any]) -> "MethodSettings":
        """Take options by name, as the config has them; those of rivals too."""
        rivals = {name: cls.of(ks, theirs) for name, theirs in options.get("rivals", {}).items()}
        return cls(**{**options, "ks": tuple(ks), "rivals": rivals})

    def penalties(self, rows: int) -> tuple[float, ...]:
        """Return the ridges in numbers, for so many training rows.

        The paper's gamma is 1 / sqrt(rows) in sum of losses + |w|^2 / (2 gamma), on neurons of deviation 0.1.
        On neurons of deviation 1, weights are a tenth: 100 sqrt(rows) of the summed loss, 100 / sqrt(rows) of
        the mean.
        """
        return tuple(100 / rows**0.5 if ridge == "paper" else ridge for ridge in self.ridges)


Method = Callable[[LayerData, MethodSettings], list[LinearProbe]]


def mean_difference(data: LayerData, settings: MethodSettings) -> list[LinearProbe]:
    """Rank neurons once by the difference of their class means, and refit the best k for each k.

    The heuristic sweep of Gurnee et al. 2023 (arXiv 2305.01610). A probe's neurons are in the order of the
    ranking.
    """
    return _refit_best(data, ranking.mean_difference(data.x_train, data.y_train), settings)


def f_statistic(data: LayerData, settings: MethodSettings) -> list[LinearProbe]:
    """Rank neurons once by the F statistic of their class means, and refit the best k for each k."""
    return _refit_best(data, ranking.f_statistic(data.x_train, data.y_train), settings)


def mutual_information(data: LayerData, settings: MethodSettings) -> list[LinearProbe]:
    """Rank neurons once by their mutual information with the label, and refit the best k for each k."""
    return _refit_best(data, ranking.mutual_information(data.x_train, data.y_train), settings)


def l1_logistic(data: LayerData, settings: MethodSettings) -> list[LinearProbe]:
    """Rank neurons by their entry into a path of L1-penalised probes, and refit the best k for each k.

    Raises ConvergenceError.
    """
    scores = l1_scores(data.x_train, data.y_train, wanted=max(settings.ks))
    return _refit_best(data, scores, settings)


def random(data: LayerData, settings: MethodSettings) -> list[LinearProbe]:
    """Fit k neurons drawn by (seed, layer), the same ones first for each k: a baseline."""
    return _refit_best(data, ranking.random_scores(data.x_train, (settings.seed, data.layer)), settings)


def adaptive_threshold(data: LayerData, settings: MethodSettings) -> list[LinearProbe]:
    """Start from the best neurons by mean difference, fit, keep what the fit needs most, and so on down.

    Adaptive thresholding of Gurnee et al. 2023 (arXiv 2305.01610) with two changes. A ridge stands where they
    use an elastic net, so that k alone decides how many neurons remain. And neurons are kept by what the loss
    would rise without them, not by |coefficient|: two neurons that nearly cancel each other have large
    coefficients and are not needed. A probe's neurons are in that order, so its first neurons are those of
    the next smaller k. The ridge of a layer is the one whose probes have the best mean validation F1, ties to
    the stronger.
    """
    scores = ranking.mean_difference(data.x_train, data.y_train)
    candidates = Candidates.of(data, ranking.top(scores, settings.start))
    ks = _ks_up_to(candidates.neurons.size, settings)
    paths = []
    start = None
    for ridge in sorted(settings.penalties(data.y_train.size), reverse=True):
        widest = candidates.fit(np.arange(candidates.neurons.size), ridge, start=start)
        # Not its covariance, which is that of another ridge, and decides what is removed.
        start = Start(widest.coefficients, widest.intercept)
        paths.append(_eliminate(candidates, widest, ridge, ks))
    _, best = max(paths, key=lambda path: path[0])
    return best


def rotation(data: LayerData, settings: MethodSettings) -> list[LinearProbe]:
    """Run `adaptive_threshold` in random orthogonal bases: a baseline for what is special about neurons.

    For each k the probe of the middle draw by validation average precision, the lower one of two; a best
    draw would be a search that the basis of neurons is not granted.
    """
    drawn = []
    for draw in range(settings.draws):
        turned = Rotation.draw(data.x_train, (settings.seed, data.layer, draw))
        drawn.append([turned.turn_back(p) for p in adaptive_threshold(turned.turn(data), settings)])
    return [_middle(probes, data) for probes in zip(*drawn, strict=True)]


def optimal(data: LayerData, settings: MethodSettings) -> list[LinearProbe]:
    """Search for the best k neurons of the whole layer, and prove how good the best found are.

    Optimal sparse probing of Gurnee et al. 2023 (arXiv 2305.01610), at the ridge that validation chooses for
    the loss in use; see docs/optimal.md. Never worse than the neurons of its rivals with the same loss and
    ridge. SCIP is imported here, as only optimal probes pay for its import. Raises ConvergenceError.
    """
    from sparse_probing.optimal.method import choose_ridge, optimal_probes
    from sparse_probing.optimal.scip import Limits

    ks = [k for k in _ks_up_to(data.x_train.shape[1], settings) if k <= (settings.largest_k or k)]
    found = [METHODS[rival](data, theirs) for rival, theirs in settings.rivals.items()]
    work = settings.cuts if settings.search == "cuts" else settings.nodes
    return optimal_probes(
        data,
        ks,
        ridge=choose_ridge(data, settings.penalties(data.y_train.size), settings.loss),
        loss=settings.loss,
        search=settings.search,
        gap=settings.tolerance,
        limits=Limits(work=work, seconds=settings.seconds),
        starts=[probe.neurons for probes in found for probe in probes],
    )


def dense(data: LayerData, settings: MethodSettings) -> list[LinearProbe]:
    """Fit all neurons of the layer at once, k = neurons: what a probe without a limit can do.

    The ridge is chosen on validation by average precision, ties to the stronger. Raises ConvergenceError.
    """
    neurons = data.x_train.shape[1]
    standardiser = Standardiser.fit(data.x_train)
    x_train, x_validation = standardiser.apply(data.x_train), standardiser.apply(data.x_validation)
    options = []
    fit = None
    for ridge in sorted(settings.penalties(data.y_train.size), reverse=True):
        fit = fit_wide_logistic(
            x_train,
            data.y_train,
            l2=ridge * data.y_train.size,
            sample_weight=balanced_weights(data.y_train),
            start=fit,
        )
        # The intercept is left out: it does not change the order of the scores.
        options.append((fit, x_validation @ fit.coefficients))
    best = first_best(data.y_validation, options)
    order = ranking.top(np.where(standardiser.deviation > 0, np.abs(best.coefficients), np.nan), neurons)
    raw, intercept = standardiser.select(order).to_raw(best.coefficients[order], best.intercept)
    return [LinearProbe(order, raw, intercept, best.iterations, best.steepest)]


METHODS: dict[str, Method] = {
    "mean_difference": mean_difference,
    "f_statistic": f_statistic,
    "mutual_information": mutual_information,
    "l1_logistic": l1_logistic,
    "adaptive_threshold": adaptive_threshold,
    "optimal": optimal,
    "random": random,
    "rotation": rotation,
    "dense": dense,
    "control": adaptive_threshold,
}
"""By name; `control` is `adaptive_threshold` on labels of `control_labels`."""


def _refit_best(data: LayerData, scores: Array, settings: MethodSettings) -> list[LinearProbe]:
    """Return, for each k, the probe on the k neurons of highest score, in the order of their scores."""
    ks = _ks_up_to(scores.size, settings)
    candidates = Candidates.of(data, ranking.top(scores, max(settings.ks)))
    ridge = candidates.choose_ridge(settings.penalties(candidates.y_train.size))
    probes = []
    coefficients, intercept = np.zeros(0), 0.0
    for k in ks:
        start = np.append(coefficients, np.zeros(k - coefficients.size))
        fit = candidates.fit(np.arange(k), ridge, start=Start(start, intercept))
        coefficients, intercept = fit.coefficients, fit.intercept
        probes.append(candidates.probe(np.arange(k), fit, np.arange(k)))
    return probes


def _eliminate(
    candidates: Candidates, fit: LogisticFit, ridge: float, ks: list[int]
) -> tuple[float, list[LinearProbe]]:
    """Return probes in order of k, found from the largest k down, each among the candidates of the last.

    Before them: the mean of their validation F1.
    """
    columns = np.arange(candidates.neurons.size)
    found, rated = [], []
    for k in reversed(ks):
        kept, gone = remove(fit, k)
        if gone.size:
            fit = candidates.fit(columns[kept], ridge, start=without(fit, kept))
        found.append((columns[kept], fit, columns[gone]))
        columns = columns[kept]
        rated.append(candidates.validation_f1(columns, fit))
    # What is needed most is known at the end: from there on each step adds what it took away.
    order = columns[remove(fit, 0)[1][::-1]]
    probes = []
    for columns, fit, gone in reversed(found):
        place = np.argsort(columns, kind="stable")
        probes.append(candidates.probe(columns, fit, place[np.searchsorted(columns[place], order)]))
        order = np.append(order, gone[::-1])
    return float(np.mean(rated)) if rated else 0.0, probes


def _middle(probes: Sequence[LinearProbe], data: LayerData) -> LinearProbe:
    """Return the probe of the median validation average precision."""
    rated = [average_precision(data.y_validation, probe.scores(data.x_validation)) for probe in probes]
    return probes[int(np.argsort(rated, kind="stable")[(len(probes) - 1) // 2])]


def _ks_up_to(neurons: int, settings: MethodSettings) -> list[int]:
    return [k for k in sorted(set(settings.ks)) if k <= neurons]
