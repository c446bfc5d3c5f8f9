"""Random English noun phrases as dependency trees, in the conventions of the English-EWT treebank."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

from sparse_probing.corpora._dependency import Node
from sparse_probing.corpora._inflection import Agreement, indefinite_article, plural
from sparse_probing.corpora.lexicons.names import FIRST_FEMALE, FIRST_MALE, PLACES, SURNAMES
from sparse_probing.corpora.lexicons.treebank import (
    ADJECTIVES,
    ADVERBS,
    COMPARABLE,
    FAMILY_NAMES,
    GIVEN_NAMES,
    MASS_NOUNS,
    NOUNS,
    NUMERALS,
    PREPOSITIONS,
)

_Option = TypeVar("_Option")

# Nominative, accusative and genitive, then what the three share.
_PERSONAL_PRONOUNS: tuple[tuple[str, str, str, Mapping[str, str]], ...] = (
    ("I", "me", "my", {"Number": "Sing", "Person": "1"}),
    ("you", "you", "your", {"Person": "2"}),
    ("he", "him", "his", {"Gender": "Masc", "Number": "Sing", "Person": "3"}),
    ("she", "her", "her", {"Gender": "Fem", "Number": "Sing", "Person": "3"}),
    ("we", "us", "our", {"Number": "Plur", "Person": "1"}),
    ("they", "them", "their", {"Number": "Plur", "Person": "3"}),
    ("it", "it", "its", {"Gender": "Neut", "Number": "Sing", "Person": "3"}),
)
_PERSON_WEIGHTS = (3, 2, 4, 6, 2, 3, 0)
_OWNER_WEIGHTS = (3, 2, 3, 6, 2, 3, 1)
_NEUTER_WEIGHTS = (0, 0, 0, 0, 0, 2, 3)
_SINGULAR_DETERMINERS = {
    "the": 40,
    "a": 24,
    "genitive": 24,
    "this": 3,
    "that": 7,
    "every": 3,
    "no": 2,
    "another": 2,
    "name's": 6,
}
_PLURAL_DETERMINERS = {
    "the": 30,
    "": 30,
    "genitive": 18,
    "these": 4,
    "those": 4,
    "some": 4,
    "no": 2,
    "all": 2,
    "number": 12,
}
_DETERMINERS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "the": ("the", {"Definite": "Def", "PronType": "Art"}),
    "a": ("a", {"Definite": "Ind", "PronType": "Art"}),
    "this": ("this", {"Number": "Sing", "PronType": "Dem"}),
    "that": ("that", {"Number": "Sing", "PronType": "Dem"}),
    "these": ("this", {"Number": "Plur", "PronType": "Dem"}),
    "those": ("that", {"Number": "Plur", "PronType": "Dem"}),
    "every": ("every", {"PronType": "Tot"}),
    "all": ("all", {"PronType": "Tot"}),
    "some": ("some", {"PronType": "Ind"}),
    "another": ("another", {"PronType": "Ind"}),
    "no": ("no", {"PronType": "Neg"}),
}


def weighted(rng: Random, weights: Mapping[_Option, float]) -> _Option:
    """Return one key, drawn in proportion to its weight."""
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def word(form: str, upos: str, deprel: str, *, lemma: str | None = None, **feats: str) -> Node:
    """Return a word without dependents, whose lemma is its form unless it is given."""
    return Node(form, lemma or form, upos, feats, deprel)


def noun_phrase(rng: Random, kind: str, deprel: str, *, room: int) -> Node:
    """Return a pronoun, a name or a noun with its modifiers, of a kind that the lexicon knows (person, thing,
    place, ...).

    `room` bounds how deeply phrases nest in each other.
    """
    if kind != "time" and rng.random() < (0.3 if kind == "person" else 0.08):
        return _pronoun(rng, kind, deprel)
    phrase = simple_noun_phrase(rng, kind, deprel, room=room)
    if room > 0 and rng.random() < 0.12 and kind != "time":
        phrase = phrase.with_after(
            prepositional_phrase(rng, ("place", "thing", "idea"), "nmod", room=room - 1)
        )
    if room > 0 and rng.random() < 0.07:
        other = simple_noun_phrase(rng, kind, "conj", room=room - 1)
        phrase = phrase.with_after(other.with_before(word("and", "CCONJ", "cc")))
    return phrase


def simple_noun_phrase(rng: Random, kind: str, deprel: str, *, room: int) -> Node:
    """Return a name, or a noun with what stands before it."""
    if kind == "person" and rng.random() < 0.35:
        return name(rng, deprel)
    if kind == "place" and rng.random() < 0.2:
        return word(rng.choice(PLACES), "PROPN", deprel, Number="Sing")
    lemma = rng.choice(NOUNS[kind])
    if lemma in MASS_NOUNS and rng.random() < 0.35:
        return word(lemma, "NOUN", deprel, Number="Sing").with_before(*_modifiers(rng, kind, ""))
    if kind != "time" and rng.random() < 0.3:
        determiner = weighted(rng, _PLURAL_DETERMINERS)
        noun = word(plural(lemma), "NOUN", deprel, lemma=lemma, Number="Plur")
    else:
        determiner = weighted(rng, _SINGULAR_DETERMINERS)
        noun = word(lemma, "NOUN", deprel, Number="Sing")
    noun = noun.with_before(*_modifiers(rng, kind, determiner))
    return _determined(rng, noun, determiner, room=room)


def name(rng: Random, deprel: str) -> Node:
    """Return a person's name, of one or two words; many of them are also common words."""
    surname = rng.choice(FAMILY_NAMES if rng.random() < 0.6 else SURNAMES)
    family = word(surname, "PROPN", deprel, Number="Sing")
    draw = rng.random()
    if draw < 0.2:
        return family
    given = rng.choice(GIVEN_NAMES if rng.random() < 0.7 else FIRST_FEMALE + FIRST_MALE)
    first = word(given, "PROPN", deprel, Number="Sing")
    return first.with_after(family.as_("flat")) if draw < 0.45 else first


def prepositional_phrase(rng: Random, kinds: Sequence[str], deprel: str, *, room: int) -> Node:
    """Return a noun phrase of one of these kinds, led by a preposition that goes with it."""
    kind = rng.choice(kinds)
    phrase = noun_phrase(rng, kind, deprel, room=room)
    return phrase.with_before(word(rng.choice(PREPOSITIONS[kind]), "ADP", "case"))


def adjective(rng: Random, kind: str, deprel: str, *, degree: str = "Pos") -> Node:
    """Return an adjective that goes with a kind of noun; other degrees (Cmp, Sup) fall back on Pos where a
    word has none.
    """
    lemma = rng.choice(ADJECTIVES[kind])
    if degree != "Pos" and lemma in COMPARABLE:
        form = COMPARABLE[lemma][0 if degree == "Cmp" else 1]
        return word(form, "ADJ", deprel, lemma=lemma, Degree=degree)
    return word(lemma, "ADJ", deprel, Degree="Pos")


def degree_adverb(rng: Random) -> Node:
    """Return an adverb that goes before an adjective."""
    return word(rng.choice(ADVERBS["degree"]), "ADV", "advmod")


def agreement(subject: Node) -> Agreement:
    """Return the number and person that a verb takes after this subject."""
    if any(child.deprel == "conj" for child in subject.after):
        return Agreement("Plur", "3")
    return Agreement(subject.feats.get("Number", "Sing"), subject.feats.get("Person", "3"))


def _pronoun(rng: Random, kind: str, deprel: str) -> Node:
    if kind != "person" and rng.random() < 0.3:
        return word(rng.choice(("this", "that")), "PRON", deprel, Number="Sing", PronType="Dem")
    weights = _PERSON_WEIGHTS if kind == "person" else _NEUTER_WEIGHTS
    nominative, accusative, _, feats = rng.choices(_PERSONAL_PRONOUNS, weights=weights)[0]
    if deprel.startswith("nsubj"):
        return word(nominative, "PRON", deprel, Case="Nom", PronType="Prs", **feats)
    return word(accusative, "PRON", deprel, lemma=nominative, Case="Acc", PronType="Prs", **feats)


def _modifiers(rng: Random, kind: str, determiner: str) -> list[Node]:
    """Return the adjectives and nouns that stand before a noun."""
    modifiers = []
    if rng.random() < 0.35:
        degree = "Sup" if determiner == "the" and rng.random() < 0.3 else "Pos"
        modifier = adjective(rng, kind, "amod", degree=degree)
        if modifier.feats["Degree"] == "Pos" and rng.random() < 0.1:
            modifier = modifier.with_before(degree_adverb(rng))
        modifiers.append(modifier)
    if kind in ("thing", "event", "idea") and rng.random() < 0.12:
        nouns = NOUNS[rng.choice(("thing", "place", "event"))]
        modifiers.append(word(rng.choice(nouns), "NOUN", "compound", Number="Sing"))
    return modifiers


def _determined(rng: Random, noun: Node, determiner: str, *, room: int) -> Node:
    """Return the noun phrase with the determiner of this name before it."""
    if determiner == "":
        return noun
    if determiner == "number":
        number = rng.choice(NUMERALS)
        form = "Digit" if number.isdigit() else "Word"
        return noun.with_before(word(number, "NUM", "nummod", NumForm=form, NumType="Card"))
    if determiner == "genitive":
        _, _, genitive, feats = rng.choices(_PERSONAL_PRONOUNS, weights=_OWNER_WEIGHTS)[0]
        owner = word(genitive, "PRON", "nmod:poss", Case="Gen", Poss="Yes", PronType="Prs", **feats)
        return noun.with_before(owner)
    if determiner == "name's":
        owner = name(rng, "nmod:poss") if room < 1 else simple_noun_phrase(rng, "person", "nmod:poss", room=0)
        ending = "'" if owner.form.endswith("s") and owner.upos == "NOUN" else "'s"
        return noun.with_before(owner.with_after(Node(ending, "'s", "PART", {}, "case", spacing="clitic")))
    lemma, feats = _DETERMINERS[determiner]
    form = indefinite_article(_first_form(noun)) if determiner == "a" else determiner
    return noun.with_before(word(form, "DET", "det", lemma=lemma, **feats))


def _first_form(tree: Node) -> str:
    return _first_form(tree.before[0]) if tree.before else tree.form
