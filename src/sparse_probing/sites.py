"""Where in a transformer activations are read, found by structure and not by a table of model names."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle
from transformers.activations import ACT2CLS
from transformers.pytorch_utils import Conv1D

from sparse_probing.errors import UserError

Site = Literal["mlp", "mlp_pre", "residual", "attention"]
Reader = Callable[[int, Tensor], None]

_ENTRIES: Iterable[Any] = ACT2CLS.values()
_NON_LINEARITIES: tuple[type[nn.Module], ...] = tuple(
    entry[0] if isinstance(entry, tuple) else entry for entry in _ENTRIES
)


class _Enough(Exception):
    """Ends a forward pass: the last layer that is asked for has been read."""


@dataclass(frozen=True)
class HookPoints:
    """The modules at which a site is read, and the width of what is read there."""

    layers: tuple[int, ...]
    """The layers that are read, ascending."""
    modules: tuple[nn.Module, ...]
    """One for each of `layers`."""
    neurons: int
    reads_input: bool
    """Whether the site is what goes into the modules, or what comes out of them."""

    def only(self, layers: Sequence[int]) -> "HookPoints":
        """The hook points of some of the layers. Raises UserError when one of them is not there."""
        absent = sorted(set(layers) - set(self.layers))
        if absent:
            raise UserError(f"layers: expected numbers from 0 to {self.layers[-1]}, found {absent[0]}")
        kept = tuple(sorted(set(layers)))
        modules = dict(zip(self.layers, self.modules, strict=True))
        return HookPoints(kept, tuple(modules[layer] for layer in kept), self.neurons, self.reads_input)

    def run(self, model: nn.Module, ids: Tensor, read: Reader) -> None:
        """Run `model` over `ids` (sequences, tokens), calling `read(layer, activations)` once a layer.

        The activations end with the axis of neurons; those before it are (sequences, tokens), possibly made
        one. The pass ends with the last layer that is read: what comes after it is never computed.
        """

        def read_and_stop(layer: int, activations: Tensor) -> None:
            read(layer, activations)
            if layer == self.layers[-1]:
                raise _Enough

        hook = _before if self.reads_input else _after
        handles = [
            hook(module, layer, read_and_stop)
            for layer, module in zip(self.layers, self.modules, strict=True)
        ]
        try:
            with torch.inference_mode(), suppress(_Enough):
                model(input_ids=ids)
        finally:
            for handle in handles:
                handle.remove()


def find_site(model: nn.Module, site: Site, *, layers: int, width: int) -> HookPoints:
    """The hook points of `site` in a model with `layers` blocks and a residual stream of `width`.

    `mlp` is the input of the MLP's down projection: the neurons after their non-linearity, gates included.
    `mlp_pre` is the input of that non-linearity; of a gated MLP, the gate before it.
    `attention` is the input of attention's output projection: what the heads found, side by side.
    `residual` is the output of the blocks.
    Raises UserError that says what was looked for when the model has no such structure.
    """
    blocks = _find_blocks(model, layers)
    numbers = tuple(range(layers))
    if site == "residual":
        return HookPoints(numbers, blocks, neurons=width, reads_input=False)
    if site == "attention":
        projections = tuple(_output_projection(block, width) for block in blocks)
        return HookPoints(numbers, projections, _common_inputs(model, projections), reads_input=True)
    projections = tuple(_down_projection(block, width) for block in blocks)
    neurons = _common_inputs(model, projections)
    if site == "mlp":
        return HookPoints(numbers, projections, neurons, reads_input=True)
    return HookPoints(numbers, tuple(map(_non_linearity, blocks)), neurons, reads_input=True)


def _before(module: nn.Module, layer: int, read: Reader) -> RemovableHandle:
    def hook(_module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        read(layer, inputs[0])

    return module.register_forward_pre_hook(hook)


def _after(module: nn.Module, layer: int, read: Reader) -> RemovableHandle:
    def hook(_module: nn.Module, _inputs: tuple[Tensor, ...], output: Tensor | tuple[Tensor, ...]) -> None:
        read(layer, output if isinstance(output, Tensor) else output[0])

    return module.register_forward_hook(hook)


def _find_blocks(model: nn.Module, layers: int) -> tuple[nn.Module, ...]:
    lists = [m for m in model.modules() if isinstance(m, nn.ModuleList) and len(m) == layers]
    if len(lists) != 1:
        raise UserError(f"{type(model).__name__}: expected one list of {layers} blocks, found {len(lists)}")
    return tuple(lists[0])


def _down_projection(block: nn.Module, width: int) -> nn.Linear | Conv1D:
    """The linear map of a block, outside of its attention, from the neurons to the residual stream."""
    maps = [module for module in _outside_attention(block) if isinstance(module, nn.Linear | Conv1D)]
    found = [m for m in maps if _inputs_and_outputs(m)[1] == width != _inputs_and_outputs(m)[0]]
    if len(found) != 1:
        raise UserError(
            f"{type(block).__name__}: expected one linear map from the MLP's neurons to the residual stream "
            f"(of width {width}), found {len(found)}"
        )
    return found[0]


def _non_linearity(block: nn.Module) -> nn.Module:
    """The activation function of a block, outside of its attention."""
    found = [m for m in _outside_attention(block) if isinstance(m, _NON_LINEARITIES)]
    if len(found) != 1:
        raise UserError(
            f"{type(block).__name__}: expected one module outside of attention that is an activation "
            f"function of transformers, found {len(found)}"
        )
    return found[0]


def _output_projection(block: nn.Module, width: int) -> nn.Linear | Conv1D:
    """The last linear map that a block's attention declares, from the heads to the residual stream."""
    outside = set(_outside_attention(block))
    maps = [m for m in block.modules() if m not in outside and isinstance(m, nn.Linear | Conv1D)]
    if not maps or _inputs_and_outputs(maps[-1])[1] != width:
        raise UserError(
            f"{type(block).__name__}: expected an attention whose last linear map leads to the residual "
            f"stream (of width {width}), found {len(maps)} linear maps in modules named attention"
        )
    return maps[-1]


def _outside_attention(module: nn.Module) -> Iterator[nn.Module]:
    """`module` and all in it that is no part of an attention, whose heads may be wider than the stream."""
    if "Attention" not in type(module).__name__:
        yield module
        for child in module.children():
            yield from _outside_attention(child)


def _common_inputs(model: nn.Module, maps: Sequence[nn.Linear | Conv1D]) -> int:
    """The number of inputs that all `maps`, one a layer, have."""
    neurons = sorted({_inputs_and_outputs(module)[0] for module in maps})
    if len(neurons) != 1:
        raise UserError(
            f"{type(model).__name__}: expected equally many neurons in all layers, found {neurons}"
        )
    return neurons[0]


def _inputs_and_outputs(module: nn.Linear | Conv1D) -> tuple[int, int]:
    if isinstance(module, nn.Linear):
        return module.in_features, module.out_features
    inputs, outputs = module.weight.shape
    return int(inputs), int(outputs)
