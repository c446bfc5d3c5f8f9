import json
import re
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline

from sparse_probing.corpora.lexicons.registers.core import TOPICS
from sparse_probing.corpora.lexicons.registers.freelaw import FREELAW
from sparse_probing.corpora.lexicons.registers.pubmed import PUBMED
from sparse_probing.corpora.lexicons.registers.shape import Register
from sparse_probing.corpora.lexicons.registers.stackexchange import STACKEXCHANGE
from sparse_probing.corpora.lexicons.registers.ubuntu_irc import UBUNTU_IRC
from sparse_probing.corpora.lexicons.registers.uspto import USPTO
from sparse_probing.corpora.registers import generate

REGISTERS = (FREELAW, PUBMED, STACKEXCHANGE, UBUNTU_IRC, USPTO)


@cache
def _records(documents: int, seed: int = 0) -> list[dict[str, Any]]:
    return [json.loads(line) for line in generate(documents=documents, seed=seed)]


def _texts_by_register(documents: int) -> dict[str, list[str]]:
    texts = defaultdict(list)
    for record in _records(documents):
        texts[record["meta"]["pile_set_name"]].append(record["text"])
    return texts


def test_same_arguments_give_the_same_lines_and_more_documents_only_add() -> None:
    twenty = list(generate(documents=20, seed=3))
    assert list(generate(documents=20, seed=3)) == twenty
    assert list(generate(documents=10, seed=3)) == twenty[:10]
    assert list(generate(documents=20, seed=4)) != twenty


def test_records_are_those_of_the_pile_balanced_distinct_and_of_the_size_told() -> None:
    records = _records(900)
    assert all(list(record) == ["text", "meta"] for record in records)
    names = Counter(record["meta"]["pile_set_name"] for record in records)
    assert names == {
        name: 180
        for name in ("FreeLaw", "PubMed Abstracts", "StackExchange", "Ubuntu IRC", "USPTO Backgrounds")
    }
    assert len({record["text"] for record in records}) == 900
    lengths = [len(record["text"].split()) for record in records]
    assert min(lengths) >= 100 and max(lengths) <= 220


def test_no_template_markup_is_left_in_the_text() -> None:
    for record in _records(900):
        assert not re.search(r"[{}]", record["text"]), record["text"]


def test_long_sentences_hardly_recur() -> None:
    sentences = Counter(
        sentence
        for record in _records(900)
        for sentence in re.split(r"(?<=[.?!]) |\n+", record["text"])
        if len(sentence.split()) > 8
    )
    assert sentences.total() > 5000
    assert max(sentences.values()) <= 8


def test_the_last_word_does_not_tell_the_register_but_all_words_do() -> None:
    records = _records(900)
    texts, names = zip(
        *((record["text"], record["meta"]["pile_set_name"]) for record in records), strict=True
    )
    scores = {}
    for name, view in {"last": lambda text: text.split()[-1], "all": str}.items():
        model = make_pipeline(CountVectorizer(token_pattern=r"\S+", lowercase=False), MultinomialNB())
        model.fit([view(text) for text in texts[:600]], names[:600])
        scores[name] = model.score([view(text) for text in texts[600:]], names[600:])
    assert scores["last"] < 0.75
    assert scores["all"] > 0.98


def test_no_token_gives_a_register_away() -> None:
    """A token may be typical, but none is in nearly all documents of one register and in no other."""
    texts = _texts_by_register(900)
    with_token = {
        name: Counter(token for text in of_one for token in set(re.findall(r"\w+|[^\w\s]", text)))
        for name, of_one in texts.items()
    }
    for name, counts in with_token.items():
        for token, count in counts.items():
            elsewhere = max(other[token] for key, other in with_token.items() if key != name)
            assert count < 0.85 * len(texts[name]) or elsewhere > 0.03 * len(texts[name]), (name, token)


def test_chat_lines_with_times_are_in_part_of_the_chats_and_in_some_questions() -> None:
    texts = _texts_by_register(900)
    stamped = {
        name: sum(bool(re.search(r"\[\d\d:\d\d\] <", text)) for text in of_one)
        for name, of_one in texts.items()
    }
    assert 0 < stamped["Ubuntu IRC"] < 0.4 * len(texts["Ubuntu IRC"])
    assert stamped["StackExchange"] > 0


def test_the_clock_of_a_chat_does_not_run_backwards() -> None:
    chats = 0
    for text in _texts_by_register(900)["Ubuntu IRC"]:
        times = [int(h) * 60 + int(m) for h, m in re.findall(r"^\[?(\d\d):(\d\d)", text, flags=re.MULTILINE)]
        steps = [(later - sooner) % (24 * 60) for sooner, later in pairwise(times)]
        assert all(step <= 30 for step in steps)
        chats += len(times) > 2
    assert chats > 20


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)
def test_all_topics_occur_in_every_register(register: Register) -> None:
    texts = _texts_by_register(1500)[register.name]
    for topic in TOPICS.values():
        assert any(word in text for text in texts for word in topic["thing"] + topic["things"]), topic[
            "thing"
        ]


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)
def test_registers_are_of_real_size(register: Register) -> None:
    assert sum(len(section.sentences) for section in register.sections) >= 30
    assert sum(section.share for section in register.sections) == pytest.approx(1)
    core = {name for topic in TOPICS.values() for name in topic}
    assert not core & set(register.words), "a register does not redefine what a topic says"
