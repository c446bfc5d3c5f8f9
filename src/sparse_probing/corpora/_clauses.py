"""Random English clauses as dependency trees, in the conventions of Universal Dependencies (English-EWT)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from sparse_probing.corpora._dependency import Node
from sparse_probing.corpora._noun_phrases import (
    adjective,
    agreement,
    degree_adverb,
    noun_phrase,
    prepositional_phrase,
    simple_noun_phrase,
    weighted,
    word,
)
from sparse_probing.corpora._verb_groups import choose_verb, contracted, finite_group, nonfinite
from sparse_probing.corpora.lexicons.treebank import (
    ADVERBS,
    CLAUSAL,
    CONTROL,
    DITRANSITIVE,
    GERUNDIAL,
    INTRANSITIVE,
    LINKING,
    PHRASAL,
    SUBORDINATORS,
    TRANSITIVE,
)

_SUBJECT_KINDS = {"person": 60, "thing": 15, "event": 10, "idea": 9, "place": 6}


@dataclass(frozen=True)
class Predicate:
    """What is said of a subject: a verb and what follows it, or `be` and a complement, which is the head."""

    lemma: str
    after: tuple[Node, ...] = ()
    passive: bool = False
    complement: Node | None = None


def predicate(rng: Random, kind: str, *, room: int) -> Predicate:
    """Return something that can be said of a subject of this kind (person, thing, place, event, idea)."""
    frames = {frame: weight for frame, weight in _FRAMES[kind].items() if room > 0 or frame not in _NESTING}
    return weighted(rng, frames)(rng, kind, room)


def declarative(rng: Random, *, room: int) -> Node:
    """Return a clause with a subject of its own and a finite verb, as in a statement."""
    kind = weighted(rng, _SUBJECT_KINDS)
    return finite_clause(rng, predicate(rng, kind, room=room), participant(rng, kind, "nsubj", room=room))


def participant(rng: Random, kind: str, deprel: str, *, room: int) -> Node:
    """Return a noun phrase that may carry a clause of its own."""
    phrase = noun_phrase(rng, kind, deprel, room=room)
    if room == 0 or phrase.upos != "NOUN" or phrase.after or rng.random() > 0.25:
        return phrase
    return phrase.with_after(_noun_clause(rng, kind, phrase, room=room - 1))


def finite_clause(
    rng: Random,
    said: Predicate,
    subject: Node,
    *,
    agrees_with: Node | None = None,
    inverted: bool = False,
    fronted: tuple[Node, ...] = (),
) -> Node:
    """Return the clause of subject and predicate.

    The verb agrees with the subject, or with `agrees_with` where the subject is a relative pronoun.
    `inverted` puts the first auxiliary before the subject, as questions do. `fronted` holds what stands
    before all of it: a question word, or a relative pronoun that is an object.
    """
    group = finite_group(
        rng, said.lemma, agreement(agrees_with or subject), passive=said.passive, inverted=inverted
    )
    *before, head = (*group, said.complement) if said.complement else group
    subject = subject.as_(f"{subject.deprel}:pass" if said.passive else subject.deprel)
    negated = len(before) > 1 and before[1].spacing == "clitic"
    if inverted:
        moved = 2 if negated else 1
        before[moved:moved] = [subject]
    else:
        pronoun = subject.feats.get("Case") == "Nom" and not subject.after
        if pronoun and before and not negated and rng.random() < 0.5:
            before[0] = contracted(before[0])
        before.insert(0, subject)
    if rng.random() < 0.1:
        before.append(word(rng.choice(ADVERBS["frequency"]), "ADV", "advmod"))
    return head.as_("root").with_before(*fronted, *before).with_after(*said.after)


def nonfinite_clause(said: Predicate, role: str) -> Node:
    """Return a predicate without subject: an infinitive, imperative, gerund or progressive."""
    if said.complement:
        copula = nonfinite("be", role, upos="AUX").as_("cop")
        return said.complement.as_("root").with_before(copula).with_after(*said.after)
    if said.passive:
        auxiliary = nonfinite("be", role, upos="AUX").as_("aux:pass")
        return nonfinite(said.lemma, "passive").with_before(auxiliary).with_after(*said.after)
    return nonfinite(said.lemma, role).with_after(*said.after)


def adverbial_clause(rng: Random, *, room: int) -> Node:
    """Return a clause that says when, why or how (`before she left`, `before leaving`, `to find a light`)."""
    draw = rng.random()
    if draw < 0.6:
        clause = declarative(rng, room=room).with_before(word(rng.choice(SUBORDINATORS), "SCONJ", "mark"))
    else:
        said = predicate(rng, "person", room=room)
        if draw < 0.8:
            mark = rng.choice(("before", "after", "without", "while", "by", "since"))
            clause = nonfinite_clause(said, "gerund").with_before(word(mark, "SCONJ", "mark"))
        else:
            clause = _to_infinitive(said)
    return clause.as_("advcl")


def _noun_clause(rng: Random, kind: str, noun: Node, *, room: int) -> Node:
    """Return a clause that modifies a noun: a relative clause, an infinitive or a participle."""
    form = weighted(
        rng, {"subject": 35, "object": 30, "to": 20 if kind == "idea" else 0, "ing": 15, "ed": 20}
    )
    pronoun = rng.choice(("that", "who" if kind == "person" else "which"))
    relative = word(pronoun, "PRON", "obj", PronType="Rel")
    if form == "subject":
        said = predicate(rng, kind, room=room)
        return finite_clause(rng, said, relative.as_("nsubj"), agrees_with=noun).as_("acl:relcl")
    if form == "object":
        said = Predicate(choose_verb(rng, TRANSITIVE[kind]))
        subject = noun_phrase(rng, "person", "nsubj", room=0)
        fronted = (relative,) if rng.random() < 0.6 else ()
        return finite_clause(rng, said, subject, fronted=fronted).as_("acl:relcl")
    if form == "to":
        return _to_infinitive(predicate(rng, "person", room=room)).as_("acl")
    if form == "ing" and kind in INTRANSITIVE:
        participle = nonfinite(choose_verb(rng, INTRANSITIVE[kind]), "progressive")
        return participle.with_after(*_adjuncts(rng, room)).as_("acl")
    return nonfinite(choose_verb(rng, TRANSITIVE[kind]), "passive").with_after(_by_agent(rng)).as_("acl")


def _to_infinitive(said: Predicate) -> Node:
    return nonfinite_clause(said, "infinitive").with_before(word("to", "PART", "mark"))


def _by_agent(rng: Random) -> Node:
    return noun_phrase(rng, "person", "obl:agent", room=0).with_before(word("by", "ADP", "case"))


def _adjuncts(rng: Random, room: int) -> tuple[Node, ...]:
    """Return what may follow any verb and its objects: an adverb, a phrase of place, a phrase of time."""
    adjuncts = []
    if rng.random() < 0.22:
        adverbs = ADVERBS[rng.choice(("manner", "manner", "place", "time"))]
        adjuncts.append(word(rng.choice(adverbs), "ADV", "advmod"))
    if rng.random() < 0.35:
        kinds = ("place", "place", "person", "thing", "event")
        adjuncts.append(prepositional_phrase(rng, kinds, "obl", room=room))
    if rng.random() < 0.15:
        adjuncts.append(prepositional_phrase(rng, ("time", "event"), "obl", room=0))
    return tuple(adjuncts)


def _intransitive(rng: Random, kind: str, room: int) -> Predicate:
    return Predicate(choose_verb(rng, INTRANSITIVE[kind]), _adjuncts(rng, room))


def _transitive(rng: Random, kind: str, room: int) -> Predicate:
    object_kind = weighted(rng, {"person": 25, "thing": 35, "place": 10, "event": 12, "idea": 18})
    obj = participant(rng, object_kind, "obj", room=room)
    return Predicate(choose_verb(rng, TRANSITIVE[object_kind]), (obj, *_adjuncts(rng, room)))


def _phrasal(rng: Random, kind: str, room: int) -> Predicate:
    lemma, particle = rng.choice(PHRASAL).split("/")
    after = (word(particle, "ADP", "compound:prt"), participant(rng, "thing", "obj", room=room))
    pronominal = after[1].upos == "PRON"
    return Predicate(lemma, after[::-1] if pronominal or rng.random() < 0.3 else after)


def _ditransitive(rng: Random, kind: str, room: int) -> Predicate:
    lemma = choose_verb(rng, DITRANSITIVE)
    given = noun_phrase(rng, "thing", "obj", room=0)
    person = noun_phrase(rng, "person", "iobj", room=0)
    if given.upos == "PRON" or rng.random() < 0.3:
        preposition = word("for" if lemma == "buy" else "to", "ADP", "case")
        return Predicate(lemma, (given, person.as_("obl").with_before(preposition)))
    return Predicate(lemma, (person, given, *_adjuncts(rng, 0)))


def _passive(rng: Random, kind: str, room: int) -> Predicate:
    after = (_by_agent(rng), *_adjuncts(rng, 0)) if rng.random() < 0.4 else _adjuncts(rng, room)
    return Predicate(choose_verb(rng, TRANSITIVE[kind]), after, passive=True)


def _copular(rng: Random, kind: str, room: int) -> Predicate:
    draw = rng.random()
    if draw < 0.6:
        complement = _predicative(rng, kind, "root")
    elif draw < 0.8:
        complement = simple_noun_phrase(rng, kind, "root", room=room)
    else:
        complement = prepositional_phrase(rng, ("place",), "root", room=room)
    return Predicate("be", complement=complement)


def _predicative(rng: Random, kind: str, deprel: str) -> Node:
    """Return an adjective after a verb.

    One that looks like a participle has an adverb of degree, as a participle would not.
    """
    quality = adjective(rng, kind, deprel, degree="Cmp" if rng.random() < 0.2 else "Pos")
    participial = quality.form.endswith(("ed", "en", "ing"))
    if quality.feats["Degree"] == "Pos" and (participial or rng.random() < 0.2):
        quality = quality.with_before(degree_adverb(rng))
    if rng.random() < 0.12:
        other = adjective(rng, kind, "conj").with_before(word(rng.choice(("and", "but")), "CCONJ", "cc"))
        quality = quality.with_after(other)
    return quality


def _linking(rng: Random, kind: str, room: int) -> Predicate:
    return Predicate(rng.choice(LINKING), (_predicative(rng, kind, "xcomp"),))


def _clausal(rng: Random, kind: str, room: int) -> Predicate:
    content = declarative(rng, room=room - 1).as_("ccomp")
    if rng.random() < 0.65:
        content = content.with_before(word("that", "SCONJ", "mark"))
    return Predicate(choose_verb(rng, CLAUSAL), (content,))


def _control(rng: Random, kind: str, room: int) -> Predicate:
    content = _to_infinitive(predicate(rng, kind, room=room - 1)).as_("xcomp")
    return Predicate(choose_verb(rng, CONTROL), (content,))


def _gerundial(rng: Random, kind: str, room: int) -> Predicate:
    content = nonfinite_clause(predicate(rng, kind, room=room - 1), "gerund").as_("xcomp")
    return Predicate(choose_verb(rng, GERUNDIAL), (content,))


_NESTING = (_clausal, _control, _gerundial)
_FRAMES: Mapping[str, Mapping[Callable[[Random, str, int], Predicate], int]] = {
    "person": {
        _intransitive: 20,
        _transitive: 30,
        _phrasal: 4,
        _ditransitive: 5,
        _passive: 9,
        _copular: 9,
        _linking: 4,
        _clausal: 9,
        _control: 7,
        _gerundial: 3,
    },
    "thing": {_intransitive: 30, _passive: 40, _copular: 25, _linking: 5},
    "event": {_intransitive: 35, _passive: 40, _copular: 25},
    "idea": {_passive: 55, _copular: 35, _linking: 10},
    "place": {_passive: 55, _copular: 45},
}
