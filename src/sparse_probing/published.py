"""How neurons that others published do here: the score of each, its rank, and our best neurons beside it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing import ranking
from sparse_probing.candidates import Candidates, LayerData, LinearProbe
from sparse_probing.errors import UserError
from sparse_probing.evaluation import Evaluation, ProbeIdentity, check_activations
from sparse_probing.methods import MethodSettings
from sparse_probing.selection import FEATURE
from sparse_probing.settings.published import PublishedNeuron

SCHEMA = pl.Schema(
    {
        "model": pl.String(),
        "parameters": pl.Int64(),
        "dataset": pl.String(),
        "category": pl.String(),
        "feature": pl.String(),
        "layer": pl.UInt32(),
        "neuron": pl.UInt32(),
        "published_f1": pl.Float64(),
        "source": pl.String(),
        "rank": pl.UInt32(),
        "validation_f1": pl.Float64(),
        "test_precision": pl.Float64(),
        "test_recall": pl.Float64(),
        "test_f1": pl.Float64(),
        "test_f1_low": pl.Float64(),
        "test_f1_high": pl.Float64(),
    }
)


def check_neurons(
    neurons: Iterable[PublishedNeuron], *, model: str, layers: Collection[int], width: int
) -> None:
    """Raise UserError for a neuron that `model`, with these layers of `width` neurons, does not have."""
    for one in neurons:
        place = f"published_neurons.csv: neuron {one.layer}.{one.neuron} for {one.feature} of {one.dataset}"
        if one.layer not in layers:
            raise UserError(f"{place}: '{model}' has layers up to {max(layers)}, found {one.layer}")
        if one.neuron >= width:
            raise UserError(f"{place}: '{model}' has neurons up to {width - 1}, found {one.neuron}")


def score_neurons(
    layers: Iterable[tuple[int, npt.NDArray[np.floating]]],
    examples: pl.DataFrame,
    neurons: Sequence[PublishedNeuron],
    *,
    identity: ProbeIdentity,
    settings: MethodSettings,
    bootstrap_draws: int = 1000,
    bootstrap_seed: int = 0,
) -> pl.DataFrame:
    """Fit a probe on each published neuron of a feature alone; one row for each, with columns of `SCHEMA`.

    layers: pairs of the number and the activations (examples, neurons) of the layers in which the neurons
    lie. examples: as for `fit_probes`. settings: of the method `mean_difference`, whose probe with k = 1 each
    probe equals but for the neuron: the ridge is the one that the method chooses for the layer. `rank` counts
    from 1: the place of the neuron in the method's ranking of its layer. Raises as `fit_probes`.
    """
    evaluation = Evaluation.of(examples, identity, draws=bootstrap_draws, seed=bootstrap_seed)
    train, validation = evaluation.rows["train"], evaluation.rows["validation"]
    labels = evaluation.labels
    records = []
    for layer, x in layers:
        check_activations(layer, x, examples.height, identity)
        data = LayerData(layer, x[train], labels[train], x[validation], labels[validation])
        order = ranking.top(ranking.mean_difference(data.x_train, data.y_train), x.shape[1])
        candidates = Candidates.of(data, order[: max(settings.ks)])
        ridge = candidates.choose_ridge(settings.penalties(data.y_train.size))
        for one in neurons:
            if one.layer == layer:
                probe = _probe(data, one.neuron, ridge)
                record = {
                    **asdict(identity),
                    **one.model_dump(include={"layer", "neuron", "published_f1", "source"}),
                    "rank": int(np.flatnonzero(order == one.neuron)[0]) + 1,
                    **evaluation.measure(probe.scores(x)),
                }
                records.append({name: record[name] for name in SCHEMA})
    return pl.DataFrame(records, schema=SCHEMA, orient="row")


def beside_our_best(published: pl.DataFrame, single_neurons: pl.DataFrame) -> pl.DataFrame:
    """Add our best neuron of the same layer, and that of all layers, to each row of scored neurons.

    single_neurons: the table neurons, in which neurons were ranked on validation. New columns:
    layer_best_neuron, layer_best_f1, best_layer, best_neuron, best_f1; F1 is of test. Null where no neuron
    of the feature is known.
    """
    ranked = single_neurons.sort("rank", maintain_order=True)
    of_layer = ranked.unique([*FEATURE, "layer"], keep="first", maintain_order=True).select(
        *FEATURE, "layer", layer_best_neuron="neuron", layer_best_f1="test_f1"
    )
    of_all = ranked.filter(rank=1).select(
        *FEATURE, best_layer="layer", best_neuron="neuron", best_f1="test_f1"
    )
    return published.join(of_layer, on=[*FEATURE, "layer"], how="left", maintain_order="left").join(
        of_all, on=FEATURE, how="left", maintain_order="left"
    )


def _probe(data: LayerData, neuron: int, ridge: float) -> LinearProbe:
    alone = Candidates.of(data, np.array([neuron]))
    fit = alone.fit(np.array([0]), ridge)
    return alone.probe(np.array([0]), fit, np.array([0]))
