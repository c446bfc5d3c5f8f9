import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sparse_probing.optimal.losses import LOSSES, Hinge

SMOOTH = {
    "logistic": LOSSES["logistic"],
    "squared": LOSSES["squared"],
    "smooth hinge": Hinge(0.5),
    "sharp hinge": Hinge(0.01),
}
margins = st.floats(-50, 50)


@pytest.mark.parametrize("loss", [*SMOOTH.values(), LOSSES["hinge"]], ids=[*SMOOTH, "hinge"])
@settings(max_examples=50, deadline=None)
@given(margin=margins, other=margins)
def test_the_dual_value_is_the_least_value_of_loss_plus_pull_times_margin(loss, margin, other):
    pull = loss.pull(np.array([margin]))
    dual = loss.dual(pull)[0]
    at = [loss.value(np.array([a]))[0] + pull[0] * a for a in (other, margin)]
    assert dual <= at[0] + 1e-9
    assert dual == pytest.approx(at[1], abs=1e-9)


@pytest.mark.parametrize("loss", SMOOTH.values(), ids=SMOOTH)
def test_pull_and_curvature_are_derivatives(loss):
    margin, h = np.linspace(-4, 4, 41) + 0.003, 1e-5
    slope = (loss.value(margin + h) - loss.value(margin - h)) / (2 * h)
    bend = (loss.pull(margin - h) - loss.pull(margin + h)) / (2 * h)
    assert loss.pull(margin) == pytest.approx(-slope, abs=1e-6)
    assert loss.curvature(margin) == pytest.approx(bend, rel=1e-3, abs=1e-6)


def test_the_smooth_hinge_lies_above_the_hinge_by_at_most_its_smoothing():
    margin = np.linspace(-3, 3, 601)
    above = Hinge(0.1).value(margin) - LOSSES["hinge"].value(margin)
    assert above.min() >= -1e-14 and above.max() <= 0.1 * np.log(2) + 1e-12


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_huge_margins_overflow_nowhere(loss):
    margin = np.array([-1e4, 1e4])
    for smooth in (loss, *loss.stages):
        for values in (smooth.value(margin), smooth.pull(margin), smooth.curvature(margin)):
            assert np.isfinite(values).all()
        assert np.isfinite(smooth.dual(smooth.pull(margin))).all()


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_the_loss_of_margin_zero(loss):
    assert loss.at_zero == pytest.approx(loss.value(np.zeros(1))[0])


@pytest.mark.parametrize("pull", [1e-300, 1e-12, 0.3, 1 - 1e-12])
def test_the_entropy_of_pulls_next_to_0_and_1_is_not_lost(pull):
    p = Fraction(pull)
    exact = -pull * math.log(pull) - float(1 - p) * math.log1p(-pull)
    assert LOSSES["logistic"].dual(np.array([pull]))[0] == pytest.approx(exact, rel=1e-12, abs=0)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_single_precision_is_kept(loss):
    margin = np.linspace(-3, 3, 7, dtype=np.float32)
    for smooth in (loss, *loss.stages):
        pull = smooth.pull(margin)
        assert {pull.dtype, smooth.dual(pull).dtype, smooth.value(margin).dtype} == {np.dtype(np.float32)}
