"""Where in a transformer activations are read, found by structure and not by a table of model names."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle
from transformers.pytorch_utils import Conv1D

from sparse_probing.errors import UserError

Site = Literal["mlp", "residual"]
Reader = Callable[[int, Tensor], None]


@dataclass(frozen=True)
class HookPoints:
    """The modules at which a site is read, one a layer, and the width of what is read there."""

    modules: tuple[nn.Module, ...]
    neurons: int
    reads_input: bool

    def attach(self, read: Reader) -> list[RemovableHandle]:
        """Call `read(layer, activations)` in every forward pass; activations are (batch, tokens, neurons)."""

        def before(layer: int) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
            return lambda _module, inputs: read(layer, inputs[0])

        def after(layer: int) -> Callable[[nn.Module, tuple[Tensor, ...], Tensor | tuple[Tensor]], None]:
            return lambda _module, _inputs, output: read(
                layer, output if isinstance(output, Tensor) else output[0]
            )

        if self.reads_input:
            return [m.register_forward_pre_hook(before(layer)) for layer, m in enumerate(self.modules)]
        return [m.register_forward_hook(after(layer)) for layer, m in enumerate(self.modules)]


def find_site(model: nn.Module, site: Site, *, layers: int, width: int) -> HookPoints:
    """The hook points of `site` in a model with `layers` blocks and a residual stream of `width`.

    `mlp` is the input of the MLP's down projection: the neurons after their non-linearity, gated MLPs included.
    Raises UserError that says what was looked for when the model has no such structure.
    """
    blocks = _find_blocks(model, layers)
    if site == "residual":
        return HookPoints(modules=blocks, neurons=width, reads_input=False)
    projections = tuple(_down_projection(block, width) for block in blocks)
    neurons = {_shape(projection)[0] for projection in projections}
    if len(neurons) != 1:
        raise UserError(f"expected all layers to have equally many neurons, found {sorted(neurons)}")
    return HookPoints(modules=projections, neurons=neurons.pop(), reads_input=True)


def _find_blocks(model: nn.Module, layers: int) -> tuple[nn.Module, ...]:
    lists = [m for m in model.modules() if isinstance(m, nn.ModuleList) and len(m) == layers]
    if len(lists) != 1:
        raise UserError(f"expected one list of {layers} blocks in {type(model).__name__}, found {len(lists)}")
    return tuple(lists[0])


def _down_projection(block: nn.Module, width: int) -> nn.Module:
    """The linear map of a block from something wider than the residual stream back to it."""
    found = [
        module
        for module in block.modules()
        if isinstance(module, nn.Linear | Conv1D) and _shape(module)[1] == width and _shape(module)[0] != width
    ]
    if len(found) != 1:
        raise UserError(
            f"expected one linear map from the MLP's neurons to the residual stream ({width}) in "
            f"{type(block).__name__}, found {len(found)}"
        )
    return found[0]


def _shape(module: nn.Module) -> tuple[int, int]:
    """Inputs and outputs of a linear map."""
    weight = module.weight
    assert isinstance(weight, torch.Tensor)
    outputs, inputs = weight.shape if isinstance(module, nn.Linear) else weight.shape[::-1]
    return int(inputs), int(outputs)
