"""The part of a model from a layer on, to be run many times over the same tokens with other activations.

What the blocks below compute is recorded once and handed out again, as nothing there changes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from sparse_probing.casestudies.model import FloatArray, StudiedModel
from sparse_probing.casestudies.token_stream import TokenStream


@dataclass(frozen=True)
class ModelFrom:
    """A causal model, the tokens it reads, and what its blocks below `layer` gave for each batch of them."""

    model: StudiedModel
    stream: TokenStream
    layer: int
    below: tuple[Any, ...]
    """Outputs of the block before `layer`, as the block returned them; None where there is none."""

    @classmethod
    def of(cls, model: StudiedModel, stream: TokenStream, layer: int) -> "ModelFrom":
        """Run `model` over `stream` once, and record."""
        if layer == 0:
            return cls(model, stream, layer, tuple(None for _ in stream.batches(model.tokens_per_batch)))
        outputs: list[Any] = []
        handle = model.blocks[layer - 1].register_forward_hook(
            lambda _module, _inputs, output: outputs.append(output)
        )
        try:
            for batch in stream.batches(model.tokens_per_batch):
                ids, mask = model.tensors(stream, batch)
                with torch.inference_mode():
                    model.module.base_model(input_ids=ids, attention_mask=mask)
        finally:
            handle.remove()
        return cls(model, stream, layer, tuple(outputs))

    def losses(self, neuron: int | None = None, values: FloatArray | None = None) -> FloatArray:
        """Negative log-likelihood of each token given those before it, in nats: (tokens,).

        It is nan for the first token of each sequence. A `neuron` of the layer has the given `values`
        (tokens,) in place of its own activations.
        """
        losses = np.full(len(self.stream.ids), np.nan, dtype=np.float32)
        batches = self.stream.batches(self.model.tokens_per_batch)
        for batch, below in zip(batches, self.below, strict=True):
            ids, mask = self.model.tensors(self.stream, batch)
            new = None if values is None else torch.from_numpy(values[batch.places]).to(ids.device)
            with self._recorded(below), self._replaced(neuron, new), torch.inference_mode():
                logits = self.model.module(input_ids=ids, attention_mask=mask).logits
                predicted = mask[:, 1:].bool()
                loss = nn.functional.cross_entropy(
                    logits[:, :-1][predicted].float(), ids[:, 1:][predicted], reduction="none"
                )
            losses[batch.places[:, 1:][batch.mask[:, 1:]]] = loss.cpu().numpy()
        return losses

    @contextmanager
    def _recorded(self, output: Any) -> Iterator[None]:
        """Within this context the blocks below give the recorded output, whatever goes in."""
        below = self.model.blocks[: self.layer]
        for block in below:
            block.forward = lambda *_inputs, **_options: output
        try:
            yield
        finally:
            for block in below:
                del block.forward

    @contextmanager
    def _replaced(self, neuron: int | None, values: Tensor | None) -> Iterator[None]:
        """Within this context a neuron has `values` (sequences, tokens)."""
        if neuron is None or values is None:
            yield
            return

        def replace(_module: nn.Module, inputs: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
            activations = inputs[0].clone()
            activations[..., neuron] = values.reshape(activations.shape[:-1])
            return (activations, *inputs[1:])

        handle = self.model.projections[self.layer].register_forward_pre_hook(replace)
        try:
            yield
        finally:
            handle.remove()
