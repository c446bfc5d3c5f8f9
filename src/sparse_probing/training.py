"""Small causal GPT-NeoX models, trained here on the documents of datasets."""

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
import torch
from tqdm import tqdm
from transformers import GPTNeoXConfig, GPTNeoXForCausalLM

from sparse_probing.errors import UserError
from sparse_probing.quiet import quiet_transformers
from sparse_probing.settings.model import Recipe
from sparse_probing.tokenizer import FastTokenizer

_HELD_OUT = 64
"""Sequences kept for the validation loss."""
_HELD_OUT_BATCH = 16
_EVALUATIONS = 20
_CURVE = {"step": pl.Int64, "tokens": pl.Int64, "train_loss": pl.Float64, "validation_loss": pl.Float64}


def train_model(texts: pl.Series, tokenizer: FastTokenizer, recipe: Recipe, folder: Path) -> pl.DataFrame:
    """Train as `recipe` says, write config and weights (safetensors) into `folder`, return the loss curve.

    The curve has the columns `step`, `tokens` (seen), `train_loss` (mean since the last point) and
    `validation_loss`, in nats a token; the latter on 64 sequences that are never trained on. Same texts,
    recipe and thread count give the same bytes. Raises UserError when the texts are too short to train on.
    """
    generator = np.random.default_rng(recipe.seed)
    sequences = torch.from_numpy(_pack(texts, tokenizer, recipe.context, generator))
    if len(sequences) < _HELD_OUT + recipe.batch:
        raise UserError(
            f"the training text makes {len(sequences)} sequences of {recipe.context} tokens; "
            f"at least {_HELD_OUT + recipe.batch} are needed"
        )
    held_out, training = sequences[:_HELD_OUT], sequences[_HELD_OUT:]
    model = _new_model(recipe, tokenizer)
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=recipe.learning_rate, betas=(0.9, 0.95), weight_decay=0.1
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _learning_rate(step, recipe.steps))
    every = max(1, recipe.steps // _EVALUATIONS)
    curve: list[tuple[int, int, float, float]] = []
    losses: list[float] = []
    steps = tqdm(range(1, recipe.steps + 1), unit="step", disable=None, leave=False, desc="training")
    for step, batch in zip(steps, _batches(training, recipe.batch, generator), strict=False):
        loss = model(input_ids=batch, labels=batch).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        losses.append(loss.item())
        if step % every == 0 or step == recipe.steps:
            curve.append((step, step * batch.numel(), float(np.mean(losses)), _loss(model, held_out)))
            losses.clear()
    with quiet_transformers():
        model.save_pretrained(folder)
    return pl.DataFrame(curve, schema=_CURVE, orient="row")


def _new_model(recipe: Recipe, tokenizer: FastTokenizer) -> GPTNeoXForCausalLM:
    """A model with the random weights of the recipe's seed."""
    config = GPTNeoXConfig(
        vocab_size=tokenizer.backend.get_vocab_size(with_added_tokens=True),
        hidden_size=recipe.width,
        num_hidden_layers=recipe.layers,
        num_attention_heads=recipe.heads,
        intermediate_size=4 * recipe.width,
        max_position_embeddings=max(512, recipe.context),
        bos_token_id=tokenizer.bos,
        eos_token_id=tokenizer.bos,
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(recipe.seed)
        return GPTNeoXForCausalLM(config)


def _pack(
    texts: pl.Series, tokenizer: FastTokenizer, context: int, generator: np.random.Generator
) -> npt.NDArray[np.int64]:
    """All texts in random order, each begun by BOS, as sequences (n, context) in random order."""
    shuffled = texts.gather(generator.permutation(len(texts))).to_list()
    bos = np.array([] if tokenizer.bos is None else [tokenizer.bos], dtype=np.int64)
    parts = [part for encoding in tokenizer.encode(shuffled) for part in (bos, encoding.ids)]
    ids = np.concatenate([np.empty(0, dtype=np.int64), *parts])
    count = len(ids) // context
    return generator.permutation(ids[: count * context].reshape(count, context))


def _batches(sequences: torch.Tensor, size: int, generator: np.random.Generator) -> Iterator[torch.Tensor]:
    """Batches (size, context) without end, each epoch in a new order; what is left of an epoch is dropped."""
    while True:
        order = torch.from_numpy(generator.permutation(len(sequences)))
        for start in range(0, len(order) - size + 1, size):
            yield sequences[order[start : start + size]]


def _learning_rate(step: int, steps: int) -> float:
    """Linear warm-up over 5% of the steps, then a cosine down to a tenth of the peak."""
    warmup = max(1, steps // 20)
    if step < warmup:
        return (step + 1) / warmup
    progress = (step - warmup) / max(1, steps - warmup)
    return 0.1 + 0.9 * 0.5 * (1 + math.cos(math.pi * progress))


@torch.no_grad()
def _loss(model: GPTNeoXForCausalLM, sequences: torch.Tensor) -> float:
    model.train(False)
    batches = [sequences[start : start + _HELD_OUT_BATCH] for start in range(0, _HELD_OUT, _HELD_OUT_BATCH)]
    losses = [model(input_ids=batch, labels=batch).loss.item() for batch in batches]
    model.train()
    return float(np.mean(losses))
