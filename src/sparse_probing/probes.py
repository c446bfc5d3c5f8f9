"""Fit the probes of one (model, dataset, feature, method) and tell how well each does on each split."""

from collections.abc import Iterable
from dataclasses import asdict

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.candidates import LayerData
from sparse_probing.evaluation import OF_LOG_ODDS, Evaluation, ProbeIdentity, check_activations
from sparse_probing.methods import METHODS, MethodSettings
from sparse_probing.probe_schema import SCHEMA


def fit_probes(
    layers: Iterable[tuple[int, npt.NDArray[np.floating]]],
    examples: pl.DataFrame,
    *,
    identity: ProbeIdentity,
    method: str,
    settings: MethodSettings,
    layer_count: int,
    bootstrap_draws: int = 1000,
    bootstrap_seed: int = 0,
) -> pl.DataFrame:
    """Fit one probe for each layer and k, and return one row for each, with the columns of `SCHEMA`.

    layers: pairs of a layer's number and its activations (examples, neurons), read one at a time.
    examples: one row for each example, with columns `group` (string), `label` (bool) and `split`.
    method: a name in `METHODS`. layer_count: number of layers of the model, for the relative depth.

    A method is given training and validation rows alone; test rows are read once, to evaluate finished
    probes.

    Raises UserError where a split has fewer than 5 rows of a class or activations are not finite, and
    ConvergenceError where a fit does not converge.
    """
    evaluation = Evaluation.of(examples, identity, draws=bootstrap_draws, seed=bootstrap_seed)
    train, validation = evaluation.rows["train"], evaluation.rows["validation"]
    labels = evaluation.labels
    records = []
    for layer, x in layers:
        check_activations(layer, x, examples.height, identity)
        data = LayerData(layer, x[train], labels[train], x[validation], labels[validation])
        for probe in METHODS[method](data, settings):
            records.append(
                {
                    **asdict(identity),
                    "method": method,
                    "layer": layer,
                    "relative_depth": layer / max(1, layer_count - 1),
                    "k": probe.neurons.size,
                    "neurons": probe.neurons.tolist(),
                    "coefficients": probe.coefficients.tolist(),
                    "intercept": probe.intercept,
                    "iterations": probe.iterations,
                    "slope": probe.slope,
                    **evaluation.measure(probe.scores(x)),
                    **({} if probe.log_odds else dict.fromkeys(OF_LOG_ODDS)),
                    **({} if probe.proof is None else asdict(probe.proof)),
                }
            )
    return pl.DataFrame(records, schema=SCHEMA, orient="row")
