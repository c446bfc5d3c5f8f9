r"""Find formulas, fractions, scripts, references and front matter in LaTeX source, however it was cut.

The scanner walks once over the tokens that matter and keeps one stack of what is open: brace groups, optional
arguments, commands that still wait for arguments, formulas and the abstract. Nothing recurses and each frame
is pushed and popped once, so time is linear in the text and no nesting is too deep.

Broken source is the normal case, since documents are cut anywhere. The rules of recovery are TeX's, as far as
it has any:

* what is still open at the end of the text ends there; a closing delimiter without an opening one is skipped;
* a blank line, ``\par``, ``\item`` or a heading ends ``$``, ``$$`` and ``\(``, so that a text that starts
  inside a formula is read the wrong way round for one paragraph at most;
* a display that begins inside a formula ends it; a closing delimiter also ends all that is open inside its
  formula, and a closing brace all that is open inside its group.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from sparse_probing.readers.latex_vocabulary import (
    COLUMNS,
    COMMANDS,
    DISPLAY,
    INLINE,
    PARAGRAPH,
    PARAGRAPH_BOUND,
    SCRIPTS,
    TOKEN,
    VERBATIM,
    WITH_COLUMNS,
    Command,
)

_GROUP, _OPTION, _COMMAND, _ABSTRACT = "{", "[", "\\", "abstract"


@dataclass(frozen=True, slots=True)
class Region:
    """A named stretch ``text[start:stop]`` of a LaTeX source; offsets count characters."""

    name: str
    start: int
    stop: int


@dataclass(slots=True)
class _Frame:
    """Something open: `kind` is one of the constants above, or the delimiter or environment of a formula."""

    kind: str
    start: int  # where it begins, its delimiter included
    inner: int  # where its content begins; for a command, the end of the arguments read so far
    mode: str  # kind of the formula whose mathematics this is, "" in prose
    command: Command = field(default=Command(()))
    taken: int = 0  # arguments of the command read so far


def scan(text: str) -> list[Region]:
    r"""All regions of a LaTeX source, by start, then longest first, then name; empty ones are left out.

    Names: ``math`` (the content of any formula) and, over the same stretch, ``inline_math`` or
    ``display_math``; ``start_math`` and ``end_math`` (its delimiters, ``\begin{..}`` and ``\end{..}``
    included); ``frac`` (a whole fraction command), ``numerator``, ``denominator``; ``superscript`` and
    ``subscript`` (content without ``^``, ``_`` and braces; only in formulas); ``reference`` (argument of
    ``\ref``, ``\cite``, ``\label`` and their kin); ``title``, ``author`` (arguments) and ``abstract``
    (content). Prose inside ``\text{..}`` counts as part of the formula around it, and a formula inside that
    prose is reported as well.

    Any string is accepted. Any two regions are disjoint or one holds the other. Comments and verbatim text
    are skipped. Formulas that are made by macros of the document itself are not seen.
    """
    return _Scanner(text).run()


class _Scanner:
    """One pass over one text: the open frames, and the regions found so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.regions: list[Region] = []
        self.stack: list[_Frame] = []
        self.depths: defaultdict[str, list[int]] = defaultdict(list)  # kind -> where in the stack it is open

    def run(self) -> list[Region]:
        """Read the whole text."""
        position = 0
        while position < len(self.text):
            if self.stack and self.stack[-1].kind == _COMMAND:
                position = self._read_argument(position)
            elif token := TOKEN.search(self.text, position):
                position = self._read_token(token)
            else:
                break
        self._close(0, len(self.text), len(self.text))
        return sorted(self.regions, key=lambda region: (region.start, -region.stop, region.name))

    @property
    def _mode(self) -> str:
        return self.stack[-1].mode if self.stack else ""

    def _add(self, name: str, start: int, stop: int) -> None:
        if name and start < stop:
            self.regions.append(Region(name, start, stop))

    def _push(self, kind: str, start: int, inner: int, mode: str, command: Command | None = None) -> None:
        self.depths[kind].append(len(self.stack))
        self.stack.append(_Frame(kind, start, inner, mode, command or Command(())))

    def _pop(self, stop: int, end: int) -> None:
        """Close the innermost frame: its content ends at `stop`, its closing delimiter, if any, at `end`."""
        frame = self.stack.pop()
        self.depths[frame.kind].pop()
        if frame.kind == _GROUP:
            self._take_argument(frame.inner, stop, end)
        elif frame.kind == _COMMAND:  # cut short: it has what it has read
            if frame.taken:
                self._add(frame.command.whole, frame.start, frame.inner)
                self._take_argument(frame.start, frame.inner, frame.inner)
        elif frame.kind == _ABSTRACT:
            self._add("abstract", frame.inner, stop)
        elif frame.kind != _OPTION:
            self._add("math", frame.inner, stop)
            self._add("inline_math" if frame.kind in INLINE else "display_math", frame.inner, stop)
            self._add("end_math", stop, end)

    def _close(self, depth: int, stop: int, end: int) -> None:
        """Close the frame at a stack position, and first everything inside it."""
        while len(self.stack) > depth + 1:
            self._pop(stop, stop)
        if len(self.stack) > depth:
            self._pop(stop, end)

    def _take_argument(self, start: int, stop: int, end: int) -> None:
        """Give an argument to the command that waits for it, which may then be an argument itself."""
        while self.stack and self.stack[-1].kind == _COMMAND:
            frame = self.stack[-1]
            self._add(frame.command.arguments[frame.taken], start, stop)
            frame.taken += 1
            frame.inner = end
            if frame.taken < len(frame.command.arguments):
                return
            self.stack.pop()
            self.depths[_COMMAND].pop()
            self._add(frame.command.whole, frame.start, end)
            start, stop = frame.start, end

    def _read_argument(self, position: int) -> int:
        """Read what the innermost command waits for, or give the command up; return the next position."""
        command = self.stack[-1].command
        token = TOKEN.match(self.text, position)
        character = self.text[position]
        if token is None and (character.isspace() or (command.prose and character == "*")):
            return position + 1
        if token is not None and token.lastgroup == "comment":
            return token.end()
        if character == "{":
            self._push(_GROUP, position, position + 1, "" if command.prose else self._mode)
            return position + 1
        if command.prose:
            if character == "[":
                self._push(_OPTION, position, position + 1, "")
                return position + 1
        elif token is None or character in "[]":
            self._take_argument(position, position + 1, position + 1)
            return position + 1
        elif token["command"] in COMMANDS:
            return self._read_token(token)
        elif _is_plain(token):
            self._take_argument(position, token.end(), token.end())
            return token.end()
        self._pop(position, position)
        return position

    def _read_token(self, token: re.Match[str]) -> int:
        """Act on a token outside of unfinished commands; return the position after it."""
        word, start, stop = token[0], token.start(), token.end()
        if token["environment"]:
            return self._read_environment(token)
        if token["command"]:
            if word[1:] in COMMANDS:
                self._push(_COMMAND, start, stop, self._mode, COMMANDS[word[1:]])
            elif word[1:] in PARAGRAPH:
                self._end_paragraph(start)
        elif token["blank"]:
            self._end_paragraph(start)
        elif word in ("$", "$$"):
            return self._read_dollars(word, start)
        elif word in ("\\(", "\\["):
            self._open_formula(word, start, stop)
        elif word in ("\\)", "\\]"):
            self._close_innermost({"\\)": "\\(", "\\]": "\\["}[word], start, stop)
        elif word == "{":
            self._push(_GROUP, start, stop, self._mode)
        elif word == "}":
            self._close_innermost(_GROUP, start, stop)
        elif word == "]" and self.stack and self.stack[-1].kind == _OPTION:
            self._pop(start, stop)
        elif word in SCRIPTS and self._mode:
            self._push(_COMMAND, start, stop, self._mode, SCRIPTS[word])
        return stop

    def _read_environment(self, token: re.Match[str]) -> int:
        name, stop = token["environment"], token.end()
        plain = name.removesuffix("*")
        if token["edge"] == "end":
            self._close_innermost(name, token.start(), stop)
        elif plain in VERBATIM:
            end = self.text.find(f"\\end{{{name}}}", stop)
            return len(self.text) if end < 0 else end
        elif plain in DISPLAY or name == "math":
            if plain in WITH_COLUMNS and (columns := COLUMNS.match(self.text, stop)):
                stop = columns.end()
            self._open_formula(name, token.start(), stop)
        elif name == _ABSTRACT:
            self._push(_ABSTRACT, token.start(), stop, "")
        return stop

    def _read_dollars(self, word: str, start: int) -> int:
        if self._mode == "$":  # here $$ is two signs: one that closes, one that opens the next formula
            word = "$"
        stop = start + len(word)
        if self._mode == word:
            self._close_innermost(word, start, stop)
        else:
            self._open_formula(word, start, stop)
        return stop

    def _open_formula(self, kind: str, start: int, stop: int) -> None:
        if kind not in INLINE and self._mode:
            self._close_innermost(self._mode, start, start)
        self._add("start_math", start, stop)
        self._push(kind, start, stop, kind)

    def _close_innermost(self, kind: str, stop: int, end: int) -> None:
        if self.depths[kind]:
            self._close(self.depths[kind][-1], stop, end)

    def _end_paragraph(self, position: int) -> None:
        bound = [self.depths[kind][0] for kind in PARAGRAPH_BOUND if self.depths[kind]]
        if bound:
            self._close(min(bound), position, position)


def _is_plain(token: re.Match[str]) -> bool:
    """Whether a token can be an argument by itself: a symbol command, an escaped character, verbatim text."""
    if token["command"]:
        return token["command"] not in PARAGRAPH
    return bool(token["opaque"]) or (bool(token["escape"]) and token[0][1] not in "()[]")
