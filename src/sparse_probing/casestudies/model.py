"""A model as case studies need it: whole, in float32, open to be looked into and meddled with."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel, AutoModelForCausalLM

from sparse_probing.casestudies.token_stream import Padded, TokenStream
from sparse_probing.devices import find_device
from sparse_probing.errors import UserError
from sparse_probing.job import Job
from sparse_probing.quiet import quiet_transformers
from sparse_probing.sites import find_site

FloatArray = npt.NDArray[np.float32]
_CAUSAL = ("ForCausalLM", "LMHeadModel")
"""Endings of the names of architectures that predict the next token."""


@dataclass(frozen=True)
class StudiedModel:
    """A model with its language-model head, if it has one for next tokens."""

    module: Any
    """As transformers' types say nothing about attributes, Any."""
    blocks: tuple[nn.Module, ...]
    projections: tuple[nn.Module, ...]
    """The down projections, one a layer: what goes into them are the neurons."""
    head: nn.Module | None
    """The map to the logits of the next token; None for encoders."""
    tokens_per_batch: int

    @classmethod
    def of_job(cls, job: Job) -> Self:
        """The model of a job's input `card`, as its settings `device` and `tokens_per_batch` say."""
        return cls.load(
            job.input("card").parent,
            device=job.settings["device"],
            tokens_per_batch=job.settings["tokens_per_batch"],
        )

    @classmethod
    def load(cls, snapshot: Path, *, device: str, tokens_per_batch: int) -> Self:
        """Load a snapshot (safetensors only), in float32.

        Raises UserError when transformers cannot load it, weights are missing, or the device is not there.
        """
        options: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        try:
            with quiet_transformers():
                config = AutoConfig.from_pretrained(snapshot, **options)
                causal = any(name.endswith(_CAUSAL) for name in config.architectures or ())
                auto: Any = AutoModelForCausalLM if causal else AutoModel
                module, report = auto.from_pretrained(
                    snapshot,
                    dtype=torch.float32,
                    use_safetensors=True,
                    output_loading_info=True,
                    **options,
                )
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            reason = str(error).strip().splitlines()[0]
            raise UserError(f"{snapshot}: transformers cannot load this model: {reason}") from None
        missing = sorted(key for key in report["missing_keys"] if "pooler" not in key)
        if missing:
            raise UserError(f"{snapshot}: expected weights '{missing[0]}', found no such tensor")
        module.config.use_cache = False
        return cls.of(module.eval().to(find_device(device)), tokens_per_batch=tokens_per_batch)

    @classmethod
    def of(cls, module: Any, *, tokens_per_batch: int) -> Self:
        """A model of transformers that is loaded already. Raises UserError when it has no MLPs to study."""
        shape = module.config.get_text_config()
        layers, width = shape.num_hidden_layers, shape.hidden_size
        base = module.base_model
        return cls(
            module=module,
            blocks=find_site(base, "residual", layers=layers, width=width).modules,
            projections=find_site(base, "mlp", layers=layers, width=width).modules,
            head=None if module is base else module.get_output_embeddings(),
            tokens_per_batch=tokens_per_batch,
        )

    @property
    def neurons(self) -> int:
        """Neurons of a layer."""
        return output_weights(self.projections[0]).shape[1]

    def activations(self, stream: TokenStream, layer: int, neurons: npt.ArrayLike) -> FloatArray:
        """Activations of some neurons of a layer on every token: (tokens, neurons)."""
        chosen = torch.as_tensor(np.asarray(neurons, np.int64), device=self.module.device)
        values = np.empty((len(stream.ids), len(chosen)), dtype=np.float32)
        for places, mask, inputs in self._inputs(stream, layer):
            values[places] = inputs[mask].index_select(1, chosen).cpu().numpy()
        return values

    def mean_activations(self, stream: TokenStream, layer: int) -> npt.NDArray[np.float64]:
        """Mean activation over all tokens of each neuron of a layer: (neurons,)."""
        total = torch.zeros(self.neurons, dtype=torch.float64, device=self.module.device)
        for _, mask, inputs in self._inputs(stream, layer):
            total += inputs[mask].sum(dim=0, dtype=torch.float64)
        mean: npt.NDArray[np.float64] = (total / len(stream.ids)).cpu().numpy()
        return mean

    def _inputs(
        self, stream: TokenStream, layer: int
    ) -> Iterator[tuple[npt.NDArray[np.int64], Tensor, Tensor]]:
        """For each batch: places of its tokens, its mask, and what goes into a down projection."""
        for batch in stream.batches(self.tokens_per_batch):
            ids, mask = self.tensors(stream, batch)
            run = partial(self.module.base_model, input_ids=ids, attention_mask=mask)
            inputs = input_of(self.projections[layer], run)
            yield batch.places[batch.mask], mask.bool(), inputs.reshape(*ids.shape, -1)

    def tensors(self, stream: TokenStream, batch: Padded) -> tuple[Tensor, Tensor]:
        """Ids and attention mask of a batch, both (sequences, tokens), on the model's device."""
        ids = np.where(batch.mask, stream.ids[batch.places], 0)
        device = self.module.device
        return torch.from_numpy(ids).to(device), torch.from_numpy(batch.mask.astype(np.int64)).to(device)


class _Enough(Exception):
    """Ends a forward pass: what goes into a module has been seen."""


def input_of(module: nn.Module, run: Callable[[], object]) -> Tensor:
    """What goes into `module` when `run` runs the model; the rest of the pass is left out.

    Raises ValueError when the module does not run.
    """
    seen: list[Tensor] = []

    def hook(_module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        seen.append(inputs[0])
        raise _Enough

    handle = module.register_forward_pre_hook(hook)
    try:
        with suppress(_Enough), torch.inference_mode():
            run()
    finally:
        handle.remove()
    if not seen:
        raise ValueError(f"{type(module).__name__}: the model runs without it")
    return seen[0]


def output_weights(projection: nn.Module) -> Tensor:
    """The weights of a linear map as (outputs, inputs), float32; Conv1D keeps them the other way round."""
    weight = projection.weight
    assert isinstance(weight, Tensor)
    return weight.detach() if isinstance(projection, nn.Linear) else weight.detach().T
