"""What a model loses without a neuron: the loss of the next token before and after, class by class.

The neuron's activations are replaced on every token: by zero, by its mean over all documents, or by its own
activations on other tokens. Beside it stand random neurons of its layer whose mean activation is similar.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.bootstrap import ClusterBootstrap
from sparse_probing.casestudies.documents import Documents
from sparse_probing.casestudies.model import FloatArray, StudiedModel
from sparse_probing.casestudies.model_from import ModelFrom
from sparse_probing.settings.statistics import Bootstrap

Replacement = Callable[[FloatArray, np.random.Generator], FloatArray]

REPLACEMENTS: dict[str, Replacement] = {
    "zero": lambda values, _: np.zeros_like(values),
    "mean": lambda values, _: np.full_like(values, values.mean(dtype=np.float64)),
    "resample": lambda values, generator: generator.permutation(values),
}
"""From a neuron's activations (tokens,) to what stands in their place."""
_POOL = 3
"""Random neurons are drawn from so many times as many, those nearest in mean activation."""

SCHEMA = pl.Schema(
    {
        "role": pl.String(),
        "ablated": pl.UInt32(),
        "mean_activation": pl.Float64(),
        "ablation": pl.String(),
        "class": pl.String(),
        "positive": pl.Boolean(),
        "documents": pl.UInt32(),
        "groups": pl.UInt32(),
        "tokens": pl.UInt32(),
        "loss": pl.Float64(),
        "increase": pl.Float64(),
        "increase_low": pl.Float64(),
        "increase_high": pl.Float64(),
        "document_increase": pl.Float64(),
        "document_increase_low": pl.Float64(),
        "document_increase_high": pl.Float64(),
    }
)


@dataclass(frozen=True)
class Ablated:
    """A neuron to ablate, and of which documents its feature holds, by name: positive (documents,)."""

    layer: int
    neuron: int
    feature: str
    positive: npt.NDArray[np.bool_]


def ablation_study(
    model: StudiedModel,
    documents: Documents,
    studied: Ablated,
    *,
    random_neurons: int,
    bootstrap: Bootstrap,
    seed: int,
) -> pl.DataFrame:
    """Ablate a neuron in all `documents`, and matched random ones in those of its feature.

    One row for each neuron, ablation and class, with the columns of `SCHEMA`. `role` is `studied` or
    `random`, `ablated` the neuron. The documents of the feature are the class of its name (`positive`); the
    others keep theirs. `loss` before and `increase` are in nats a token; `document_increase` is the mean over
    documents of the increase summed over a document's tokens. First tokens are not predicted and do not
    count. Intervals: 95%, groups of documents resampled. Means and permutations are over the tokens of all
    documents, so that what stands in an activation's place knows nothing of the class.
    """
    layer, neuron = studied.layer, studied.neuron
    means = model.mean_activations(documents.stream, layer)
    neurons = [neuron, *matched_neurons(means, neuron, count=random_neurons, seed=seed)]
    values = model.activations(documents.stream, layer, neurons)
    own = documents.some(studied.positive)
    all_tokens = ModelFrom.of(model, documents.stream, layer)
    own_tokens = ModelFrom.of(model, own.stream, layer)
    in_own = studied.positive[documents.of_token]
    names = np.where(studied.positive, studied.feature, documents.classes.to_numpy())
    # Each is compared with losses of the same batches, as another padding rounds differently.
    everywhere = _Measure.of(documents, all_tokens.losses(), names, studied.feature, bootstrap)
    here = _Measure.of(own, own_tokens.losses(), names[studied.positive], studied.feature, bootstrap)
    records = []
    for column, ablated in enumerate(neurons):
        for number, (ablation, replace) in enumerate(REPLACEMENTS.items()):
            generator = np.random.default_rng((seed, layer, ablated, number))
            new = replace(values[:, column], generator)
            if ablated == neuron:
                rows = everywhere.rows(all_tokens.losses(ablated, new))
            else:
                rows = here.rows(own_tokens.losses(ablated, new[in_own]))
            role = "studied" if ablated == neuron else "random"
            records += [(role, ablated, float(means[ablated]), ablation, *row) for row in rows]
    return pl.DataFrame(records, schema=SCHEMA, orient="row")


def matched_neurons(means: npt.NDArray[np.float64], neuron: int, *, count: int, seed: int) -> list[int]:
    """`count` neurons drawn from those nearest to `neuron` in mean activation; means: (neurons,) of a layer.

    All others where the layer has no more.
    """
    distance = np.abs(means - means[neuron])
    distance[neuron] = np.inf
    nearest = np.argsort(distance, kind="stable")[: min(_POOL * count, len(means) - 1)]
    drawn = np.random.default_rng((seed, neuron)).permutation(nearest)[:count]
    return [int(other) for other in np.sort(drawn)]


@dataclass(frozen=True)
class _Measure:
    """Losses before, and the classes of documents in which changes are told."""

    of_token: npt.NDArray[np.int64]
    losses: FloatArray
    classes: tuple[tuple[str, bool, npt.NDArray[np.int64], int, ClusterBootstrap], ...]
    """Name, whether it is the feature's own, its documents, how many groups, and their resamples."""

    @classmethod
    def of(
        cls,
        documents: Documents,
        losses: FloatArray,
        names: npt.NDArray[np.str_],
        feature: str,
        bootstrap: Bootstrap,
    ) -> "_Measure":
        groups = documents.frame["group"].to_numpy()
        classes = []
        for name in sorted({str(name) for name in names}, key=lambda name: (name != feature, name)):
            members = np.flatnonzero(names == name)
            resamples = ClusterBootstrap(groups[members], draws=bootstrap.draws, seed=bootstrap.seed)
            different = len(np.unique(groups[members]))
            classes.append((name, name == feature, members, different, resamples))
        return cls(documents.of_token, losses, tuple(classes))

    def rows(self, after: FloatArray) -> list[tuple[object, ...]]:
        """The columns of `SCHEMA` from `class` on for the losses `after` (tokens,), one row a class."""
        predicted = np.isfinite(self.losses).astype(np.float64)
        before = np.nan_to_num(self.losses.astype(np.float64))
        change = np.nan_to_num(after.astype(np.float64)) - before
        parts = (predicted, before, change)
        sums = [np.bincount(self.of_token, weights=part).astype(np.float64) for part in parts]
        rows: list[tuple[object, ...]] = []
        for name, own, members, groups, resamples in self.classes:
            tokens, loss, increase = (part[members] for part in sums)
            per_token = resamples.ratio_interval(increase, tokens)
            per_document = resamples.ratio_interval(increase, np.ones(len(members)))
            total = max(1.0, tokens.sum())
            counts = (name, own, len(members), groups, int(tokens.sum()), loss.sum() / total)
            by_token = (increase.sum() / total, per_token.low, per_token.high)
            by_document = (increase.mean(), per_document.low, per_document.high)
            rows.append((*counts, *by_token, *by_document))
        return rows
