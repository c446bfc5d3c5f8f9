"""|W_in| b_in of every neuron: large and negative where layers hold features in superposition.

After Gurnee et al. 2023 (arXiv 2305.01610, appendix on weight statistics): the norm of a neuron's input
weights times its bias, with the layer norm before the MLP folded into both.
"""

import numpy as np
import numpy.typing as npt
import polars as pl
import torch
from torch import Tensor, nn
from transformers.pytorch_utils import Conv1D

from sparse_probing.casestudies.model import StudiedModel, output_weights
from sparse_probing.casestudies.norms import fold, norm_before

QUANTILES = (5, 20, 25, 50, 75, 80, 95)
"""Percentiles that are told of each layer."""

IDENTITY = {"model": pl.String(), "parameters": pl.Int64(), "origin": pl.String()}
"""What rows of the table begin with; `origin` is that of the model's snapshot."""
SCHEMA = pl.Schema(
    {
        "layer": pl.UInt32(),
        "relative_depth": pl.Float64(),
        "neurons": pl.UInt32(),
        **{f"p{quantile:02d}": pl.Float64() for quantile in QUANTILES},
    }
)


def weight_statistics(model: StudiedModel) -> pl.DataFrame:
    """Percentiles of |W_in| b_in over the neurons of each layer, one row a layer, as `SCHEMA` says.

    A percentile is the value of the neuron that is nearest to it. No rows for a model whose MLPs are gated:
    they have no such weights.
    """
    layers = len(model.blocks)
    records = []
    for layer, block in enumerate(model.blocks):
        values = input_norm_times_bias(model, block)
        if values is not None:
            quantiles = np.percentile(values, QUANTILES, method="nearest").tolist()
            records.append((layer, layer / max(1, layers - 1), len(values), *quantiles))
    return pl.DataFrame(records, schema=SCHEMA, orient="row")


def input_norm_times_bias(model: StudiedModel, block: nn.Module) -> npt.NDArray[np.float64] | None:
    """|W_in| b_in of each neuron of a block (neurons,); None for a gated MLP."""
    readers = _up_projections(model, block)
    if len(readers) != 1:
        return None
    (reader,) = readers
    weights, bias = fold(norm_before(model, reader), output_weights(reader))
    own = reader.bias
    total = bias + own.detach().double() if isinstance(own, Tensor) else bias
    product: npt.NDArray[np.float64] = (torch.linalg.vector_norm(weights, dim=1) * total).cpu().numpy()
    return product


def _up_projections(model: StudiedModel, block: nn.Module) -> list[nn.Module]:
    """The linear maps of a block, outside of its attention, from the residual stream to the neurons."""
    width, neurons = output_weights(model.projections[0]).shape
    attention = {
        inside
        for module in block.modules()
        if "Attention" in type(module).__name__
        for inside in module.modules()
    }
    return [
        module
        for module in block.modules()
        if module not in attention
        and isinstance(module, nn.Linear | Conv1D)
        and output_weights(module).shape == (neurons, width)
    ]
