import numpy as np
import polars as pl
import pytest

from sparse_probing.unigram import choose_unigram, fit_unigram


def test_log_odds_are_smoothed_rates_against_the_base_rate():
    tokens = pl.Series(["a"] * 4 + ["b"] * 6)
    labels = np.array([1, 1, 1, 0, 0, 0, 0, 0, 0, 1], dtype=bool)  # a: 3 of 4, b: 1 of 6, base rate 0.4
    probe = fit_unigram(tokens, labels, smoothing=5.0)
    expected = [np.log((3 + 2) / (1 + 3)) - np.log(0.4 / 0.6), np.log((1 + 2) / (5 + 3)) - np.log(0.4 / 0.6)]
    assert probe.scores(pl.Series(["a", "b"])) == pytest.approx(expected)


def test_a_token_never_seen_belongs_to_neither_class():
    probe = fit_unigram(pl.Series(["a", "b", "b"]), np.array([True, False, False]), smoothing=1.0)
    scores = probe.scores(pl.Series(["a", "unseen", "b", None]))
    assert scores[0] > 0 > scores[2] and scores[1] == scores[3] == 0


def test_more_smoothing_trusts_a_token_less():
    tokens, labels = pl.Series(["a", "b", "b"]), np.array([True, False, False])
    scores = [fit_unigram(tokens, labels, smoothing=s).scores(pl.Series(["a"]))[0] for s in (0.1, 1.0, 10.0)]
    assert scores == sorted(scores, reverse=True)


def test_validation_chooses_the_smoothing():
    # One lucky row of 'rare' outranks ten sound ones of 'common', unless smoothed.
    tokens = pl.Series(["rare"] + ["common"] * 10 + ["other"] * 20)
    labels = np.array([True] + [True] * 9 + [False] + [False] * 20)
    validation = pl.Series(["rare", "rare", "common", "common"])
    truth = np.array([False, False, True, True])
    chosen = choose_unigram(
        tokens, labels, validation_tokens=validation, validation_labels=truth, smoothings=(0.01, 5.0)
    )
    assert chosen.scores(validation)[0] < chosen.scores(validation)[2]


def test_where_validation_is_indifferent_the_stronger_smoothing_is_taken():
    tokens, labels = pl.Series(["a", "b", "b"]), np.array([True, False, False])
    chosen = choose_unigram(
        tokens, labels, validation_tokens=tokens, validation_labels=labels, smoothings=(0.1, 10.0)
    )
    strong = fit_unigram(tokens, labels, smoothing=10.0)
    assert chosen.scores(tokens).tolist() == strong.scores(tokens).tolist()


def test_one_class_is_refused():
    with pytest.raises(ValueError, match="both classes"):
        fit_unigram(pl.Series(["a", "b"]), np.array([True, True]), smoothing=1.0)
