import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from sparse_probing.alignment import paint, tokens_of_spans, trim_offsets
from sparse_probing.tokenizer import FastTokenizer
from sparse_probing.tokenizer_training import train_tokenizer

HEBREW, ARABIC, SCRIPT_X = "\u05e9\u05dc\u05d5\u05dd", "\u0645\u0631\u062d\u0628\u0627", "\U0001d4b3"
PIECES = [
    "a", "the", "Don't", "naïve", "e\u0301", "é", "q\u0323\u0307", "12,5", "...", "ﬁ", "ß", "İ",
    "😀", "👍🏽", "👩\u200d👩\u200d👧", SCRIPT_X, HEBREW, ARABIC, "漢字", "ｱ", "한", "\u1112\u1161",
    "\u200b", "\u200d", "\ufeff", "\ufffd", "\x00",
    " ", "  ", "\u00a0", "\u3000", "\t", "\n", "\r\n", "\u2028", "\x85",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.characters(exclude_categories=["Cs"]), max_size=12).map("".join)


@st.composite
def texts_and_spans(draw):
    """A text and some spans of it, empty ones among them."""
    text = draw(TEXTS)
    place = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(place, place).map(sorted), max_size=5))
    return text, np.array(spans, dtype=np.int64).reshape(-1, 2)


@pytest.fixture(scope="module")
def tokenizers(tmp_path_factory):
    """A tokenizer of bytes, which drops nothing, and one that normalises, and drops control characters."""
    folder = tmp_path_factory.mktemp("bpe")
    train_tokenizer(
        ["the naïve théâtre, don't", f"漢字 {HEBREW} the   the\n\n the", "😀 😀"] * 3, folder, vocabulary=300
    )
    letters = [chr(code) for code in range(0x21, 0x500)] + list("漢字한" + HEBREW + ARABIC)
    vocabulary = ["[UNK]", "the", "##he", "don", *letters, *("##" + letter for letter in letters)]
    bert = Tokenizer(
        models.WordPiece({token: i for i, token in enumerate(dict.fromkeys(vocabulary))}, unk_token="[UNK]")
    )
    bert.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=True)
    bert.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return {"bytes": FastTokenizer.load(folder), "bert": FastTokenizer(bert, bos=None)}


def solid(text, start, stop):
    """Places of the characters from start to stop that are not white space."""
    return {place for place in range(start, stop) if not text[place].isspace()}


@pytest.mark.parametrize("name", ["bytes", "bert"])
@settings(max_examples=400)
@given(case=texts_and_spans())
def test_the_tokens_of_a_span_are_those_that_share_a_solid_character_with_it(tokenizers, name, case):
    text, spans = case
    (encoding,) = tokenizers[name].encode([text])
    covered = [solid(text, start, stop) for start, stop in encoding.offsets]
    found = tokens_of_spans(trim_offsets(text, encoding.offsets), trim_offsets(text, spans))
    assert found.shape == spans.shape
    for (start, stop), (first, last) in zip(spans, found, strict=True):
        wanted = solid(text, start, stop)
        inside = set().union(*covered[first:last])
        outside = set().union(*covered[:first], *covered[last:])
        if name == "bytes":
            assert wanted <= inside
        assert wanted & set().union(*covered) <= inside
        assert not wanted & outside
        # No more than needed: the tokens at both ends overlap the span.
        assert first == last or (covered[first] & set(range(start, stop)) and covered[last - 1] & wanted)
        assert first < last or not wanted & inside


@pytest.mark.parametrize("name", ["bytes", "bert"])
@settings(max_examples=400)
@given(text=TEXTS)
def test_trimmed_ranges_lose_blanks_at_both_ends_and_nothing_else(tokenizers, name, text):
    (encoding,) = tokenizers[name].encode([text])
    trimmed = trim_offsets(text, encoding.offsets)
    for (start, stop), (old_start, old_stop) in zip(trimmed, encoding.offsets, strict=True):
        if solid(text, old_start, old_stop):
            assert text[start:stop] == text[old_start:old_stop].strip()
            assert old_start <= start < stop <= old_stop
        else:
            assert start == stop == old_stop


@given(case=texts_and_spans(), offsets=texts_and_spans())
def test_trimming_holds_for_any_ranges_of_any_text(case, offsets):
    text, ranges = case
    for (start, stop), (old_start, old_stop) in zip(trim_offsets(text, ranges), ranges, strict=True):
        assert text[start:stop] == text[old_start:old_stop].strip()


def test_a_span_takes_the_pieces_of_a_character_and_a_token_that_only_begins_with_it():
    # Tokens: "a" " b" and three bytes of one character; "c d" is one token.
    trimmed = trim_offsets("a b漢c d", np.array([[0, 1], [1, 3], [3, 4], [3, 4], [3, 4], [4, 7]]))
    spans = np.array([[0, 1], [0, 3], [1, 2], [3, 4], [4, 5], [6, 7], [3, 7], [3, 3], [7, 7]])
    expected = [[0, 1], [0, 2], [0, 0], [2, 5], [5, 6], [5, 6], [2, 6], [0, 0], [0, 0]]
    assert tokens_of_spans(trimmed, spans).tolist() == expected


@pytest.mark.parametrize("offsets", [[], [[0, 2]], [[0, 1], [1, 2]]])
def test_where_no_token_has_a_solid_character_all_spans_are_empty(offsets):
    trimmed = trim_offsets(" \n", np.array(offsets, dtype=np.int64).reshape(-1, 2))
    assert tokens_of_spans(trimmed, np.array([[0, 2], [1, 1]])).tolist() == [[0, 0], [0, 0]]


@given(case=texts_and_spans(), data=st.data())
def test_painting_gives_each_character_the_value_of_its_shortest_span(case, data):
    text, spans = case
    values = data.draw(st.lists(st.integers(0, 3), min_size=len(spans), max_size=len(spans)))
    canvas = paint(len(text), spans, np.array(values, dtype=np.int64))
    for place in range(len(text)):
        over = [i for i, (start, stop) in enumerate(spans) if start <= place < stop]
        shortest = min(over, key=lambda i: (spans[i, 1] - spans[i, 0], -i), default=None)
        assert canvas[place] == (-1 if shortest is None else values[shortest])
