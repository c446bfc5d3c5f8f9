"""Sequences, snippets and losses of the neurons that have a page of their own."""

from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest

from sparse_probing.casestudies.effects import loss_behind
from sparse_probing.casestudies.shown_sequences import ShownSequences, draw_sequences
from sparse_probing.casestudies.snippets import top_snippets
from sparse_probing.casestudies.token_stream import TokenStream
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import Split
from sparse_probing.settings.statistics import Bootstrap

NOUN = Feature(name="noun", category="text", where="upos = 'NOUN'", among="upos <> 'X'")
ALL_TEST = Split(train=0.0005, validation=0.0005, test=0.999)


def spell(ids: Sequence[int]) -> list[str]:
    return [f" t{i}" for i in ids]


def corpus(count: int, *, rare: tuple[int, ...] = ()) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Sequences of six tokens with rows [1, 2), [2, 4) and [5, 6), whose tags are NOUN, VERB, X.

    With `rare`, only these sequences have a NOUN.
    """
    numbers = range(count)
    tags = [("NOUN" if not rare or n in rare else "VERB", "VERB", "X") for n in numbers]
    rows = pl.DataFrame(
        {
            "row": range(3 * count),
            "sequence": np.repeat(numbers, 3),
            "start": [1, 2, 5] * count,
            "stop": [2, 4, 6] * count,
            "document": [f"d{n}" for n in numbers for _ in range(3)],
            "group": [f"g{n // 2}" for n in numbers for _ in range(3)],
            "upos": [tag for of_sequence in tags for tag in of_sequence],
        },
        schema_overrides=dict.fromkeys(("row", "sequence", "start", "stop"), pl.UInt32),
    )
    sequences = pl.DataFrame(
        {
            "sequence": numbers,
            "document": [f"d{n}" for n in numbers],
            "tokens": [[(6 * n + i) % 100 for i in range(6)] for n in numbers],
        },
        schema_overrides={"sequence": pl.UInt32},
    )
    return rows, sequences


def shown(count: int = 4) -> ShownSequences:
    return draw_sequences(*corpus(count), [NOUN], ALL_TEST, count=count, of_feature=0, seed=0)


def test_some_sequences_are_drawn_from_all_and_some_of_each_feature() -> None:
    rows, sequences = corpus(200, rare=(3, 50, 120))
    drawn = draw_sequences(rows, sequences, [NOUN], ALL_TEST, count=10, of_feature=2, seed=0)
    nouns = set(drawn.frame["sequence"]) & {3, 50, 120}
    assert len(nouns) >= 2
    assert 10 <= drawn.frame.height <= 12
    more = draw_sequences(rows, sequences, [NOUN], ALL_TEST, count=20, of_feature=2, seed=0)
    assert set(drawn.frame["sequence"]) <= set(more.frame["sequence"])


def test_only_test_sequences_are_shown() -> None:
    rows, sequences = corpus(300)
    drawn = draw_sequences(rows, sequences, [NOUN], Split(), count=300, of_feature=5, seed=0)
    assert 0 < drawn.frame.height < 150


def test_tokens_of_a_feature_and_of_its_negatives_are_those_of_its_rows() -> None:
    own, negative = shown(2).asked(NOUN)
    assert own.tolist() == [False, True, False, False, False, False] * 2
    assert negative.tolist() == [False, False, True, True, False, False] * 2  # X was not asked about


def test_snippets_stand_around_the_highest_activations_one_of_each_document() -> None:
    values = np.zeros(24, dtype=np.float32)
    values[[0, 8, 9, 21]] = [99, 5, 4, 7]  # a first token does not count
    found = top_snippets(shown(), values, spell, count=2, around=2)
    assert found["document"].to_list() == ["d3", "d1"]
    assert found["tokens"].to_list() == [
        [" t19", " t20", " t21", " t22", " t23"],
        [" t6", " t7", " t8", " t9", " t10"],
    ]
    assert [row["values"][row["peak"]] for row in found.iter_rows(named=True)] == [7, 5]
    assert found["sequences"].to_list() == [4, 4]


def test_a_snippet_ends_where_its_sequence_does() -> None:
    values = np.zeros(24, dtype=np.float32)
    values[5] = 1
    first = top_snippets(shown(), values, spell, count=1, around=3).row(0, named=True)
    assert (first["tokens"], first["peak"]) == ([" t2", " t3", " t4", " t5"], 3)


def test_losses_are_told_of_the_tokens_behind_those_of_a_feature() -> None:
    here = shown()
    before = np.full(24, 2.0, dtype=np.float32)
    before[::6] = np.nan
    after = before.copy()
    after[2::6] += 0.5  # behind the NOUN
    own, negative = loss_behind(here, NOUN, before, after, Bootstrap(draws=100)).rows(named=True)
    assert (own["positive"], own["tokens"], own["sequences"], own["groups"]) == (True, 4, 4, 2)
    assert own["loss"] == 2.0
    assert [own[name] for name in ("increase", "increase_low", "increase_high")] == [0.5, 0.5, 0.5]
    assert (negative["tokens"], negative["increase"]) == (8, 0)


def test_a_side_without_tokens_has_no_row() -> None:
    rows, sequences = corpus(4)
    verbs = rows.with_columns(upos=pl.lit("VERB"))
    here = draw_sequences(verbs, sequences, [NOUN], ALL_TEST, count=4, of_feature=0, seed=0)
    losses = np.ones(24, dtype=np.float32)
    told = loss_behind(here, NOUN, losses, losses, Bootstrap(draws=100))
    assert told["positive"].to_list() == [False]


@pytest.mark.parametrize("count", [1, 3])
def test_the_same_seed_draws_the_same_sequences(count: int) -> None:
    rows, sequences = corpus(50)
    first, second = (
        draw_sequences(rows, sequences, [NOUN], ALL_TEST, count=count, of_feature=0, seed=3) for _ in range(2)
    )
    assert first.frame.equals(second.frame)
    assert isinstance(first.stream, TokenStream)
