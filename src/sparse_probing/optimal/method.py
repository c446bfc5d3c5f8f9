"""From a layer's training rows to its optimal probes."""

from collections.abc import Iterable, Sequence

import numpy as np

from sparse_probing.candidates import LayerData, LinearProbe
from sparse_probing.logistic import balanced_weights
from sparse_probing.optimal.losses import LOSSES
from sparse_probing.optimal.path import Certificate, optimal_path
from sparse_probing.optimal.problem import Indices, Problem
from sparse_probing.optimal.proof import Proof
from sparse_probing.optimal.scip import Limits
from sparse_probing.ranking import top
from sparse_probing.standardise import Standardiser


def optimal_probes(
    data: LayerData,
    ks: Sequence[int],
    *,
    ridge: float,
    loss: str,
    gap: float,
    limits: Limits,
    starts: Iterable[Indices],
) -> list[LinearProbe]:
    """Return the best probe found for each k, with its proof, in ascending order of k.

    ridge: penalty of the mean loss. loss: a name in `LOSSES`. gap: the relative gap that counts as a proof.
    starts: supports (indices in the layer) that the result is never worse than. A probe's neurons are in
    the order of their |coefficients| on standardised neurons. A support that needs fewer than k is filled up,
    with coefficients 0, dead neurons first.
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
        for certificate in optimal_path(problem, sizes, starts=within, gap=gap, limits=limits)
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
        probes.append(LinearProbe(neurons, raw, intercept, proof=_proof(certificate, problem.scale)))
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
