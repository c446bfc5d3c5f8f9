"""Verbs with their auxiliaries and their negation, in the conventions of the English-EWT treebank."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from sparse_probing.corpora._dependency import Node
from sparse_probing.corpora._inflection import Agreement, ing_form, past, past_participle, present
from sparse_probing.corpora._noun_phrases import word
from sparse_probing.corpora.lexicons.treebank import MODALS, NOUNS, STATIVE

# What a form is called after "be", "have" and so on, and the features that mark it.
_NONFINITE = {
    "infinitive": {"VerbForm": "Inf"},
    "gerund": {"VerbForm": "Ger"},
    "progressive": {"Tense": "Pres", "VerbForm": "Part"},
    "perfect": {"Tense": "Past", "VerbForm": "Part"},
    "passive": {"Tense": "Past", "VerbForm": "Part", "Voice": "Pass"},
}
_NOUNS = frozenset(noun for nouns in NOUNS.values() for noun in nouns)
_STEMS_BEFORE_NT = {"will": "wo", "can": "ca"}
_CONTRACTED = {
    ("am", "be"): "'m",
    ("are", "be"): "'re",
    ("is", "be"): "'s",
    ("has", "have"): "'s",
    ("have", "have"): "'ve",
    ("had", "have"): "'d",
    ("will", "will"): "'ll",
    ("would", "would"): "'d",
}
_NO_CLITIC = ("am", "may", "might")


def choose_verb(rng: Random, verbs: Sequence[str]) -> str:
    """Return one of the verbs, more often than by chance one that is also a noun."""
    also_nouns = [verb for verb in verbs if verb in _NOUNS]
    return rng.choice(also_nouns if also_nouns and rng.random() < 0.5 else verbs)


def nonfinite(lemma: str, role: str, *, upos: str = "VERB") -> Node:
    """Return a verb as infinitive, imperative, gerund, progressive, perfect or passive."""
    if role == "imperative":
        return word(lemma, upos, "root", Mood="Imp", VerbForm="Fin")
    if role == "infinitive":
        form = lemma
    elif role in ("gerund", "progressive"):
        form = ing_form(lemma)
    else:
        form = past_participle(lemma)
    return word(form, upos, "root", lemma=lemma, **_NONFINITE[role])


def finite_group(
    rng: Random, lemma: str, agreement: Agreement, *, passive: bool = False, inverted: bool = False
) -> tuple[Node, ...]:
    """Return auxiliaries, perhaps a negation, and last the verb; the first of them agrees with the subject.

    With `inverted` there is at least one auxiliary (`do` if no other), so that a question can put it before
    its subject. The verb `be` is a copula (relation `cop`): it needs no other auxiliary, and a negation may
    follow it.
    """
    chain = _auxiliaries(rng, lemma, passive=passive)
    negated = rng.random() < 0.13
    if not chain and lemma != "be" and (inverted or negated):
        chain = [("do", "infinitive", "aux")]
    tense = rng.choice(("Past", "Past", "Pres"))

    def inflected(lemma: str, role: str, upos: str) -> Node:
        if role == "finite":
            return _finite(lemma, upos, tense, agreement)
        return nonfinite(lemma, role, upos=upos)

    nodes: list[Node] = []
    role = "finite"
    for auxiliary, next_role, deprel in chain:
        nodes.append(inflected(auxiliary, role, "AUX").as_(deprel))
        role = next_role
    verb = inflected(lemma, role, "AUX" if lemma == "be" else "VERB")
    nodes.append(verb.as_("cop") if lemma == "be" else verb)
    return _negated(rng, nodes, inverted=inverted) if negated else tuple(nodes)


def contracted(auxiliary: Node) -> Node:
    """Return an auxiliary as a pronoun before it takes it up (`'s`, `'ll`); others come back unchanged."""
    form = _CONTRACTED.get((auxiliary.form, auxiliary.lemma)) if auxiliary.upos == "AUX" else None
    return replace(auxiliary, form=form, spacing="clitic") if form else auxiliary


def _auxiliaries(rng: Random, lemma: str, *, passive: bool) -> list[tuple[str, str, str]]:
    """Return (auxiliary, role of the form after it, relation) for each auxiliary of a random aspect."""
    chain = []
    draw = rng.random()
    if draw < 0.17:
        chain.append((rng.choice(MODALS), "infinitive", "aux"))
    elif draw < 0.32:
        chain.append(("have", "perfect", "aux"))
    elif draw < 0.5 and lemma != "be" and lemma not in STATIVE:
        chain.append(("be", "progressive", "aux"))
    if passive:
        chain.append(("be", "passive", "aux:pass"))
    return chain


def _finite(lemma: str, upos: str, tense: str, agreement: Agreement) -> Node:
    if lemma in MODALS:
        return word(lemma, upos, "root", VerbForm="Fin")
    inflect = past if tense == "Past" else present
    form = inflect(lemma, agreement)
    feats = {"Number": agreement.number, "Person": agreement.person, "Tense": tense}
    return word(form, upos, "root", lemma=lemma, Mood="Ind", VerbForm="Fin", **feats)


def _negated(rng: Random, nodes: list[Node], *, inverted: bool) -> tuple[Node, ...]:
    """Return the group with `n't` or `not` after its first node.

    An inverted group takes only `n't`, which moves with the auxiliary, or stays as it is.
    """
    first, *rest = nodes
    if first.form not in _NO_CLITIC and (inverted or rng.random() < 0.6):
        first = replace(first, form=_STEMS_BEFORE_NT.get(first.form, first.form))
        return first, Node("n't", "not", "PART", {"Polarity": "Neg"}, "advmod", spacing="clitic"), *rest
    if inverted:
        return tuple(nodes)
    return first, word("not", "PART", "advmod", Polarity="Neg"), *rest
