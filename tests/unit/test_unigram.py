import numpy as np
import polars as pl
import pytest

from sparse_probing.evaluation import ProbeIdentity
from sparse_probing.splits import assign_splits
from sparse_probing.token_bags import TokenBags
from sparse_probing.unigram import fit_unigram_probe, token_log_odds, unigram_scores

IDENTITY = ProbeIdentity("toy", 12_345, "corpus", "syntax", "verb")


def one_token_rows(tokens):
    return TokenBags(np.array(tokens), np.ones(len(tokens), dtype=np.int64))


def one_token_scores(tokens, labels, validation_tokens, validation_labels, **options):
    """Scores of the validation rows, from the counts of the others."""
    return unigram_scores(
        one_token_rows([*tokens, *validation_tokens]),
        np.array([*labels, *validation_labels], dtype=bool),
        train=np.arange(len(tokens)),
        validation=np.arange(len(tokens), len(tokens) + len(validation_tokens)),
        aggregation="none",
        **options,
    )[len(tokens) :]


def test_log_odds_are_smoothed_rates_against_the_base_rate():
    # Token 0: 3 of 4 positive, token 1: 1 of 6, base rate 0.4.
    log_odds = token_log_odds(np.array([3, 1]), np.array([1, 5]), smoothing=5.0)
    expected = [np.log((3 + 2) / (1 + 3)) - np.log(0.4 / 0.6), np.log((1 + 2) / (5 + 3)) - np.log(0.4 / 0.6)]
    assert log_odds == pytest.approx(expected)


def test_a_token_never_seen_belongs_to_neither_class():
    log_odds = token_log_odds(np.array([1, 0, 0]), np.array([0, 0, 2]), smoothing=1.0)
    assert log_odds[0] > 0 > log_odds[2] and log_odds[1] == 0


def test_more_smoothing_trusts_a_token_less():
    counts = np.array([1, 0]), np.array([0, 2])
    trust = [token_log_odds(*counts, smoothing=smoothing)[0] for smoothing in (0.1, 1.0, 10.0)]
    assert trust == sorted(trust, reverse=True)


def test_validation_chooses_the_smoothing():
    # One lucky row of token 0 outranks ten sound ones of token 1, unless smoothed.
    rare, common, other = 0, 1, 2
    scores = one_token_scores(
        [rare] + [common] * 10 + [other] * 20,
        [True] + [True] * 9 + [False] + [False] * 20,
        [rare, rare, common, common],
        [False, False, True, True],
        smoothings=(0.01, 5.0),
    )
    assert scores[0] < scores[2]


def test_where_validation_is_indifferent_the_stronger_smoothing_is_taken():
    train = [0, 1, 1], [True, False, False]
    scores = one_token_scores(*train, *train, smoothings=(0.1, 10.0))
    assert scores.tolist() == one_token_scores(*train, *train, smoothings=(10.0,)).tolist()


def test_one_class_is_refused():
    with pytest.raises(ValueError, match="both classes"):
        token_log_odds(np.array([1, 1]), np.array([0, 0]), smoothing=1.0)


def planted(bags, labels, aggregation):
    """The baseline's row for rows in groups of ten."""
    groups = pl.Series([f"group {row // 10}" for row in range(len(labels))])
    splits = assign_splits(groups, train=0.6, validation=0.2, test=0.2, seed=0)
    examples = pl.DataFrame({"group": groups, "label": labels, "split": splits})
    return fit_unigram_probe(examples, bags, identity=IDENTITY, aggregation=aggregation).row(0, named=True)


def bags_of(texts):
    """Bags of the rows of an array of token ids (rows, tokens)."""
    return TokenBags(texts.ravel(), np.full(len(texts), texts.shape[1]))


def languages(rows=1500, length=60, seed=0):
    """Texts in five languages that share a vocabulary but not its frequencies; the positives are in one."""
    rng = np.random.default_rng(seed)
    frequencies = rng.dirichlet(np.full(300, 0.5), size=5)
    language = rng.integers(5, size=rows)
    texts = np.stack([rng.choice(300, size=length, p=frequencies[own]) for own in language])
    return texts, language == 0


def test_a_language_is_told_by_its_words_and_not_by_the_last_of_them():
    texts, labels = languages()
    assert planted(bags_of(texts), labels, "mean")["test_f1"] > 0.98
    assert planted(bags_of(texts[:, -1:]), labels, "none")["test_f1"] < 0.7


def test_one_word_in_a_long_row_decides_under_the_maximum():
    rng = np.random.default_rng(0)
    texts = rng.integers(1, 50, size=(1500, 40))
    labels = rng.random(1500) < 0.25
    texts[labels, rng.integers(40, size=labels.sum())] = 0
    assert planted(bags_of(texts), labels, "max")["test_f1"] == 1


@pytest.mark.parametrize("aggregation", ["mean", "max"])
def test_word_order_is_beyond_it(aggregation):
    # Two words are everywhere; positives have them in the other order.
    rng = np.random.default_rng(0)
    labels = rng.random(1500) < 0.25
    pairs = np.where(labels[:, np.newaxis], [0, 1], [1, 0])
    texts = np.hstack([rng.integers(2, 50, size=(1500, 4)), pairs])
    row = planted(bags_of(texts), labels, aggregation)
    assert row["test_f1"] < 0.55 and row["test_roc_auc"] == pytest.approx(0.5, abs=0.12)


def test_scores_of_several_tokens_are_log_odds_under_equal_classes():
    texts, labels = languages(length=3)
    scores = unigram_scores(
        bags_of(texts), labels, train=np.arange(900), validation=np.arange(900, 1200), aggregation="mean"
    )[:900]
    # A logistic fit with an intercept and balanced classes gives each class half of the expected positives.
    chances, share = 1 / (1 + np.exp(-scores)), labels[:900].mean()
    weights = np.where(labels[:900], 0.5 / share, 0.5 / (1 - share))
    assert (weights * chances).mean() == pytest.approx(0.5, abs=1e-6)
