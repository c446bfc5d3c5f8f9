"""CoNLL-U treebanks (Universal Dependencies)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from pathlib import Path

from conllu.exceptions import ParseException
from conllu.models import Token
from conllu.parser import DEFAULT_FIELDS, parse_line

from sparse_probing.documents import Document, Span, Value
from sparse_probing.errors import UserError
from sparse_probing.readers.text_files import numbered_lines, plain_name
from sparse_probing.settings.sources import ConlluSource


@dataclass(frozen=True)
class _Line:
    """A token line: a word, a multi-word token or an empty node."""

    token: Token
    place: str

    @property
    def is_word(self) -> bool:
        return isinstance(self.token["id"], int)

    @property
    def range(self) -> tuple[int, int] | None:
        """First and last word of a multi-word token; None for words and empty nodes."""
        identifier = self.token["id"]
        if isinstance(identifier, tuple) and identifier[1] == "-":
            return identifier[0], identifier[2]
        return None

    @property
    def space_after(self) -> str:
        return "" if (self.token["misc"] or {}).get("SpaceAfter") == "No" else " "


@dataclass
class _Sentence:
    newdoc: str
    name: str
    lines: list[_Line] = field(default_factory=list)


def read_conllu(files: Sequence[Path], source: ConlluSource) -> Iterator[Document]:
    """Yield documents whose spans are the syntactic words.

    The text is rebuilt from FORM and SpaceAfter; sentences are joined by a blank. Words of a multi-word token
    share out its surface form if their forms spell it, else each spans all of it. Empty nodes are left out.
    A file without newdoc comments has a document and group for every sentence. An underscore, which means
    "unspecified", becomes null. `eos` marks the last word of a sentence, `first_eos` the first of these in a
    document.
    Raises UserError that names file and line.
    """
    for path in files:
        file = plain_name(path)
        for newdoc, sentences in groupby(_sentences(path), key=lambda sentence: sentence.newdoc):
            group = f"{file}:{newdoc}"
            if source.document == "newdoc":
                yield _document(group, group, list(sentences), source.feats)
            else:
                for sentence in sentences:
                    yield _document(f"{file}:{sentence.name}", group, [sentence], source.feats)


def _sentences(path: Path) -> Iterator[_Sentence]:
    newdoc, name, count = "", "", 0
    lines: list[_Line] = []
    for number, text in chain(numbered_lines(path), [(0, "")]):
        if text.startswith("#"):
            key, _, value = text[1:].partition("=")
            if key.strip() in ("newdoc", "newdoc id"):
                newdoc = value.strip() or f"newdoc-{number}"
            elif key.strip() == "sent_id":
                name = value.strip()
        elif text.strip():
            lines.append(_parse(text, f"{path}, line {number}"))
        elif lines:
            count += 1
            name = name or f"sentence-{count}"
            yield _Sentence(newdoc or name, name, lines)
            lines, name = [], ""


def _parse(text: str, place: str) -> _Line:
    columns = text.split("\t")
    if len(columns) != len(DEFAULT_FIELDS):
        raise UserError(f"{place}: expected 10 tab-separated columns (CoNLL-U), found {len(columns)}")
    try:
        return _Line(parse_line(text, DEFAULT_FIELDS), place)
    except (ParseException, ValueError) as error:
        raise UserError(f"{place}: not valid CoNLL-U: {error}") from None


def _document(name: str, group: str, sentences: Sequence[_Sentence], feats: Sequence[str]) -> Document:
    text = ""
    spans: list[Span] = []
    for index, sentence in enumerate(sentences):
        gap = " " if text else ""
        placed: list[tuple[_Line, int, int]] = []
        for surface, words in _surface_tokens(sentence):
            text += gap
            placed += _place(surface, words, len(text))
            text += surface.token["form"]
            gap = surface.space_after
        for position, (line, start, stop) in enumerate(placed, start=1):
            eos = position == len(placed)
            values: dict[str, Value] = {
                "form": line.token["form"],
                "eos": eos,
                "first_eos": eos and index == 0,
            }
            values |= {key: _specified(line.token[key]) for key in ("lemma", "upos", "xpos", "deprel")}
            values |= {key: (line.token["feats"] or {}).get(key) for key in feats}
            spans.append(Span(start, stop, values))
    return Document(name=name, group=group, text=text, spans=spans)


def _specified(value: str | None) -> str | None:
    return None if value == "_" else value


def _surface_tokens(sentence: _Sentence) -> Iterator[tuple[_Line, list[_Line]]]:
    """Each surface token with its syntactic words (itself, unless it is a multi-word token)."""
    words = [line for line in sentence.lines if line.is_word]
    for number, word in enumerate(words, start=1):
        if word.token["id"] != number:
            raise UserError(f"{word.place}: expected word {number} of its sentence, found {word.token['id']}")
    seen = 0
    for line in sentence.lines:
        if line.range is not None:
            first, last = line.range
            if first != seen + 1 or last > len(words):
                raise UserError(
                    f"{line.place}: multi-word token {first}-{last}: expected its words to follow, "
                    f"found words {seen + 1} to {len(words)}"
                )
            yield line, words[seen:last]
            seen = last
        elif line.is_word and line.token["id"] > seen:
            yield line, [line]
            seen += 1


def _place(surface: _Line, words: Sequence[_Line], start: int) -> list[tuple[_Line, int, int]]:
    """Character spans of `words`, of which the surface form begins at `start`."""
    form = surface.token["form"]
    if "".join(word.token["form"] for word in words) != form:
        return [(word, start, start + len(form)) for word in words]
    placed = []
    for word in words:
        placed.append((word, start, start + len(word.token["form"])))
        start = placed[-1][2]
    return placed
