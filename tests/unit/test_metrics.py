import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.special import expit
from sklearn import metrics as reference

from sparse_probing.metrics import average_precision, evaluate, first_best

# Few distinct values, so that ties are common.
ROWS = st.lists(st.tuples(st.booleans(), st.integers(-6, 6).map(lambda i: i / 2)), min_size=2, max_size=60)


def arrays(rows):
    labels, scores = zip(*rows, strict=True)
    return np.array(labels), np.array(scores)


@given(ROWS)
def test_scikit_learn_agrees(rows):
    labels, scores = arrays(rows)
    assume(labels.any() and not labels.all())
    ours, decisions = evaluate(labels, scores), scores > 0
    assert (ours.positives, ours.negatives) == (labels.sum(), (~labels).sum())
    assert ours.precision == pytest.approx(reference.precision_score(labels, decisions, zero_division=0))
    assert ours.recall == pytest.approx(reference.recall_score(labels, decisions))
    assert ours.f1 == pytest.approx(reference.f1_score(labels, decisions))
    assert ours.mcc == pytest.approx(reference.matthews_corrcoef(labels, decisions))
    assert ours.roc_auc == pytest.approx(reference.roc_auc_score(labels, scores))
    assert ours.average_precision == pytest.approx(reference.average_precision_score(labels, scores))
    assert ours.log_loss == pytest.approx(reference.log_loss(labels, expit(scores)))


@given(ROWS)
def test_metrics_do_not_depend_on_the_order_of_rows(rows):
    ours, again = evaluate(*arrays(rows)), evaluate(*arrays(rows[::-1]))
    np.testing.assert_allclose(list(vars(ours).values()), list(vars(again).values()), rtol=1e-12)


def test_a_positive_score_decides_and_zero_does_not():
    measured = evaluate(np.array([True, True, False]), np.array([0.1, 0.0, -0.1]))
    assert (measured.precision, measured.recall) == (1.0, 0.5)


def test_one_class_leaves_rank_metrics_undefined_and_the_rest_defined():
    only_negatives = evaluate(np.zeros(3, dtype=bool), np.array([-1.0, 0.5, -2.0]))
    assert math.isnan(only_negatives.roc_auc) and math.isnan(only_negatives.average_precision)
    assert (only_negatives.precision, only_negatives.recall, only_negatives.f1, only_negatives.mcc) == (
        0,
        0,
        0,
        0,
    )
    only_positives = evaluate(np.ones(3, dtype=bool), np.array([-1.0, 0.5, -2.0]))
    assert math.isnan(only_positives.roc_auc) and only_positives.average_precision == 1
    assert only_positives.recall == pytest.approx(1 / 3)


def test_log_loss_of_extreme_scores_does_not_overflow():
    assert evaluate(np.array([True, False]), np.array([-1e4, -1e4])).log_loss == pytest.approx(5e3)


@pytest.mark.parametrize("scores", [[1.0, np.nan], [1.0, np.inf], [1.0]])
def test_scores_that_cannot_be_ranked_are_refused(scores):
    with pytest.raises(ValueError, match="expected"):
        evaluate(np.array([True, False]), np.array(scores))


def test_first_best_takes_the_first_of_equals():
    labels = np.array([False, True, True])
    good, bad = np.array([0.0, 1.0, 2.0]), np.array([2.0, 1.0, 0.0])
    assert first_best(labels, [("bad", bad), ("good", good), ("as good", 5 * good)]) == "good"
    assert average_precision(labels, good) == 1
