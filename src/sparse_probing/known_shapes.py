"""What can be told of models before they are there: whether they have the layers and neurons asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from sparse_probing.errors import UserError
from sparse_probing.model_shape import shape_of_recipe
from sparse_probing.settings.experiment import Config
from sparse_probing.settings.loading import holder
from sparse_probing.settings.model import HubModel, ModelEntry, Recipe, Shape


def check_known_shapes(
    config: Config,
    models: Mapping[str, ModelEntry],
    weights: Mapping[str, ModelEntry],
    *,
    models_file: str,
    origins: Sequence[tuple[str, Any]],
) -> None:
    """Raise UserError where a model lacks a layer that its entry names, or has too few neurons for any probe.

    models: the entries that are probed, by name; weights: those whose weights they use. A model whose recipe
    or catalog entry does not tell its shape is passed over. origins: where keys stand, as in `holder`.
    """
    for name, entry in models.items():
        shape = _known_shape(weights[entry.weights_of or name])
        if shape is None:
            continue
        for layer in entry.layers or ():
            if layer >= shape.layers:
                raise UserError(
                    f"{models_file}: models.{name}.layers: expected numbers from 0 to {shape.layers - 1}, "
                    f"found {layer}"
                )
        # How wide heads are together is not known.
        neurons = {"residual": shape.width, "attention": None}.get(entry.site, shape.neurons)
        if neurons is not None and config.probing.k[0] > neurons:
            raise UserError(
                f"{holder(['probing', 'k'], origins)}: probing.k: expected a number up to {neurons}, "
                f"for that many neurons a layer of model '{name}' has, found {list(config.probing.k)}"
            )


def _known_shape(entry: ModelEntry) -> Shape | None:
    if isinstance(entry.origin, Recipe):
        return shape_of_recipe(entry.origin)
    return entry.origin.shape if isinstance(entry.origin, HubModel) else None
