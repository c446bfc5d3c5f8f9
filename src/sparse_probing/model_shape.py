"""How large a transformer is, and what it costs to run."""

from pathlib import Path

from sparse_probing.architecture import base_model
from sparse_probing.errors import UserError
from sparse_probing.settings.model import Folder, HubModel, Recipe, Shape
from sparse_probing.snapshots import describe, find_folder


def shape_of_origin(origin: HubModel | Folder | Recipe, *, models_dir: Path, snapshot: Path) -> Shape | None:
    """The shape of a model of the catalog, whose weights are or will be in the folder `snapshot`.

    None where it is not known: a model of the hub without `shape` that is not fetched yet, or a folder that
    is not there. Raises UserError as `shape_of_snapshot` does.
    """
    if isinstance(origin, Recipe):
        return shape_of_recipe(origin)
    if isinstance(origin, HubModel) and origin.shape is not None:
        return origin.shape
    folder = find_folder(origin, models_dir) if isinstance(origin, Folder) else snapshot
    if folder is None or not (folder / "config.json").is_file():
        return None
    return shape_of_snapshot(folder, origin=describe(origin))


def shape_of_recipe(recipe: Recipe) -> Shape:
    """The shape of the GPT-NeoX model that `recipe` makes.

    A layer of width w has 4 w^2 weights of attention, 8 w^2 of the MLP, 9 w biases and two norms of 2 w;
    a norm follows the last layer.
    """
    width = recipe.width
    return Shape(
        layers=recipe.layers,
        width=width,
        neurons=4 * width,
        parameters=recipe.layers * (12 * width**2 + 13 * width) + 2 * width,
    )


def shape_of_snapshot(folder: Path, *, origin: str) -> Shape:
    """The shape of the base model that `folder`/config.json describes.

    Raises UserError, beginning with `origin`, when transformers does not know the architecture, and where no
    MLP neurons are found in it by structure.
    """
    from torch import nn

    from sparse_probing.sites import find_site

    model = base_model(folder, origin=origin)
    config = model.config.get_text_config()
    layers, width = config.num_hidden_layers, config.hidden_size
    embeddings = [module.weight for module in model.modules() if isinstance(module, nn.Embedding)]
    return Shape(
        layers=layers,
        width=width,
        neurons=find_site(model, "mlp", layers=layers, width=width).neurons,
        parameters=sum(p.numel() for p in model.parameters()) - sum(e.numel() for e in embeddings),
    )


def check_shape(folder: Path, expected: Shape, *, origin: str) -> None:
    """Raise UserError, beginning with `origin`, if the config in `folder` has not the `expected` shape."""
    found = shape_of_snapshot(folder, origin=origin)
    for key, value in expected:
        if getattr(found, key) != value:
            raise UserError(
                f"{origin}: expected shape.{key} {value}, as its catalog entry says, "
                f"found {getattr(found, key)} in config.json"
            )


def forward_flops(shape: Shape, *, tokens: int, context: int) -> int:
    """Floating-point operations of one pass of the base model over `tokens` in sequences of `context`.

    Per token 2 P for the P parameters of the layers: a multiplication and an addition each (Kaplan et al.
    2020, "Scaling laws for neural language models", section 2.1); embeddings are looked up, and no
    language-model head is run. In addition 4 L T w for the scores of attention and the sums that they weigh,
    with L layers of width w and T tokens of a sequence; what a causal mask hides is counted too.
    """
    return tokens * (2 * shape.parameters + 4 * shape.layers * context * shape.width)
