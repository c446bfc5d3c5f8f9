import re

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors

from sparse_probing.documents import Document, Span, to_frames
from sparse_probing.errors import UserError
from sparse_probing.rows import sample_rows, tokenize_dataset
from sparse_probing.settings.dataset import RowSettings, Sample
from sparse_probing.settings.sources import ROW_COLUMNS
from sparse_probing.shards import shard_of
from sparse_probing.tokenizer import FastTokenizer

BOS, CLS, SEP = 1, 2, 3
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def letters_tokenizer(*, special=False):
    """One token a letter, blanks are none; BOS, or [CLS] and [SEP] where `special`."""
    vocabulary = {"?": 0, "<s>": BOS, "[CLS]": CLS, "[SEP]": SEP}
    vocabulary |= {letter: 10 + i for i, letter in enumerate(LETTERS)}
    backend = Tokenizer(models.WordLevel(vocabulary, "?"))
    backend.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Split("", "isolated")]
    )
    if special:
        backend.post_processor = processors.BertProcessing(("[SEP]", SEP), ("[CLS]", CLS))
    return FastTokenizer(backend, bos=BOS)


def ids(letters):
    return [10 + LETTERS.index(letter) for letter in letters]


def document(text, *marked, name="doc", **values):
    """A document whose annotation `mark` is given as pairs of a stretch of the text and its value."""
    spans = [Span(text.index(part), text.index(part) + len(part), {"mark": value}) for part, value in marked]
    return Document(name, f"group of {name}", text, values, spans)


def build(*documents, columns=("mark",), tokenizer=None, **options):
    defaults = {"unit": "span", "context": 100}
    frames = to_frames(documents, columns)
    return tokenize_dataset(*frames, tokenizer or letters_tokenizer(), RowSettings(**{**defaults, **options}))


def letters_of(found):
    """The letters on which each row lies, read back from the sequences."""
    tokens = dict(found.sequences.select("sequence", "tokens").iter_rows())
    return [
        "".join(LETTERS[i - 10] for i in tokens[sequence][start:stop])
        for sequence, start, stop in found.rows.select("sequence", "start", "stop").iter_rows()
    ]


def test_frames_have_the_columns_and_types_of_the_contract():
    found = build(document("ab cd", ("cd", "x")))
    assert found.rows.schema == {
        "row": pl.UInt32,
        "sequence": pl.UInt32,
        "start": pl.UInt32,
        "stop": pl.UInt32,
        "document": pl.String,
        "group": pl.String,
        "token": pl.String,
        "position": pl.UInt32,
        "mark": pl.String,
        "drawn": pl.Boolean,
        "kept": pl.Boolean,
    }
    assert found.rows.rows() == [(0, 0, 4, 5, "doc", "group of doc", " d", 4, "x", True, False)]
    assert found.sequences.schema == {
        "sequence": pl.UInt32,
        "document": pl.String,
        "tokens": pl.List(pl.UInt32),
    }
    assert found.sequences.rows() == [(0, "doc", [BOS, *ids("abcd")])]


@pytest.mark.parametrize(
    ("pieces", "aggregation", "expected"),
    [
        ("first", "none", ["a", "d"]),
        ("last", "none", ["c", "e"]),
        ("all", "none", ["a", "b", "c", "d", "e"]),
        ("all", "mean", ["abc", "de"]),
        ("all", "max", ["abc", "de"]),
    ],
)
def test_tokens_that_stand_for_a_span(pieces, aggregation, expected):
    marked = document("abc x de", ("abc", "one"), ("de", "two"))
    found = build(marked, pieces=pieces, aggregation=aggregation)
    assert letters_of(found) == expected
    owners = ["one" if row in "abc" else "two" for row in expected]
    assert found.rows["mark"].to_list() == owners
    assert found.rows["token"].to_list() == [" " + row[-1] for row in expected]
    assert (found.rows["position"] == found.rows["stop"] - 1).all()


def test_a_span_without_tokens_gives_no_row():
    found = build(document("ab  cd", ("  ", "blank"), ("cd", "x")))
    assert letters_of(found) == ["d"]


def test_values_of_the_document_reach_its_spans_and_give_way_to_theirs():
    columns = ["mark", "lang", "year"]
    spans = [Span(0, 1, {"lang": "la"}), Span(1, 2, {"mark": "x"})]
    first = Document("d", "g", "ab", {"lang": "en", "year": 1999}, spans)
    second = Document("e", "g", "cd", {"lang": "de"}, [Span(0, 1, {})])
    found = build(first, second, columns=columns)
    assert found.rows.select(columns).rows() == [(None, "la", 1999), ("x", "en", 1999), (None, "de", None)]


def test_token_rows_have_the_value_of_the_innermost_span_at_their_last_character():
    text = "abcdefgh"
    spans = [
        Span(1, 7, {"mark": "outer"}),
        Span(3, 5, {"mark": "inner"}),
        Span(3, 5, {"other": True}),
        Span(4, 5, {"other": False}),
    ]
    found = build(Document("d", "g", text, {"mark": "whole"}, spans), columns=["mark", "other"], unit="token")
    assert letters_of(found) == list(text)
    marks = ["whole", "outer", "outer", "inner", "inner", "outer", "outer", "whole"]
    assert found.rows["mark"].to_list() == marks
    assert found.rows["other"].to_list() == [None, None, None, True, False, None, None, None]


def test_of_a_token_of_several_characters_the_last_counts_but_no_blank():
    backend = Tokenizer(models.WordLevel({"?": 0, "▁ab": 1, "▁cd": 2, "▁ef": 3}, "?"))
    backend.pre_tokenizer = pre_tokenizers.Metaspace()
    backend.decoder = decoders.Metaspace()
    words = FastTokenizer(backend, bos=None)
    marked = document("ab cd ef", ("b c", "x"), ("e", "y"), ("f", "z"))
    found = build(marked, unit="token", tokenizer=words)
    assert found.rows["token"].to_list() == [" ab", " cd", " ef"]
    assert found.rows["mark"].to_list() == ["x", None, "z"]


def test_document_rows_hold_all_tokens_of_a_sequence_but_the_skipped():
    texts = [document("abcdefg", mark="x"), document("hi", name="short"), document("jklm", name="long")]
    found = build(*texts, unit="document", aggregation="mean", skip=2)
    # The second document has no token left, so it has neither row nor sequence.
    assert letters_of(found) == ["cdefg", "lm"]
    assert found.rows["document"].to_list() == found.sequences["document"].to_list() == ["doc", "long"]
    assert found.rows["mark"].to_list() == ["x", None]
    assert found.rows["token"].to_list() == [" g", " m"]


def test_skipped_tokens_belong_to_no_row_of_any_sequence():
    marked = document("abcdefgh", ("bc", 1), ("cd", 2), ("ef", 3), ("gh", 4))
    options = {"context": 5, "skip": 2, "sequences_per_document": None}
    assert letters_of(build(marked, unit="token", **options)) == ["c", "d", "g", "h"]
    assert letters_of(build(marked, pieces="all", aggregation="max", **options)) == ["cd", "gh"]


def test_a_span_across_the_border_of_two_sequences_gives_only_rows_of_single_tokens():
    marked = document("abcdefgh", ("ab", 1), ("cde", 2), ("fg", 3))
    options = {"context": 5, "sequences_per_document": None, "pieces": "all"}
    assert letters_of(build(marked, aggregation="mean", **options)) == ["ab", "fg"]
    found = build(marked, aggregation="none", **options)
    assert letters_of(found) == ["a", "b", "c", "d", "e", "f", "g"]
    assert found.sequences["tokens"].to_list() == [[BOS, *ids("abcd")], [BOS, *ids("efgh")]]
    assert found.rows["start"].to_list() == [1, 2, 3, 4, 1, 2, 3]


@pytest.mark.parametrize(
    ("limit", "expected"), [(1, "abcd"), (2, "abcdefgh"), (5, "abcdefghij"), (None, "abcdefghij")]
)
def test_a_document_gives_so_many_sequences_at_most(limit, expected):
    found = build(document("abcdefghij"), unit="token", context=5, sequences_per_document=limit)
    assert "".join(letters_of(found)) == expected
    assert found.sequences.height == -(-len(expected) // 4)


@pytest.mark.parametrize(
    ("special", "bos", "first", "last"),
    [(False, True, [BOS], []), (False, False, [], []), (True, True, [CLS], [SEP])],
)
def test_special_tokens_stand_around_each_sequence_and_count_for_the_context(special, bos, first, last):
    tokenizer = letters_tokenizer(special=special)
    found = build(
        document(LETTERS), unit="token", context=6, bos=bos, sequences_per_document=None, tokenizer=tokenizer
    )
    sequences = found.sequences["tokens"].to_list()
    assert all(tokens[: len(first)] == first for tokens in sequences)
    assert all(tokens[len(tokens) - len(last) :] == last for tokens in sequences)
    assert [len(tokens) for tokens in sequences[:-1]] == [6] * (len(sequences) - 1)
    assert letters_of(found) == list(LETTERS)


def test_rows_stand_in_the_order_of_sequences_whatever_the_order_of_spans():
    found = build(document("abcdefgh", ("h", 1), ("a", 2), ("e", 3)), context=5, sequences_per_document=None)
    assert found.rows["sequence"].to_list() == [0, 1, 1]
    assert letters_of(found) == ["a", "h", "e"]


def test_annotations_are_found_by_name_not_by_place():
    documents, annotations = to_frames(
        [document("ab", ("a", "x")), document("cd", ("d", "y"), name="other")], ["mark"]
    )
    mixed = annotations.sort("start", descending=True)
    found = tokenize_dataset(documents, mixed, letters_tokenizer(), RowSettings(unit="span"))
    assert sorted(zip(found.rows["document"], letters_of(found), found.rows["mark"], strict=True)) == [
        ("doc", "a", "x"),
        ("other", "d", "y"),
    ]


def test_a_document_without_annotations_has_rows_without_values():
    documents, annotations = to_frames(
        [document("ab", mark="x"), document("cd", name="bare", mark="y")], ["mark"]
    )
    known = annotations.filter(pl.col("document") == "doc")
    for unit, aggregation, marks in (
        ("token", "none", ["x", "x", None, None]),
        ("document", "mean", ["x", None]),
    ):
        asked = RowSettings(unit=unit, aggregation=aggregation)
        assert tokenize_dataset(documents, known, letters_tokenizer(), asked).rows["mark"].to_list() == marks


def test_datasets_without_annotation_columns_have_rows():
    found = build(document("ab"), columns=[], unit="token")
    assert found.rows.columns == [*ROW_COLUMNS] and found.rows.height == 2


@pytest.mark.parametrize(
    ("documents", "options"),
    [
        ([document("abc")], {}),
        ([document("", ("", 1))], {}),
        ([document(" ")], {"unit": "token"}),
        ([document("abc")], {"unit": "document", "aggregation": "max", "skip": 3}),
        ([], {}),
    ],
)
def test_no_rows_at_all_is_an_error(documents, options):
    with pytest.raises(UserError, match=f"no rows: none of the {len(documents)} documents"):
        build(*documents, **options)


@given(
    texts=st.lists(st.text("ab c", max_size=30), min_size=1, max_size=4),
    unit=st.sampled_from(["token", "span", "document"]),
    pieces=st.sampled_from(["first", "last", "all"]),
    context=st.integers(4, 9),
    skip=st.integers(0, 3),
    limit=st.none() | st.integers(1, 3),
)
def test_rows_agree_with_a_naive_account(texts, unit, pieces, context, skip, limit):
    words = [
        [Span(*match.span(), {"mark": match[0]}) for match in re.finditer(r"\S+", text)] for text in texts
    ]
    documents = [Document(str(i), "g", text, spans=words[i]) for i, text in enumerate(texts)]
    expected = []
    for text, spans in zip(texts, words, strict=True):
        tokens = [place for place, letter in enumerate(text) if letter != " "]
        windows = [tokens[i : i + context - 1] for i in range(0, len(tokens), context - 1)][:limit]
        for window in (window[skip:] for window in windows):
            if unit == "token":
                expected += [text[place] for place in window]
            elif unit == "document":
                expected += ["".join(text[place] for place in window)] if window else []
            else:
                for span in spans:
                    whole = range(span.start, span.stop)
                    part = {"first": whole[:1], "last": whole[-1:], "all": whole}[pieces]
                    expected += [text[part.start : part.stop]] if set(part) <= set(window) else []
    options = {
        "unit": unit,
        "pieces": pieces if unit == "span" else "last",
        "aggregation": "mean" if unit == "document" or (unit, pieces) == ("span", "all") else "none",
        "context": context,
        "skip": skip,
        "sequences_per_document": limit,
    }
    if expected:
        assert letters_of(build(*documents, **options)) == expected
    else:
        with pytest.raises(UserError, match="no rows"):
            build(*documents, **options)


def many(count, length=20, prefix="document"):
    rng = np.random.default_rng(0)
    texts = ("".join(rng.choice(list(LETTERS), size=length)) for _ in range(count))
    return [document(text, name=f"{prefix} {i}") for i, text in enumerate(texts)]


def drawn(found):
    return set(zip(found.rows["document"], found.rows["position"], strict=True))


def test_a_sample_has_the_asked_size_and_only_sequences_that_are_used():
    found = build(*many(50), unit="token", sample={"rows": 30})
    assert found.rows.height == 30
    assert found.rows["row"].to_list() == list(range(30))
    assert found.sequences["sequence"].to_list() == found.rows["sequence"].unique().sort().to_list()
    everything = build(*many(50), unit="token", sample={"rows": 10**6})
    assert drawn(found) < drawn(everything) and everything.rows.height == 1000


def test_rows_to_keep_come_on_top_of_the_sample():
    keep = "token = ' q'"
    found = build(*many(50), unit="token", sample={"rows": 30, "keep": keep})
    everything = build(*many(50), unit="token")
    rare = everything.rows.filter(pl.col("token") == " q")
    plain = build(*many(50), unit="token", sample={"rows": 30})
    assert 5 < rare.height < 100
    assert found.rows["token"].to_list().count(" q") == rare.height
    assert drawn(plain) <= drawn(found) and len(drawn(found) - drawn(plain)) <= rare.height
    assert found.rows.equals(found.rows.sort("sequence", "start"))


def test_rows_tell_whether_they_were_drawn_and_whether_they_are_kept():
    rows = build(*many(50), unit="token", sample={"rows": 30, "keep": "token = ' q'"}).rows
    assert rows["drawn"].sum() == 30 < rows.height
    assert rows["kept"].to_list() == (rows["token"] == " q").to_list()
    assert (rows["drawn"] | rows["kept"]).all()


def test_an_empty_document_makes_no_row_and_one_token_is_enough():
    documents = [document("", name="empty"), document("a", name="one"), document("ab", name="two")]
    found = build(*documents, unit="document", aggregation="mean")
    assert found.rows["document"].to_list() == ["one", "two"]
    assert letters_of(found) == ["a", "ab"]


def test_a_keep_predicate_that_is_none_is_told():
    with pytest.raises(UserError, match="predicate 'tokn = 1'"):
        build(document("abc"), unit="token", sample={"rows": 1, "keep": "tokn = 1"})


def test_adding_documents_displaces_few_rows_and_seeds_many():
    options = {"unit": "token", "sample": {"rows": 400}}
    before = drawn(build(*many(100), **options))
    after = drawn(build(*many(10, prefix="new"), *many(100), **options))
    other = drawn(build(*many(100), unit="token", sample={"rows": 400, "seed": 1}))
    # A tenth more rows are to replace about an eleventh of the sample; a fifth of all rows is drawn.
    assert 0.85 < len(before & after) / 400 < 0.97
    assert 0.1 < len(before & other) / 400 < 0.3


def test_the_sequences_of_a_document_are_sampled_apart():
    found = build(
        *many(1, length=2000), unit="token", context=5, sequences_per_document=None, sample={"rows": 500}
    )
    positions = found.rows["position"].value_counts()["count"].to_list()
    # All four positions of a sequence are drawn, each about a quarter of the time.
    assert len(positions) == 4 and min(positions) > 80


def test_sampling_is_of_rows_by_document_and_place():
    rows = pl.DataFrame({"document": ["a", "a", "b"], "value": [1, 2, 3]})
    places = np.array([0, 1, 0])
    for size in (1, 2):
        kept = sample_rows(rows, places, Sample(rows=size))["value"].to_list()
        mirrored = sample_rows(rows[::-1], places[::-1], Sample(rows=size))["value"].to_list()
        assert len(kept) == size and kept == mirrored[::-1]


@given(count=st.integers(1, 12), shards=st.integers(1, 15))
def test_shards_share_out_sequences_and_rows_without_loss(count, shards):
    sequences = pl.DataFrame({"sequence": pl.Series(range(0, 2 * count, 2), dtype=pl.UInt32)})
    rows = sequences.select(pl.col("sequence").repeat_by(3).list.explode()).with_row_index("row")
    parts = [shard_of(sequences, rows, shard=shard, shards=shards) for shard in range(shards)]
    assert pl.concat([part for part, _ in parts]).equals(sequences)
    assert pl.concat([part for _, part in parts]).equals(rows)
    assert all(set(part["sequence"]) == set(own["sequence"]) for own, part in parts)
    sizes = [own.height for own, _ in parts]
    assert max(sizes) - min(sizes) <= 1


def test_capped_documents_are_a_draw_that_grows_with_the_cap():
    documents = [document("ab", ("ab", "x"), name=f"doc {i}") for i in range(40)]
    drawn = {cap: build(*documents, documents=cap).rows["document"].to_list() for cap in (5, 20, 60)}
    assert [len(names) for names in drawn.values()] == [5, 20, 40]
    assert drawn[60] == [f"doc {i}" for i in range(40)]
    assert drawn[5] == [name for name in drawn[20] if name in drawn[5]]
    assert drawn[20] != drawn[60][:20]


def test_the_draw_of_documents_depends_on_the_seed():
    documents = [document("ab", ("ab", "x"), name=f"doc {i}") for i in range(40)]
    first, second = (
        build(*documents, documents=10, sample=Sample(seed=seed)).rows["document"].to_list()
        for seed in (0, 1)
    )
    assert first != second


def test_documents_can_be_capped_for_each_value_of_an_annotation():
    values = ["often"] * 30 + ["seldom"] * 3 + [None] * 9
    documents = [document("ab", name=f"doc {i}", mark=value) for i, value in enumerate(values)]
    found = build(*documents, unit="token", documents=5, documents_by="mark").rows
    names = found.group_by("mark").agg(pl.col("document").unique())
    counts = {mark: len(of_mark) for mark, of_mark in names.iter_rows()}
    assert counts == {"often": 5, "seldom": 3, None: 5}
    assert found["document"].unique(maintain_order=True).to_list() == sorted(
        found["document"].unique().to_list(), key=lambda name: int(name.removeprefix("doc "))
    )
