"""Tokenizers in the Hugging Face format: loading, encoding with character offsets, decoding single ids."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from sparse_probing.errors import UserError


@dataclass(frozen=True)
class Encoding:
    """The ids of a text (tokens,) and their character ranges (tokens, 2), special tokens left out."""

    ids: npt.NDArray[np.int64]
    offsets: npt.NDArray[np.int64]


@dataclass(frozen=True)
class FastTokenizer:
    """A tokenizer that knows where in the text its tokens come from."""

    backend: Tokenizer
    bos: int | None
    """Id to begin a sequence with, where the tokenizer adds no special tokens of its own."""

    @classmethod
    def load(cls, folder: Path, *, origin: str | None = None) -> "FastTokenizer":
        """Load `tokenizer.json` of `folder`, which messages call `origin` if that is given.

        Raises UserError when it is missing or unreadable.
        """
        path = folder / "tokenizer.json"
        if not path.is_file():
            raise UserError(f"{path}: no such file; a fast tokenizer (with character offsets) is needed")
        try:
            backend = Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises bare Exception
            place = f"{origin}, tokenizer.json" if origin else str(path)
            raise UserError(f"{place}: not a tokenizer: {error}") from None
        backend.no_truncation()
        backend.no_padding()
        return cls(backend=backend, bos=_bos(folder, backend))

    def encode(self, texts: Sequence[str]) -> Iterator[Encoding]:
        """Yield the encoding of each text."""
        for encoding in self.backend.encode_batch(list(texts), add_special_tokens=False):
            yield Encoding(
                ids=np.array(encoding.ids, dtype=np.int64),
                offsets=np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2),
            )

    def special_tokens(self, *, bos: bool) -> tuple[list[int], list[int]]:
        """Ids to put before and after a sequence: the tokenizer's own ([CLS], [SEP]), else BOS.

        Without `bos`, BOS is left out wherever it comes from.
        """
        prefix, suffix = [] if self.bos is None else [self.bos], []
        if self.backend.num_special_tokens_to_add(False) > 0:
            encoding = self.backend.encode("a")
            content = [i for i, special in enumerate(encoding.special_tokens_mask) if not special]
            prefix, suffix = encoding.ids[: content[0]], encoding.ids[content[-1] + 1 :]
        return [token for token in prefix if bos or token != self.bos], suffix

    @cached_property
    def decoded_vocabulary(self) -> list[str]:
        """The text that every id, from 0 to the largest, adds behind another token.

        So a token that begins a word shows the blank before it, also where a decoder drops the first blank of
        a text. Bytes that are no whole character become U+FFFD; ids without a token have an empty text.
        """
        before = self.backend.encode("a", add_special_tokens=False).ids
        shown = len(self.backend.decode(before))
        size = max(self.backend.get_vocab(with_added_tokens=True).values()) + 1
        texts = self.backend.decode_batch([[*before, i] for i in range(size)], skip_special_tokens=False)
        return [text[shown:] for text in texts]

    def spell(self, ids: Sequence[int]) -> list[str]:
        """The text that each of `ids` adds behind those before it, at a place within a text.

        Of a character that takes several ids, the last one adds it and the others add nothing.
        """
        before = self.backend.encode("a", add_special_tokens=False).ids
        texts, told = [], self.backend.decode(before)
        for end in range(1, len(ids) + 1):
            whole = self.backend.decode([*before, *ids[:end]], skip_special_tokens=False)
            unfinished = whole.endswith("\N{REPLACEMENT CHARACTER}") and end < len(ids)
            texts.append("" if unfinished else whole[len(told) :])
            told = told if unfinished else whole
        return texts


def _rules(tokenizer: FastTokenizer) -> dict[str, Any]:
    """What decides the ids of a text: vocabulary and merges, and what is done to the text before."""
    content = json.loads(tokenizer.backend.to_str())
    return {part: content[part] for part in ("model", "normalizer", "pre_tokenizer", "added_tokens")}


def check_same_vocabulary(own: FastTokenizer, shared: FastTokenizer, *, model: str) -> None:
    """Raise UserError if the tokenizer of `model` gives other ids than `shared`, the one its entry names."""
    if _rules(own) != _rules(shared):
        raise UserError(f"{model}: its own tokenizer gives other ids than the one its entry names")


def _bos(folder: Path, backend: Tokenizer) -> int | None:
    path = folder / "tokenizer_config.json"
    try:
        settings = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except ValueError as error:
        raise UserError(f"{path}: not valid JSON: {error}") from None
    token = settings.get("bos_token")
    content = token.get("content") if isinstance(token, dict) else token
    return None if content is None else backend.token_to_id(content)
