from collections import Counter, defaultdict
from collections.abc import Iterator

import conllu
import pytest

from sparse_probing.corpora._inflection import Agreement, ing_form, past, past_participle, plural, present
from sparse_probing.corpora.lexicons.treebank import ADJECTIVES, ADVERBS, INTRANSITIVE, NOUNS, TRANSITIVE
from sparse_probing.corpora.treebank import generate

UPOS = set(
    [
        "ADJ",
        "ADP",
        "ADV",
        "AUX",
        "CCONJ",
        "DET",
        "INTJ",
        "NOUN",
        "NUM",
        "PART",
        "PRON",
        "PROPN",
        "PUNCT",
        "SCONJ",
        "VERB",
    ]
)


@pytest.fixture(scope="module")
def sentences() -> list[conllu.TokenList]:
    return conllu.parse("".join(block + "\n" for block in generate(documents=400, seed=3)))


def _words(sentence: conllu.TokenList) -> list[conllu.Token]:
    return [token for token in sentence if isinstance(token["id"], int)]


def _children(sentence: conllu.TokenList, word: conllu.Token) -> list[conllu.Token]:
    return [other for other in _words(sentence) if other["head"] == word["id"]]


def _written(sentence: conllu.TokenList) -> Iterator[conllu.Token]:
    """The tokens as they stand in the text: ranges in place of the words that they span."""
    spanned = 0
    for token in sentence:
        if isinstance(token["id"], tuple):
            spanned = token["id"][2]
            yield token
        elif token["id"] > spanned:
            yield token


def test_same_arguments_give_the_same_documents_and_more_documents_only_add() -> None:
    twenty = list(generate(documents=20, seed=5))
    assert list(generate(documents=20, seed=5)) == twenty
    assert list(generate(documents=10, seed=5)) == twenty[:10]
    assert list(generate(documents=20, seed=6)) != twenty


def test_no_two_documents_are_equal_and_each_has_three_to_nine_sentences() -> None:
    blocks = list(generate(documents=400, seed=3))
    bodies = {tuple(line for line in block.split("\n") if line.startswith("# text")) for block in blocks}
    assert len(bodies) == len(blocks)
    for i, block in enumerate(blocks):
        assert block.startswith(f"# newdoc id = demo-{i:05d}\n# sent_id = demo-{i:05d}-01\n# text = ")
        assert 3 <= block.count("# sent_id = ") <= 9
        assert block.endswith("\n") and not block.endswith("\n\n")


def test_every_word_line_has_ten_columns() -> None:
    for block in generate(documents=50, seed=3):
        for line in block.split("\n"):
            assert not line or line.startswith("# ") or len(line.split("\t")) == 10


def test_every_sentence_is_one_projective_tree(sentences: list[conllu.TokenList]) -> None:
    for sentence in sentences:
        words = _words(sentence)
        assert [word["id"] for word in words] == list(range(1, len(words) + 1))
        heads = {word["id"]: word["head"] for word in words}
        assert [word["deprel"] for word in words if word["head"] == 0] == ["root"]
        for word in words:
            ancestors = [word["id"]]
            while ancestors[-1] != 0:
                ancestors.append(heads[ancestors[-1]])
                assert len(ancestors) <= len(words) + 1, "a cycle"
            for between in range(min(word["id"], word["head"]) + 1, max(word["id"], word["head"])):
                above = between
                while above not in (0, word["head"], word["id"]):
                    above = heads[above]
                assert above in (word["head"], word["id"]), "an arc that crosses another"


def test_text_comment_is_what_the_tokens_spell(sentences: list[conllu.TokenList]) -> None:
    for sentence in sentences:
        text = "".join(
            token["form"] + ("" if (token["misc"] or {}).get("SpaceAfter") == "No" else " ")
            for token in _written(sentence)
        )
        assert text.rstrip() == sentence.metadata["text"]
        first = text.removeprefix('"')[0]
        assert first.isupper() or first.isdigit()
        assert text.rstrip().endswith((".", "!", "?", '"'))


def test_multiword_tokens_join_a_word_and_its_clitic(sentences: list[conllu.TokenList]) -> None:
    seen: Counter[str] = Counter()
    for sentence in sentences:
        forms = {word["id"]: word["form"] for word in _words(sentence)}
        for token in sentence:
            if isinstance(token["id"], tuple):
                first, _, last = token["id"]
                assert token["form"] == forms[first] + forms[last] and last == first + 1
                seen[token["form"].lower()] += 1
    assert {"don't", "didn't", "isn't", "won't", "can't", "she's", "they're"} <= seen.keys()


def test_tags_are_those_of_universal_dependencies(sentences: list[conllu.TokenList]) -> None:
    words = [word for sentence in sentences for word in _words(sentence)]
    assert {word["upos"] for word in words} == UPOS
    assert {
        *(
            "nsubj",
            "nsubj:pass",
            "obj",
            "iobj",
            "obl",
            "obl:agent",
            "nmod",
            "nmod:poss",
            "amod",
            "advmod",
            "det",
        ),
        *(
            "case",
            "aux",
            "aux:pass",
            "cop",
            "mark",
            "conj",
            "cc",
            "advcl",
            "acl",
            "acl:relcl",
            "ccomp",
            "xcomp",
        ),
        *("csubj", "compound", "compound:prt", "nummod", "punct", "root", "flat", "expl"),
    } <= {word["deprel"] for word in words}
    for word in words:
        names = list(word["feats"] or {})
        assert names == sorted(names, key=str.lower)
    values = {f"{name}={value}" for word in words for name, value in (word["feats"] or {}).items()}
    assert {
        *("Mood=Ind", "Mood=Imp", "Tense=Past", "Tense=Pres", "Voice=Pass", "NumType=Card", "Degree=Cmp"),
        *("VerbForm=Fin", "VerbForm=Inf", "VerbForm=Part", "VerbForm=Ger", "Gender=Fem", "Gender=Masc"),
        *("Number=Sing", "Number=Plur", "Person=1", "Person=2", "Person=3", "PronType=Rel", "Case=Acc"),
    } <= values


def test_finite_verbs_agree_with_their_subjects(sentences: list[conllu.TokenList]) -> None:
    checked = 0
    for sentence in sentences:
        for subject in _words(sentence):
            feats = subject["feats"] or {}
            if subject["deprel"] not in ("nsubj", "nsubj:pass") or feats.get("PronType") in ("Rel", "Int"):
                continue
            verb = _words(sentence)[subject["head"] - 1]
            group = [*_children(sentence, verb), verb]
            finite = next(
                word
                for word in group
                if (word["feats"] or {}).get("VerbForm") == "Fin"
                and (word is verb or word["deprel"] in ("aux", "aux:pass", "cop"))
            )
            if "Number" in finite["feats"] and "Number" in feats:
                joined = any(child["deprel"] == "conj" for child in _children(sentence, subject))
                assert finite["feats"]["Number"] == ("Plur" if joined else feats["Number"]), sentence.metadata
                checked += 1
    assert checked > 1000


def test_her_is_a_possessive_or_an_object(sentences: list[conllu.TokenList]) -> None:
    relations: defaultdict[str, set[str]] = defaultdict(set)
    for sentence in sentences:
        for word in _words(sentence):
            if word["form"].lower() == "her":
                relations[word["feats"]["Case"]].add(word["deprel"])
    assert relations["Gen"] == {"nmod:poss"}
    assert {"obj", "iobj", "obl"} <= relations["Acc"]


def test_passive_voice_subject_and_auxiliary_go_together(sentences: list[conllu.TokenList]) -> None:
    for sentence in sentences:
        for word in _words(sentence):
            relations = {child["deprel"] for child in _children(sentence, word)}
            passive = (word["feats"] or {}).get("Voice") == "Pass"
            if relations & {"nsubj:pass", "csubj:pass", "aux:pass"}:
                assert passive
            if passive and word["deprel"] != "acl":
                assert "aux:pass" in relations


def test_spelling_does_not_give_the_part_of_speech_away(sentences: list[conllu.TokenList]) -> None:
    half = len(sentences) // 2
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences[:half]:
        for word in _words(sentence):
            counts[word["form"].lower()][word["upos"]] += 1
    ambiguous = {
        form
        for form, tags in counts.items()
        if tags.total() >= 8 and max(tags.values()) <= 0.8 * tags.total()
    }
    assert len(ambiguous) >= 80
    assert counts["that"].keys() == {"SCONJ", "DET", "PRON"}
    assert counts["to"].keys() == {"PART", "ADP"}
    assert counts["before"].keys() == {"ADP", "SCONJ", "ADV"}
    assert counts["light"].keys() == {"NOUN", "VERB", "ADJ", "PROPN"}
    held_out = [
        (word["form"].lower(), word["upos"]) for sentence in sentences[half:] for word in _words(sentence)
    ]
    on_ambiguous = [counts[form].most_common(1)[0][0] == tag for form, tag in held_out if form in ambiguous]
    assert sum(on_ambiguous) / len(on_ambiguous) < 0.7


@pytest.mark.parametrize("ending", ["ed", "ing", "s"])
def test_endings_do_not_give_the_form_of_a_verb_away(sentences: list[conllu.TokenList], ending: str) -> None:
    readings = Counter(
        (word["upos"], *sorted((word["feats"] or {}).items()))
        for sentence in sentences
        for word in _words(sentence)
        if word["upos"] in ("VERB", "NOUN", "ADJ") and word["form"].endswith(ending) and len(word["form"]) > 4
    )
    assert readings.most_common(1)[0][1] < 0.9 * readings.total()
    assert {reading[0] for reading in readings} >= {"VERB", "NOUN" if ending in ("ing", "s") else "ADJ"}


def test_lexicon_is_of_real_size() -> None:
    verbs = {verb for frames in (INTRANSITIVE, TRANSITIVE) for verbs in frames.values() for verb in verbs}
    nouns = {noun for nouns in NOUNS.values() for noun in nouns}
    assert len(nouns) >= 150
    assert len(verbs) >= 100
    assert len(verbs & nouns) >= 60
    assert len({adjective for adjectives in ADJECTIVES.values() for adjective in adjectives}) >= 70
    assert len({adverb for adverbs in ADVERBS.values() for adverb in adverbs}) >= 40


@pytest.mark.parametrize(
    ("verb", "third", "preterite", "participle", "ing"),
    [
        ("walk", "walks", "walked", "walked", "walking"),
        ("carry", "carries", "carried", "carried", "carrying"),
        ("enjoy", "enjoys", "enjoyed", "enjoyed", "enjoying"),
        ("watch", "watches", "watched", "watched", "watching"),
        ("plan", "plans", "planned", "planned", "planning"),
        ("open", "opens", "opened", "opened", "opening"),
        ("cook", "cooks", "cooked", "cooked", "cooking"),
        ("free", "frees", "freed", "freed", "freeing"),
        ("dance", "dances", "danced", "danced", "dancing"),
        ("tie", "ties", "tied", "tied", "tying"),
        ("fix", "fixes", "fixed", "fixed", "fixing"),
        ("forget", "forgets", "forgot", "forgotten", "forgetting"),
        ("do", "does", "did", "done", "doing"),
        ("have", "has", "had", "had", "having"),
        ("be", "is", "was", "been", "being"),
    ],
)
def test_verb_forms(verb: str, third: str, preterite: str, participle: str, ing: str) -> None:
    she = Agreement("Sing", "3")
    assert (present(verb, she), past(verb, she)) == (third, preterite)
    assert (past_participle(verb), ing_form(verb)) == (participle, ing)


def test_be_has_a_form_for_each_person() -> None:
    assert [present("be", Agreement("Sing", person)) for person in "123"] == ["am", "are", "is"]
    assert [past("be", Agreement("Sing", person)) for person in "123"] == ["was", "were", "was"]
    assert past("be", Agreement("Plur", "1")) == "were"


def test_plurals() -> None:
    nouns = ["car", "box", "story", "day", "match", "child", "knife"]
    assert list(map(plural, nouns)) == ["cars", "boxes", "stories", "days", "matches", "children", "knives"]
