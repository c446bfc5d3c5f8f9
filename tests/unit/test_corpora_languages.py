# ruff: noqa: RUF001  (Greek letters are meant)

import json
import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache

import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline

from sparse_probing.corpora.languages import generate
from sparse_probing.corpora.lexicons.languages.de import GERMAN
from sparse_probing.corpora.lexicons.languages.el import GREEK
from sparse_probing.corpora.lexicons.languages.en import ENGLISH
from sparse_probing.corpora.lexicons.languages.es import SPANISH
from sparse_probing.corpora.lexicons.languages.fr import FRENCH
from sparse_probing.corpora.lexicons.languages.it import ITALIAN
from sparse_probing.corpora.lexicons.languages.nl import DUTCH
from sparse_probing.corpora.lexicons.languages.pt import PORTUGUESE
from sparse_probing.corpora.lexicons.languages.shape import Lexicon
from sparse_probing.corpora.lexicons.languages.shared import TITLES
from sparse_probing.corpora.lexicons.languages.sv import SWEDISH

LEXICONS = (DUTCH, ENGLISH, FRENCH, GERMAN, GREEK, ITALIAN, PORTUGUESE, SPANISH, SWEDISH)


@cache
def _records(documents: int, seed: int = 0) -> list[dict[str, str]]:
    return [json.loads(line) for line in generate(documents=documents, seed=seed)]


def _texts_by_language(documents: int) -> dict[str, list[str]]:
    texts = defaultdict(list)
    for record in _records(documents):
        texts[record["lang"]].append(record["text"])
    return texts


def test_same_arguments_give_the_same_lines_and_more_documents_only_add() -> None:
    twenty = list(generate(documents=20, seed=3))
    assert list(generate(documents=20, seed=3)) == twenty
    assert list(generate(documents=10, seed=3)) == twenty[:10]
    assert list(generate(documents=20, seed=4)) != twenty


def test_records_are_balanced_distinct_and_of_the_size_told() -> None:
    records = _records(900)
    assert all(list(record) == ["text", "lang", "source"] for record in records)
    assert Counter(record["lang"] for record in records) == {lexicon.code: 100 for lexicon in LEXICONS}
    assert len({record["text"] for record in records}) == 900
    assert len({record["source"] for record in records}) == 900
    lengths = [len(record["text"].split()) for record in records]
    assert min(lengths) >= 80 and max(lengths) <= 170


def test_no_template_markup_is_left_in_the_text() -> None:
    for record in _records(900):
        assert not re.search(r"[{}<>|\[\]]|  ", record["text"]), record["text"]


def test_long_sentences_hardly_recur() -> None:
    sentences = Counter(
        sentence
        for record in _records(900)
        for sentence in re.split(r"(?<=[.?!;]) ", record["text"])
        if len(sentence.split()) > 8
    )
    assert sentences.total() > 5000
    assert max(sentences.values()) <= 6


def test_the_last_word_does_not_tell_the_language_but_all_words_do() -> None:
    records = _records(900)
    texts, languages = [record["text"] for record in records], [record["lang"] for record in records]
    scores = {}
    for name, view in {"last": lambda text: text.split()[-1], "all": str}.items():
        model = make_pipeline(CountVectorizer(token_pattern=r"\S+", lowercase=False), MultinomialNB())
        model.fit([view(text) for text in texts[:600]], languages[:600])
        scores[name] = model.score([view(text) for text in texts[600:]], languages[600:])
    assert scores["last"] < 0.6
    assert scores["all"] > 0.98


def test_names_titles_and_loanwords_belong_to_no_language() -> None:
    texts = _texts_by_language(1800)
    for word in (*TITLES, "Lindholm", "internet", "cappuccino", "tango", "pizza", "Anders"):
        languages = [code for code, of_one in texts.items() if any(word in text for text in of_one)]
        assert len(languages) >= 5, word


def test_about_one_document_in_ten_quotes_another_language() -> None:
    sayings = {lexicon.code: lexicon.words["saying"] for lexicon in LEXICONS}
    quoting = [
        record
        for record in _records(1800)
        if any(
            re.search(rf'["“«]{re.escape(saying)}["”»]', record["text"])
            for code in sayings
            if code != record["lang"]
            for saying in sayings[code]
        )
    ]
    assert 120 < len(quoting) < 240


def test_greek_is_in_greek_script_with_latin_names_in_it() -> None:
    for text in _texts_by_language(900)["el"]:
        letters = [character for character in text if character.isalpha()]
        greek = sum("GREEK" in unicodedata.name(letter) for letter in letters)
        assert 0.6 < greek / len(letters) < 1.0


@pytest.mark.parametrize(
    ("language", "wrong"),
    [
        ("es", r"\b(de|a) el\b"),
        ("en", r"\ba [aeiou]|\ban [bcdfgjklmnpqrstvwz]"),
        ("fr", r"\b(de|à) les? |\b(le|la|de|que|ne) [aeioué]"),
        ("it", r"\b(di|a|da|in|su) (il|i|gli|lo|la|le) |\bil [aeiou]|\bil s[ct]|\bun s[ct]"),
        ("pt", r"\b(de|em) (o|a|os|as) |\bem uma? |\ba o "),
        ("de", r"\b(in|bei|von|zu) dem\b"),
        ("el", r"\bσε τ(ον|ην|ο) |\bτην [βδθλσ]"),
    ],
)
def test_articles_are_contracted_and_elided(language: str, wrong: str) -> None:
    for text in _texts_by_language(1800)[language]:
        assert not re.search(wrong, text), text


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("es", ("la canción", "el queso", "una receta"), ("el canción", "un receta", "la barco")),
        ("de", ("der Brief", "den Baum", "einen Brief"), ("das Brief", "eine Brief", "dem Brief war")),
        ("nl", ("het boek", "de sleutel", "een oude"), ("de boek", "het sleutel", "de oud ")),
        ("sv", ("en nyckel", "ett brev", "den gamla"), ("ett nyckel", "en brev", "den gammal ")),
        ("el", ("το κλειδί", "τον πίνακα", "ο πίνακας"), ("ο κλειδί", "τον πίνακας", "το πίνακα")),
    ],
)
def test_articles_agree_with_nouns(language: str, right: tuple[str, ...], wrong: tuple[str, ...]) -> None:
    texts = " ".join(_texts_by_language(1800)[language])
    assert [phrase for phrase in right if phrase not in texts] == []
    assert [phrase for phrase in wrong if re.search(rf"\b{phrase}", texts)] == []


@pytest.mark.parametrize("lexicon", LEXICONS, ids=lambda lexicon: lexicon.code)
def test_lexicons_are_complete(lexicon: Lexicon) -> None:
    groups = list(lexicon.nouns.values())
    for topic in lexicon.topics.values():
        groups += [topic["thing"], topic["place"], topic["person"]]
    nouns = [noun.split() for group in groups for noun in group]
    assert len({len(noun) for noun in nouns}) == 1, "every noun has all forms"
    assert {noun[0] for noun in nouns} == set(lexicon.phrases["the"]), "every gender has its articles"
    assert len(nouns) >= 75
    assert len({len(entry.split()) for group in lexicon.adjectives.values() for entry in group}) == 1
    assert {len(verb.split()) for verb in lexicon.verbs} == {4}
    assert len(lexicon.openings + lexicon.body + lexicon.closings + lexicon.quoting) >= 38
    assert set(lexicon.topics) == set(ENGLISH.topics)
