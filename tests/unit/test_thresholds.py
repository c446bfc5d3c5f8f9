import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import rankdata
from sklearn.metrics import (
    average_precision_score,
    f1_score,
    matthews_corrcoef,
    precision_score,
    recall_score,
    roc_auc_score,
)

from sparse_probing.thresholds import Thresholds

VALUES = st.integers(-3, 3).map(float) | st.floats(-10, 10, width=16)


def f1(y, called):
    return 2 * (y & called).sum() / (y.sum() + called.sum())


@st.composite
def blocks_with_labels(draw):
    """Activations (rows, neurons) with many ties, labels of both classes, and a sign for each neuron."""
    x = draw(arrays(np.float32, st.tuples(st.integers(2, 25), st.integers(1, 4)), elements=VALUES))
    y = draw(arrays(np.bool_, x.shape[0]))
    y[:2] = [True, False]
    sign = draw(arrays(np.int8, x.shape[1], elements=st.sampled_from([-1, 1])))
    return x, y, sign


@settings(deadline=None, max_examples=20)
@given(blocks_with_labels())
def test_ranks_are_those_of_scipy_about_their_mean(given_block):
    x, y, _ = given_block
    thresholds = Thresholds.of(x, y)
    ranks = rankdata(x, axis=0).T - (x.shape[0] + 1) / 2
    assert thresholds.ranks() == pytest.approx(np.take_along_axis(ranks, thresholds.order, axis=1))
    assert thresholds.rank_sum(thresholds.ranks()) == pytest.approx(ranks[:, y].sum(axis=1))


@settings(deadline=None, max_examples=20)
@given(blocks_with_labels())
def test_areas_are_those_of_scikit_learn(given_block):
    x, y, sign = given_block
    roc_auc, precision = Thresholds.of(x, y).downward(sign).areas()
    for neuron, scores in enumerate((sign * x).T):
        assert roc_auc[neuron] == pytest.approx(roc_auc_score(y, scores))
        assert precision[neuron] == pytest.approx(average_precision_score(y, scores))


@settings(deadline=None, max_examples=20)
@given(blocks_with_labels())
def test_the_best_threshold_has_the_highest_f1_of_all(given_block):
    x, y, sign = given_block
    row, beyond, decisions = Thresholds.of(x, y).downward(sign).best()
    for neuron, scores in enumerate((sign * x).T):
        called = scores >= scores[row[neuron]]
        assert scores[beyond[neuron]] == max(scores[~called], default=scores[row[neuron]])
        assert max(f1(y, scores >= value) for value in scores) == pytest.approx(decisions.f1[neuron])
        for measured, reference in (
            (decisions.f1, f1_score),
            (decisions.precision, precision_score),
            (decisions.recall, recall_score),
            (decisions.mcc, matthews_corrcoef),
        ):
            assert measured[neuron] == pytest.approx(reference(y, called))


def test_of_equally_good_thresholds_the_strictest_is_taken():
    x = np.array([[4.0], [3.0], [2.0], [1.0]], dtype=np.float32)
    y = np.array([True, False, False, True])  # F1 is 2/3 with one row called, and with four
    row, beyond, _ = Thresholds.of(x, y).downward(np.array([1], dtype=np.int8)).best()
    assert (row.tolist(), beyond.tolist()) == ([0], [1])
