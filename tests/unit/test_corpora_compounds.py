import csv
from collections import Counter

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB

from sparse_probing.corpora.compounds import generate
from sparse_probing.corpora.lexicons.compounds import OTHER_FIRST_WORDS, OTHER_SECOND_WORDS

KINDS = ("bigram", "missing_first", "missing_second")


def _rows(documents: int, seed: int = 0) -> list[dict[str, str]]:
    return list(csv.DictReader(generate(documents=documents, seed=seed)))


def _last_words(row: dict[str, str], count: int) -> str:
    return " ".join(row["prompt"].split()[-count:])


def test_same_arguments_give_the_same_lines_and_more_documents_only_add() -> None:
    twenty = list(generate(documents=20, seed=5))
    assert list(generate(documents=20, seed=5)) == twenty
    assert list(generate(documents=10, seed=5)) == twenty[:11]
    assert list(generate(documents=20, seed=6)) != twenty


def test_header_comes_first_and_is_no_document() -> None:
    lines = list(generate(documents=24, seed=0))
    assert lines[0] == "prompt,compound,kind"
    assert len(lines) == 25
    assert any(line.startswith('"') for line in lines), "prompts with commas are quoted"


def test_compounds_and_kinds_are_equally_frequent_and_prompts_differ() -> None:
    rows = _rows(2400)
    counts = Counter((row["compound"], row["kind"]) for row in rows)
    assert counts == {(compound, kind): 100 for compound in OTHER_FIRST_WORDS for kind in KINDS}
    assert len({row["prompt"] for row in rows}) == len(rows)
    lengths = {len(row["prompt"].split()) for row in rows}
    assert min(lengths) >= 12 and max(lengths) <= 30


def test_prompts_end_as_their_kind_says() -> None:
    bare = 0
    for row in _rows(2400):
        first, second = row["compound"].split()
        *_, before, last = row["prompt"].split()
        if row["kind"] == "bigram":
            assert (before, last) == (first, second)
        elif row["kind"] == "missing_first":
            assert before != first and last == second
        else:
            assert last == first or (before == first and last != second)
            bare += last == first
    assert 300 < bare < 500  # half of the 800


def test_only_bigrams_hold_a_compound() -> None:
    compounds = list(OTHER_FIRST_WORDS)
    assert list(OTHER_SECOND_WORDS) == compounds
    for row in _rows(2400):
        held = [compound for compound in compounds if compound in row["prompt"]]
        assert held == ([row["compound"]] if row["kind"] == "bigram" else [])


def test_last_word_alone_does_not_tell_bigrams_from_missing_first() -> None:
    rows = [row for row in _rows(2400) if row["kind"] != "missing_second"]
    bigrams = Counter(_last_words(row, 1) for row in rows if row["kind"] == "bigram")
    others = Counter(_last_words(row, 1) for row in rows if row["kind"] != "bigram")
    assert bigrams == others


def test_word_before_the_last_alone_does_not_tell_bigrams_from_missing_second() -> None:
    rows = [row for row in _rows(2400) if row["kind"] != "missing_first"]
    firsts = {row["prompt"].split()[-2] for row in rows if row["kind"] == "bigram"}
    others = {row["prompt"].split()[-2] for row in rows if row["kind"] == "missing_second"}
    assert firsts <= others


def test_context_before_the_ending_does_not_tell_the_kind() -> None:
    rows = _rows(4800)
    contexts = []
    for row in rows:
        bare = row["kind"] == "missing_second" and row["prompt"].endswith(" " + row["compound"].split()[0])
        contexts.append(" ".join(row["prompt"].split()[: -1 if bare else -2]))
    kinds = [row["kind"] for row in rows]
    counts = CountVectorizer(ngram_range=(1, 2)).fit_transform(contexts)
    model = MultinomialNB().fit(counts[:2400], kinds[:2400])
    assert model.score(counts[2400:], kinds[2400:]) < 0.40  # chance is 1/3
