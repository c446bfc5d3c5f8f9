"""Where in a transformer activations are read, found by structure and not by a table of model names."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

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
    """Whether the site is what goes into the modules, or what comes out of them."""

    @contextmanager
    def attach(self, read: Reader) -> Iterator[None]:
        """Within this context every forward pass calls `read(layer, activations)`, once a layer.

        The activations end with the axis of neurons; those before it are (batch, tokens), possibly made one.
        """
        hook = _before if self.reads_input else _after
        handles = [hook(module, layer, read) for layer, module in enumerate(self.modules)]
        try:
            yield
        finally:
            for handle in handles:
                handle.remove()


def find_site(model: nn.Module, site: Site, *, layers: int, width: int) -> HookPoints:
    """The hook points of `site` in a model with `layers` blocks and a residual stream of `width`.

    `mlp` is the input of the MLP's down projection: the neurons after their non-linearity, gates included.
    Raises UserError that says what was looked for when the model has no such structure.
    """
    blocks = _find_blocks(model, layers)
    if site == "residual":
        return HookPoints(modules=blocks, neurons=width, reads_input=False)
    projections = tuple(_down_projection(block, width) for block in blocks)
    neurons = sorted({_inputs_and_outputs(projection)[0] for projection in projections})
    if len(neurons) != 1:
        raise UserError(
            f"{type(model).__name__}: expected equally many neurons in all layers, found {neurons}"
        )
    return HookPoints(modules=projections, neurons=neurons[0], reads_input=True)


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


def _outside_attention(module: nn.Module) -> Iterator[nn.Module]:
    """`module` and all in it that is no part of an attention, whose heads may be wider than the stream."""
    if "Attention" not in type(module).__name__:
        yield module
        for child in module.children():
            yield from _outside_attention(child)


def _inputs_and_outputs(module: nn.Linear | Conv1D) -> tuple[int, int]:
    if isinstance(module, nn.Linear):
        return module.in_features, module.out_features
    inputs, outputs = module.weight.shape
    return int(inputs), int(outputs)
