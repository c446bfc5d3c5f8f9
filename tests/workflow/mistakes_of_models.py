"""Mistakes in folders of models and tokenizers, each made in a copy of a folder that is right."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors.numpy import load_file, save_file


@dataclass(frozen=True)
class BadFolder:
    """A mistake in a folder, and the end of the line that is told of it."""

    name: str
    spoil: Callable[[Path], object]
    line: str


def settings(**changes: Any) -> Callable[[Path], object]:
    """Change the model's config; None takes a key out."""

    def change(folder: Path) -> None:
        content = json.loads((folder / "config.json").read_text()) | changes
        content = {key: value for key, value in content.items() if value is not None}
        (folder / "config.json").write_text(json.dumps(content))

    return change


def without_a_tensor(folder: Path) -> None:
    """Take out the weights of the second layer's down projection."""
    tensors = load_file(folder / "model.safetensors")
    del tensors["gpt_neox.layers.1.mlp.dense_4h_to_h.weight"]
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})


def cut_off(folder: Path) -> None:
    """Leave the first half of the weights, as a copy does that broke off."""
    content = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(content[: len(content) // 2])


def pickled(folder: Path) -> None:
    """Have weights in the old format alone."""
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def other_words(folder: Path) -> None:
    """Put the tokenizer of another model in the place of its own."""
    content = (folder / "tokenizer.json").read_text(encoding="utf-8")
    (folder / "tokenizer.json").write_text(content.replace('"ByteLevel"', '"Whitespace"', 1))


# fmt: off
OF_TOKENIZERS = [
    BadFolder("slow tokenizer alone",
        lambda folder: (folder / "tokenizer.json").rename(folder / "vocab.json"),
        "folder tiny: expected tokenizer.json, found no such file; a fast tokenizer is needed: a slow one "
        "does not tell where its tokens are in a text"),
    BadFolder("tokenizer without its config", lambda folder: (folder / "tokenizer_config.json").unlink(),
        "folder tiny: expected tokenizer_config.json, found no such file"),
    BadFolder("broken tokenizer", lambda folder: (folder / "tokenizer.json").write_text('{"model": '),
        "folder tiny, tokenizer.json: not a tokenizer: EOF while parsing a value at line 1 column 10"),
]

OF_MODELS = [
    BadFolder("model without a config", lambda folder: (folder / "config.json").unlink(),
        "folder tiny: expected config.json, found no such file"),
    BadFolder("model without weights", lambda folder: (folder / "model.safetensors").unlink(),
        "folder tiny: expected weights in model*.safetensors, found no such file; "
        "pickled ones, such as pytorch_model.bin, are not read"),
    BadFolder("pickled weights", pickled,
        "folder tiny: expected weights in model*.safetensors, found no such file; "
        "pickled ones, such as pytorch_model.bin, are not read"),
    BadFolder("unknown architecture", settings(model_type="gpt_neoy"),
        "folder tiny: transformers does not know this architecture: "),
    BadFolder("config without an architecture", settings(model_type=None, architectures=None),
        "folder tiny: transformers does not know this architecture: "),
    BadFolder("tokenizer of another model", other_words,
        "folder tiny: its own tokenizer gives other ids than the one its entry names"),
]

OF_WEIGHTS = [
    BadFolder("tensor that is missing", without_a_tensor,
        "expected weights 'layers.1.mlp.dense_4h_to_h.weight', found no such tensor in the snapshot"),
    BadFolder("weights cut off", cut_off, "transformers cannot load this model: "),
    BadFolder("tensor of another size", settings(intermediate_size=24),
        "transformers cannot load this model: "),
]
