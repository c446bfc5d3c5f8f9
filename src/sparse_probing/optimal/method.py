"""From a layer's training rows to its optimal probes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from sparse_probing.candidates import RIDGE_NEURONS, Candidates, LayerData, LinearProbe
from sparse_probing.logistic import balanced_weights
from sparse_probing.metrics import first_best
from sparse_probing.optimal.losses import LOSSES
from sparse_probing.optimal.path import Certificate, Searcher, by_bounds, by_cuts, optimal_path
from sparse_probing.optimal.problem import Indices, Problem
from sparse_probing.optimal.proof import Proof
from sparse_probing.optimal.scip import Limits
from sparse_probing.optimal.support import fit_support
from sparse_probing.ranking import mean_difference, top
from sparse_probing.standardise import Standardiser

SEARCHES: Mapping[str, Searcher] = {"relaxation": by_bounds, "cuts": by_cuts}
"""By name; `cuts` is the paper's algorithm alone."""


def choose_ridge(data: LayerData, ridges: Sequence[float], loss: str) -> float:
    """Return the ridge with the best validation average precision of probes fitted with a loss.

    On the 16 best neurons by mean difference, as `Candidates.choose_ridge` does with the logistic loss. Ties
    go to the stronger ridge.
    """
    if len(ridges) == 1:
        return ridges[0]
    best = top(mean_difference(data.x_train, data.y_train), RIDGE_NEURONS)
    candidates = Candidates.of(data, best)
    problem = Problem.of(
        candidates.train, data.y_train, weight=candidates.weight, ridge=1.0, loss=LOSSES[loss]
    )
    options = []
    for ridge in sorted(ridges, reverse=True):
        fit = fit_support(replace(problem, ridge=ridge * data.y_train.size), np.arange(best.size))
        # The intercept is left out: it does not change the order of the scores.
        options.append((ridge, candidates.validation @ fit.coefficients))
    return first_best(data.y_validation, options)


def optimal_probes(
    data: LayerData,
    ks: Sequence[int],
    *,
    ridge: float,
    loss: str,
    search: str,
    gap: float,
    limits: Limits,
    starts: Iterable[Indices],
) -> list[LinearProbe]:
    """Return the best probe found for each k, with its proof, in ascending order of k.

    ridge: penalty of the mean loss. loss: a name in `LOSSES`. search: one in `SEARCHES`. gap: the relative
    gap that counts as a proof. starts: supports (indices in the layer) that the result is never worse than. A
    probe's neurons are in the order of their |coefficients| on standardised neurons. A support that needs
    fewer than k is filled up, with coefficients 0, dead neurons first.
    """
    standardiser = Standardiser.fit(data.x_train)
    live = np.flatnonzero(standardiser.deviation > 0)
    dead = np.flatnonzero(standardiser.deviation == 0)
    if live.size == 0:
        return []
    weight = balanced_weights(data.y_train)
    problem = Problem.of(
        standardiser.select(live).apply(data.x_train[:, live]),
        data.y_train,
        weight=weight,
        ridge=ridge * data.y_train.size,
        loss=LOSSES[loss],
    )
    within = [np.searchsorted(live, np.intersect1d(start, live)) for start in starts]
    sizes = [min(k, live.size) for k in ks]
    certificates = {
        certificate.k: certificate
        for certificate in optimal_path(
            problem, sizes, starts=within, gap=gap, limits=limits, search=SEARCHES[search]
        )
    }
    probes = []
    for k, size in zip(ks, sizes, strict=True):
        certificate = certificates[size]
        order = top(np.abs(certificate.coefficients), certificate.neurons.size)
        chosen = live[certificate.neurons[order]]
        unused = np.concatenate([dead, np.setdiff1d(live, chosen)])[: k - chosen.size]
        neurons = np.concatenate([chosen, unused])
        coefficients = np.append(certificate.coefficients[order], np.zeros(unused.size))
        raw, intercept = standardiser.select(neurons).to_raw(coefficients, certificate.intercept)
        proof = _proof(certificate, problem.scale)
        probes.append(LinearProbe(neurons, raw, intercept, log_odds=loss == "logistic", proof=proof))
    return probes


def _proof(certificate: Certificate, scale: float) -> Proof:
    return Proof(
        objective=certificate.objective / scale,
        bound=certificate.bound / scale,
        gap=certificate.gap,
        status=certificate.status,
        nodes=certificate.nodes,
        cuts=certificate.cuts,
    )
