"""Layer norms folded into the linear maps that read them."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from sparse_probing.casestudies.model import StudiedModel, input_of

_LARGE = 1e4
"""Beside the square of this input, the constant that norms add to the variance does not count."""


@dataclass(frozen=True)
class Norm:
    """What a norm does to a vector that is normalised already: v * gain + bias, both (width,)."""

    gain: Tensor
    bias: Tensor
    centres: bool
    """Whether the mean over the width is taken out before: LayerNorm does so, RMSNorm does not."""


def norm_before(model: StudiedModel, reader: nn.Module) -> Norm | None:
    """The norm whose output the linear map `reader` reads; None where it reads something else.

    It is found by running a token through the model, not by a table of names.
    """
    outputs: dict[int, tuple[nn.Module, Tensor]] = {}

    def remember(module: nn.Module, _inputs: object, output: Tensor) -> None:
        outputs[output.data_ptr()] = (module, output)

    norms = [module for module in model.module.modules() if type(module).__name__.endswith("Norm")]
    handles = [norm.register_forward_hook(remember) for norm in norms]
    ids = torch.zeros((1, 2), dtype=torch.int64, device=model.module.device)
    try:
        read = input_of(reader, lambda: model.module(input_ids=ids))
    finally:
        for handle in handles:
            handle.remove()
    found = outputs.get(read.data_ptr())
    return None if found is None else _read(found[0], width=read.shape[-1])


def _read(norm: nn.Module, *, width: int) -> Norm:
    """What a norm does, seen from its outputs: it is odd in its input, but for the bias."""
    device = next(norm.parameters()).device
    signs = torch.ones(width, device=device)
    signs[1::2] = -1
    with torch.inference_mode():
        up, down, level = norm(_LARGE * signs), norm(-_LARGE * signs), norm(_LARGE * torch.ones_like(signs))
    gain, bias = (up - down) / 2 * signs, (up + down) / 2
    return Norm(gain=gain, bias=bias, centres=bool(torch.allclose(level, bias, atol=1e-5)))


def fold(norm: Norm | None, weight: Tensor) -> tuple[Tensor, Tensor]:
    """Weights and bias that do to a normalised vector what norm and `weight` (outputs, width) do.

    Weights that read a centred vector are centred themselves, as their mean reads nothing. Float64.
    """
    exact = weight.double()
    if norm is None:
        return exact, torch.zeros(len(exact), dtype=torch.float64, device=exact.device)
    folded = exact * norm.gain.double()
    if norm.centres:
        folded = folded - folded.mean(dim=1, keepdim=True)
    return folded, exact @ norm.bias.double()
