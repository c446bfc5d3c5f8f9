import math
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import AutoModelForCausalLM, AutoTokenizer

from sparse_probing.errors import UserError
from sparse_probing.settings.model import Recipe
from sparse_probing.tokenizer import FastTokenizer
from sparse_probing.tokenizer_training import train_tokenizer
from sparse_probing.training import train_model

WORDS = [f"w{number}" for number in range(40)]
HELD_OUT = 64


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Models this small only wait for a second thread."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def words() -> FastTokenizer:
    """One token a word, no BOS."""
    backend = Tokenizer(models.WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="w0"))
    backend.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return FastTokenizer(backend=backend, bos=None)


def recipe(**changes: object) -> Recipe:
    settings = {
        "kind": "trained",
        "datasets": ["a"],
        "layers": 1,
        "width": 32,
        "heads": 1,
        "context": 8,
        "batch": 8,
        "steps": 60,
        "learning_rate": 1e-2,
    }
    return Recipe.model_validate({**settings, **changes})


def periodic_texts(count: int) -> pl.Series:
    """Texts in which each word is known from the one before."""
    return pl.Series([" ".join(WORDS[(start + i) % 40] for i in range(40)) for start in range(count)])


def random_texts(sequences: int, context: int) -> pl.Series:
    """Texts of which nothing can be learned but by heart."""
    draw = np.random.default_rng(0).integers(0, 40, size=sequences * context)
    return pl.Series([" ".join(WORDS[number] for number in draw)])


def test_the_loss_on_unseen_sequences_falls_where_there_is_something_to_learn(
    words: FastTokenizer, tmp_path: Path
) -> None:
    curve = train_model(periodic_texts(40), words, recipe(), tmp_path)
    assert curve.columns == ["step", "tokens", "train_loss", "validation_loss"]
    assert curve["step"][-1] == 60
    assert curve["tokens"][-1] == 60 * 8 * 8
    assert curve["step"].is_sorted()
    # Chance is log(40) = 3.7; the first word of a sequence is never predicted.
    assert curve["train_loss"][0] > 3
    assert curve["validation_loss"][-1] < 1


def test_sequences_that_are_held_out_are_never_trained_on(words: FastTokenizer, tmp_path: Path) -> None:
    texts = random_texts(HELD_OUT + 8, 8)
    curve = train_model(texts, words, recipe(steps=150), tmp_path)
    assert curve["train_loss"][-1] < 0.5
    assert curve["validation_loss"].min() > math.log(40) - 0.3


def weights(words: FastTokenizer, folder: Path, **changes: object) -> bytes:
    train_model(periodic_texts(40), words, recipe(steps=5, **changes), folder)
    return (folder / "model.safetensors").read_bytes()


def test_the_seed_alone_decides_the_weights(words: FastTokenizer, tmp_path: Path) -> None:
    first = weights(words, tmp_path / "a")
    torch.manual_seed(99)
    assert weights(words, tmp_path / "b") == first
    assert weights(words, tmp_path / "c", seed=1) != first


def test_training_leaves_the_global_random_numbers_alone(words: FastTokenizer, tmp_path: Path) -> None:
    state = torch.get_rng_state()
    weights(words, tmp_path)
    assert torch.equal(torch.get_rng_state(), state)


def test_a_snapshot_loads_with_transformers(tmp_path: Path) -> None:
    texts = pl.Series(["The cat sat on the mat, and the dog sat on the cat. " * 10] * 60)
    train_tokenizer(iter(texts), tmp_path, vocabulary=300)
    tokenizer = FastTokenizer.load(tmp_path)
    train_model(texts, tokenizer, recipe(steps=3), tmp_path)
    model = AutoModelForCausalLM.from_pretrained(tmp_path, use_safetensors=True)
    loaded = AutoTokenizer.from_pretrained(tmp_path)
    ids = loaded("The cat sat", return_tensors="pt")["input_ids"]
    assert model(input_ids=ids).logits.shape == (1, ids.shape[1], len(loaded))
    assert model.config.vocab_size == tokenizer.backend.get_vocab_size()
    assert model.config.bos_token_id == tokenizer.bos
    assert model.config.intermediate_size == 4 * 32


def test_too_little_text_is_refused(words: FastTokenizer, tmp_path: Path) -> None:
    enough = HELD_OUT + 8
    with pytest.raises(
        UserError, match=f"makes {enough - 1} sequences of 8 tokens; at least {enough} are needed"
    ):
        train_model(random_texts(enough - 1, 8), words, recipe(), tmp_path)
    with pytest.raises(UserError, match="makes 0 sequences"):
        train_model(pl.Series([""]), words, recipe(), tmp_path)


def test_training_says_nothing(
    words: FastTokenizer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        weights(words, tmp_path)
    assert capfd.readouterr() == ("", "")
