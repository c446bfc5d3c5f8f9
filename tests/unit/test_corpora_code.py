"""The demo corpus of source code: format, balance, determinism, and how hard the languages are to tell."""

import ast
import json
import re
from collections import Counter, defaultdict
from itertools import islice

import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from sparse_probing.corpora.code import generate

LABELS = {
    "C": "c",
    "C++": "cpp",
    "Go": "go",
    "HTML": "html",
    "Java": "java",
    "JavaScript": "js",
    "PHP": "php",
    "Python": "py",
    "XML": "xml",
}


@pytest.fixture(scope="module")
def records():
    return [json.loads(line) for line in generate(documents=900, seed=1)]


def test_same_arguments_same_lines_and_more_documents_change_nothing():
    few, more = list(generate(documents=18, seed=3)), list(generate(documents=36, seed=3))
    assert few == more[:18]
    assert few != list(generate(documents=18, seed=4))


def test_is_lazy():
    assert len(list(islice(generate(documents=10**9, seed=0), 3))) == 3


def test_records_are_one_line_each_with_text_language_and_a_fitting_path(records):
    assert not any("\n" in line for line in generate(documents=18, seed=1))
    for record in records:
        assert set(record) == {"text", "lang", "path"}
        assert record["path"].endswith("." + LABELS[record["lang"]])
        assert "«" not in record["text"]


def test_languages_are_balanced_and_documents_differ(records):
    assert Counter(record["lang"] for record in records) == dict.fromkeys(LABELS, 100)
    assert len({record["text"] for record in records}) == len(records)


def test_documents_have_the_size_of_a_short_file(records):
    lengths = sorted(len(record["text"]) for record in records)
    assert lengths[0] > 150
    assert lengths[-1] < 5000
    assert 600 < lengths[len(lengths) // 2] < 1500


def test_brackets_and_tags_are_closed(records):
    for record in records:
        text = record["text"]
        if record["lang"] == "xml":
            opened = Counter(re.findall(r"<([a-z][\w:]*)(?:[^<>]*[^<>/])?>", text))
            assert opened == Counter(re.findall(r"</([\w:]+)>", text))
        else:
            assert all(text.count(left) == text.count(right) for left, right in ("()", "{}", "[]"))


def test_every_python_document_parses(records):
    for record in records:
        if record["lang"] == "Python":
            ast.parse(record["text"], record["path"])


def test_both_naming_styles_occur_in_every_language(records):
    styles = defaultdict(set)
    for record in records:
        if re.search(r"\b[a-z]+_[a-z]+\b", record["text"]):
            styles[record["lang"]].add("snake")
        if re.search(r"\b[a-z]+[A-Z][a-z]+\b", record["text"]):
            styles[record["lang"]].add("camel")
    assert all(styles[label] == {"snake", "camel"} for label in LABELS)


def test_the_last_word_does_not_give_the_language_away(records):
    train, held_out = records[:600], records[600:]
    votes = defaultdict(Counter)
    for record in train:
        votes[record["text"].split()[-1]][record["lang"]] += 1
    guesses = [votes[r["text"].split()[-1]].most_common(1) for r in held_out]
    right = sum(bool(g) and g[0][0] == r["lang"] for g, r in zip(guesses, held_out, strict=True))
    assert right / len(held_out) < 0.6


def test_all_words_together_do(records):
    train, held_out = records[:600], records[600:]
    vectorizer = CountVectorizer(token_pattern=r"\w+|[^\w\s]", lowercase=False, binary=True)
    model = LogisticRegression(max_iter=200)
    model.fit(vectorizer.fit_transform([r["text"] for r in train]), [r["lang"] for r in train])
    score = model.score(vectorizer.transform([r["text"] for r in held_out]), [r["lang"] for r in held_out])
    assert score > 0.95


def test_no_word_is_in_every_document_of_one_language_and_in_no_other(records):
    words = [(r["lang"], set(re.findall(r"\w+", r["text"]))) for r in records]
    for label in LABELS:
        always = set.intersection(*(found for lang, found in words if lang == label))
        elsewhere = set.union(*(found for lang, found in words if lang != label))
        assert always <= elsewhere
