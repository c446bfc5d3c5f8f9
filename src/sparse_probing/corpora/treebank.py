"""Demo treebank: invented English text with Universal Dependencies annotations, in CoNLL-U."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from random import Random

from sparse_probing.corpora._clauses import (
    Predicate,
    adverbial_clause,
    declarative,
    finite_clause,
    nonfinite_clause,
    predicate,
)
from sparse_probing.corpora._dependency import Node, capitalised, conllu_sentence
from sparse_probing.corpora._noun_phrases import (
    agreement,
    noun_phrase,
    prepositional_phrase,
    simple_noun_phrase,
    weighted,
    word,
)
from sparse_probing.corpora._verb_groups import choose_verb, finite_group, nonfinite
from sparse_probing.corpora.lexicons.treebank import ADVERBS, CLAUSAL, INTERJECTIONS, NOUNS, TRANSITIVE

_ROOM = 2  # how deeply phrases and clauses nest in each other


def generate(*, documents: int, seed: int) -> Iterator[str]:
    """Yield one block of CoNLL-U lines a document, of 3 to 9 sentences.

    A block ends in a newline of its own, so that the blocks, written with a newline after each, end every
    sentence with an empty line. The part of speech of a word often depends on its context: `watch` is a noun
    or a verb, `that` one of four things.
    """
    for i in range(documents):
        rng = Random(f"{seed}-{i}")
        lines = [f"# newdoc id = demo-{i:05d}"]
        for j in range(rng.randint(3, 9)):
            lines += conllu_sentence(_sentence(rng), sent_id=f"demo-{i:05d}-{j + 1:02d}")
            lines.append("")
        yield "\n".join(lines)


def _sentence(rng: Random) -> Node:
    return capitalised(weighted(rng, _SENTENCES)(rng))


def _ended(clause: Node, mark: str) -> Node:
    return clause.with_after(Node(mark, mark, "PUNCT", {}, "punct", spacing="closing"))


def _comma() -> Node:
    return Node(",", ",", "PUNCT", {}, "punct", spacing="closing")


def _statement(rng: Random) -> Node:
    clause = declarative(rng, room=_ROOM)
    draw = rng.random()
    if draw < 0.1:
        opening = word(rng.choice(ADVERBS["sentence"]), "ADV", "advmod")
        clause = clause.with_before(opening, _comma()) if rng.random() < 0.6 else clause.with_before(opening)
    elif draw < 0.2:
        clause = clause.with_before(
            prepositional_phrase(rng, ("time", "place", "event"), "obl", room=0), _comma()
        )
    elif draw < 0.24:
        clause = clause.with_before(word(rng.choice(INTERJECTIONS), "INTJ", "discourse"), _comma())
    return _ended(clause, "." if rng.random() < 0.95 else "!")


def _there_is(rng: Random) -> Node:
    subject = simple_noun_phrase(rng, rng.choice(("thing", "event", "idea")), "nsubj", room=_ROOM)
    group = finite_group(rng, "be", agreement(subject))
    be = next(i for i, node in enumerate(group) if node.deprel == "cop")
    place = prepositional_phrase(rng, ("place", "thing"), "obl", room=_ROOM)
    head = replace(group[be], upos="VERB", deprel="root")
    there = word("there", "PRON", "expl")
    clause = head.with_before(there, *group[:be]).with_after(*group[be + 1 :], subject, place)
    return _ended(clause, ".")


def _gerund_subject(rng: Random) -> Node:
    subject = nonfinite_clause(predicate(rng, "person", room=0), "gerund").as_("csubj")
    clause = finite_clause(
        rng, predicate(rng, "idea", room=0), subject, agrees_with=word("it", "PRON", "nsubj")
    )
    return _ended(clause, ".")


def _subordinate_first(rng: Random) -> Node:
    clause = declarative(rng, room=_ROOM - 1)
    return _ended(clause.with_before(adverbial_clause(rng, room=_ROOM - 1), _comma()), ".")


def _subordinate_last(rng: Random) -> Node:
    clause = declarative(rng, room=_ROOM - 1)
    return _ended(clause.with_after(adverbial_clause(rng, room=_ROOM - 1)), ".")


def _coordination(rng: Random) -> Node:
    second = declarative(rng, room=_ROOM - 1).as_("conj")
    conjunction = word(rng.choice(("and", "and", "but", "or", "so")), "CCONJ", "cc")
    joined = (
        second.with_before(_comma(), conjunction) if rng.random() < 0.6 else second.with_before(conjunction)
    )
    return _ended(declarative(rng, room=_ROOM - 1).with_after(joined), ".")


def _shared_subject(rng: Random) -> Node:
    subject = noun_phrase(rng, "person", "nsubj", room=1)
    first = finite_clause(rng, predicate(rng, "person", room=1), subject)
    said = predicate(rng, "person", room=0)
    *before, head = finite_group(rng, said.lemma, agreement(subject), passive=said.passive)
    if said.complement:
        before, head = [*before, head], said.complement
    conjunction = word(rng.choice(("and", "but", "or")), "CCONJ", "cc")
    return _ended(
        first.with_after(head.as_("conj").with_before(conjunction, *before).with_after(*said.after)), "."
    )


def _polar_question(rng: Random) -> Node:
    said = predicate(rng, "person", room=1)
    return _ended(finite_clause(rng, said, noun_phrase(rng, "person", "nsubj", room=1), inverted=True), "?")


def _adverb_question(rng: Random) -> Node:
    asked = word(rng.choice(("where", "when", "why", "how")), "ADV", "advmod", PronType="Int")
    subject = noun_phrase(rng, "person", "nsubj", room=1)
    return _ended(
        finite_clause(rng, predicate(rng, "person", room=0), subject, inverted=True, fronted=(asked,)), "?"
    )


def _subject_question(rng: Random) -> Node:
    asked = word("who", "PRON", "nsubj", PronType="Int")
    return _ended(finite_clause(rng, predicate(rng, "person", room=1), asked), "?")


def _object_question(rng: Random) -> Node:
    kind = rng.choice(("person", "thing", "event", "idea"))
    asked = word("who" if kind == "person" else "what", "PRON", "obj", PronType="Int")
    if rng.random() < 0.4:
        which = word(rng.choice(("which", "what")), "DET", "det", PronType="Int")
        asked = word(rng.choice(NOUNS[kind]), "NOUN", "obj", Number="Sing").with_before(which)
    said = Predicate(choose_verb(rng, TRANSITIVE[kind]))
    subject = noun_phrase(rng, "person", "nsubj", room=0)
    return _ended(finite_clause(rng, said, subject, inverted=True, fronted=(asked,)), "?")


def _imperative(rng: Random) -> Node:
    said = predicate(rng, "person", room=1)
    if rng.random() < 0.25:
        negation = Node("n't", "not", "PART", {"Polarity": "Neg"}, "advmod", spacing="clitic")
        auxiliary = nonfinite("do", "imperative", upos="AUX").as_("aux")
        clause = nonfinite_clause(said, "infinitive").with_before(auxiliary, negation)
    else:
        clause = nonfinite_clause(said, "imperative")
    if rng.random() < 0.25:
        clause = clause.with_before(word("please", "INTJ", "discourse"))
    return _ended(clause, rng.choice((".", ".", "!")))


def _quoted(rng: Random) -> Node:
    """Return reported speech, with the speaker after or before the words that are quoted."""
    speaker = simple_noun_phrase(rng, "person", "nsubj", room=0)
    *before, verb = finite_group(rng, choose_verb(rng, CLAUSAL), agreement(speaker))
    quote = capitalised(declarative(rng, room=_ROOM - 1)).with_before(
        Node('"', '"', "PUNCT", {}, "punct", spacing="opening")
    )
    closing = Node('"', '"', "PUNCT", {}, "punct", spacing="closing")
    if rng.random() < 0.6:
        quote = quote.with_after(_comma(), closing).as_("ccomp")
        inverted = not before and rng.random() < 0.6
        said = verb.with_after(speaker) if inverted else verb.with_before(speaker, *before)
        return _ended(said.with_before(quote), ".")
    said = verb.with_before(speaker, *before)
    return said.with_after(_comma(), _ended(quote, ".").with_after(closing).as_("ccomp"))


def _fragment(rng: Random) -> Node:
    kind = rng.choice(("thing", "event", "idea", "time"))
    return _ended(simple_noun_phrase(rng, kind, "root", room=1), rng.choice((".", "!", "?")))


_SENTENCES: Mapping[Callable[[Random], Node], int] = {
    _statement: 36,
    _there_is: 4,
    _gerund_subject: 3,
    _subordinate_first: 8,
    _subordinate_last: 8,
    _coordination: 7,
    _shared_subject: 6,
    _polar_question: 4,
    _adverb_question: 3,
    _subject_question: 2,
    _object_question: 3,
    _imperative: 7,
    _quoted: 7,
    _fragment: 2,
}
