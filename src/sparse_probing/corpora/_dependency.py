"""A dependency tree under construction, and its linearisation as a CoNLL-U sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal, Self

Spacing = Literal["free", "closing", "opening", "clitic"]


@dataclass(frozen=True)
class Node:
    """A word with its dependents; word order is the order of `before`, the word itself, `after`.

    `spacing` says how the word meets its neighbours: "closing" has no space before it (a comma), "opening"
    none after it (an opening quote), and "clitic" is one written token with the word before it (`n't`).
    """

    form: str
    lemma: str
    upos: str
    feats: Mapping[str, str] = field(default_factory=dict)
    deprel: str = "root"
    before: tuple["Node", ...] = ()
    after: tuple["Node", ...] = ()
    spacing: Spacing = "free"

    def with_before(self, *nodes: "Node") -> Self:
        """Return the tree with more dependents at its left edge."""
        return replace(self, before=(*nodes, *self.before))

    def with_after(self, *nodes: "Node") -> Self:
        """Return the tree with more dependents at its right edge."""
        return replace(self, after=(*self.after, *nodes))

    def as_(self, deprel: str) -> Self:
        """Return the tree in another relation to its head."""
        return replace(self, deprel=deprel)


def capitalised(tree: Node) -> Node:
    """Return the tree with a capital at the first word that is not punctuation."""
    for i, child in enumerate(tree.before):
        if child.upos != "PUNCT":
            return replace(tree, before=(*tree.before[:i], capitalised(child), *tree.before[i + 1 :]))
    return replace(tree, form=tree.form[0].upper() + tree.form[1:])


def conllu_sentence(tree: Node, *, sent_id: str) -> list[str]:
    """Return the lines of one CoNLL-U sentence, comments first, without the empty line that ends it.

    Columns are those of https://universaldependencies.org/format.html; XPOS and DEPS are left empty.
    """
    words: list[Node] = []
    heads: list[int] = []
    _place(tree, words, heads)
    lines: list[str] = []
    text = ""
    for first, stop in _written_tokens(words):
        surface = "".join(word.form for word in words[first:stop])
        before_closing = stop < len(words) and words[stop].spacing == "closing"
        glued = before_closing or words[stop - 1].spacing == "opening"
        space = "SpaceAfter=No" if glued else "_"
        multiword = stop - first > 1
        if multiword:
            lines.append("\t".join((f"{first + 1}-{stop}", surface, *"_______", space)))
        for i in range(first, stop):
            misc = "_" if multiword else space
            lines.append(_word_line(words[i], position=i + 1, head=heads[i], misc=misc))
        text += surface if glued else surface + " "
    return [f"# sent_id = {sent_id}", f"# text = {text.rstrip()}", *lines]


def _place(node: Node, words: list[Node], heads: list[int]) -> int:
    """Append the words of a tree in order, and the 1-based positions of their heads; return the node's own.

    The head of the node itself is left at 0, for the caller to set.
    """
    children = [_place(child, words, heads) for child in node.before]
    words.append(node)
    heads.append(0)
    position = len(words)
    children += [_place(child, words, heads) for child in node.after]
    for child in children:
        heads[child - 1] = position
    return position


def _written_tokens(words: list[Node]) -> Iterator[tuple[int, int]]:
    """Yield the half-open range of words that each written token is made of."""
    starts = [i for i, word in enumerate(words) if word.spacing != "clitic"]
    return pairwise([*starts, len(words)])


def _word_line(node: Node, *, position: int, head: int, misc: str) -> str:
    feats = "|".join(f"{name}={node.feats[name]}" for name in sorted(node.feats, key=str.lower)) or "_"
    return "\t".join(
        (str(position), node.form, node.lemma, node.upos, "_", feats, str(head), node.deprel, "_", misc)
    )
