"""Random models of a few thousand weights, one for each way in which Transformers builds a block."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import torch
from transformers import (
    BertConfig,
    BertForMaskedLM,
    BertModel,
    Gemma2Config,
    Gemma2Model,
    GPT2Config,
    GPT2LMHeadModel,
    GPTJConfig,
    GPTJModel,
    GPTNeoXConfig,
    GPTNeoXForCausalLM,
    LlamaConfig,
    LlamaForCausalLM,
    MistralConfig,
    MistralModel,
    OPTConfig,
    OPTModel,
    PhiConfig,
    PhiModel,
    PreTrainedModel,
    Qwen2Config,
    Qwen2Model,
    Qwen3Config,
    Qwen3Model,
    RobertaConfig,
    RobertaModel,
)

LAYERS, WIDTH, NEURONS, VOCABULARY, CONTEXT = 2, 8, 32, 50, 32


def gpt_neox() -> PreTrainedModel:
    """Attention and MLP side by side."""
    return GPTNeoXForCausalLM(
        GPTNeoXConfig(
            vocab_size=VOCABULARY,
            hidden_size=WIDTH,
            num_hidden_layers=LAYERS,
            num_attention_heads=1,
            intermediate_size=NEURONS,
            max_position_embeddings=CONTEXT,
        )
    )


def gpt2() -> PreTrainedModel:
    """Linear maps as Conv1D, and other names in the config."""
    return GPT2LMHeadModel(
        GPT2Config(
            vocab_size=VOCABULARY,
            n_embd=WIDTH,
            n_layer=LAYERS,
            n_head=1,
            n_inner=NEURONS,
            n_positions=CONTEXT,
        )
    )


def llama() -> PreTrainedModel:
    """A gated MLP, and heads that are together wider than the residual stream."""
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=VOCABULARY,
            hidden_size=WIDTH,
            num_hidden_layers=LAYERS,
            num_attention_heads=2,
            num_key_value_heads=1,
            head_dim=8,
            intermediate_size=NEURONS,
            max_position_embeddings=CONTEXT,
        )
    )


def gptj() -> PreTrainedModel:
    """Maps of attention that are all square."""
    return GPTJModel(
        GPTJConfig(
            vocab_size=VOCABULARY,
            n_embd=WIDTH,
            n_layer=LAYERS,
            n_head=1,
            rotary_dim=4,
            n_inner=NEURONS,
            n_positions=CONTEXT,
        )
    )


def opt() -> PreTrainedModel:
    """An MLP without a module of its own."""
    return OPTModel(
        OPTConfig(
            vocab_size=VOCABULARY,
            hidden_size=WIDTH,
            word_embed_proj_dim=WIDTH,
            num_hidden_layers=LAYERS,
            num_attention_heads=1,
            ffn_dim=NEURONS,
            max_position_embeddings=CONTEXT,
        )
    )


_DECODER = {
    "vocab_size": VOCABULARY,
    "hidden_size": WIDTH,
    "num_hidden_layers": LAYERS,
    "num_attention_heads": 2,
    "num_key_value_heads": 1,
    "head_dim": 8,
    "intermediate_size": NEURONS,
    "max_position_embeddings": CONTEXT,
}


def mistral() -> PreTrainedModel:
    """A window of attention that is shorter than the sequences."""
    return MistralModel(MistralConfig(**_DECODER, sliding_window=4))


def qwen2() -> PreTrainedModel:
    """Biases in attention."""
    return Qwen2Model(Qwen2Config(**_DECODER))


def qwen3() -> PreTrainedModel:
    """Norms in attention."""
    return Qwen3Model(Qwen3Config(**_DECODER))


def gemma2() -> PreTrainedModel:
    """Norms before and after, capped attention, layers of two kinds."""
    return Gemma2Model(Gemma2Config(**_DECODER, sliding_window=4))


def phi() -> PreTrainedModel:
    """Attention and MLP side by side behind one norm."""
    return PhiModel(PhiConfig(**{**_DECODER, "num_attention_heads": 1}, partial_rotary_factor=0.5))


def roberta() -> PreTrainedModel:
    """Positions that begin behind the padding token's number."""
    return RobertaModel(
        RobertaConfig(
            vocab_size=VOCABULARY,
            hidden_size=WIDTH,
            num_hidden_layers=LAYERS,
            num_attention_heads=1,
            intermediate_size=NEURONS,
            max_position_embeddings=CONTEXT,
        )
    )


def _bert_config() -> BertConfig:
    return BertConfig(
        vocab_size=VOCABULARY,
        hidden_size=WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=1,
        intermediate_size=NEURONS,
        max_position_embeddings=CONTEXT,
    )


def bert() -> PreTrainedModel:
    """An encoder with a pooler."""
    return BertModel(_bert_config())


def masked_bert() -> PreTrainedModel:
    """An encoder whose snapshot has no pooler, but a head."""
    return BertForMaskedLM(_bert_config())


ARCHITECTURES = (gpt_neox, gpt2, llama, bert, masked_bert)


def save(build: Callable[[], PreTrainedModel], folder: Path) -> Path:
    """Save a model with random weights, large enough for layers to differ plainly, and return `folder`."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        model = build()
        with torch.no_grad():
            for weights in model.parameters():
                weights.add_(0.3 * torch.randn_like(weights))
    model.save_pretrained(folder)
    return folder


def sequences_of(*sequences: list[int]) -> pl.DataFrame:
    """The frame of sequences.parquet, numbered from 10."""
    return pl.DataFrame(
        {"sequence": range(10, 10 + len(sequences)), "tokens": sequences},
        schema={"sequence": pl.UInt32, "tokens": pl.List(pl.UInt32)},
    )


def rows_of(*rows: tuple[int, int, int]) -> pl.DataFrame:
    """The frame of rows.parquet from (sequence, start, stop); the rows are numbered 0, 3, 6, ..."""
    frame = pl.DataFrame(
        rows, schema={"sequence": pl.UInt32, "start": pl.UInt32, "stop": pl.UInt32}, orient="row"
    )
    return frame.with_columns(row=pl.int_range(0, 3 * len(rows), 3, dtype=pl.UInt32))
