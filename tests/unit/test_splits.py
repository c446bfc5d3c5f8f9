import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparse_probing.errors import UserError
from sparse_probing.splits import assign_splits

SHARES = {"train": 0.6, "validation": 0.2, "test": 0.2}
NAMES = st.lists(st.text(max_size=8), min_size=1, max_size=30)


@given(groups=NAMES, seed=st.integers(0, 1000))
def test_a_group_stands_on_one_side(groups, seed):
    series = pl.Series("group", groups * 2)
    frame = pl.DataFrame({"group": series, "split": assign_splits(series, **SHARES, seed=seed)})
    assert frame.group_by("group").agg(pl.col("split").n_unique())["split"].max() == 1


@given(groups=NAMES, more=NAMES, seed=st.integers(0, 1000))
def test_adding_groups_moves_no_other(groups, more, seed):
    before = assign_splits(pl.Series(groups), **SHARES, seed=seed)
    after = assign_splits(pl.Series(more + groups), **SHARES, seed=seed)
    assert after[len(more) :].to_list() == before.to_list()


def test_shares_are_those_asked_for():
    split = assign_splits(pl.Series([f"document {i}" for i in range(20_000)]), **SHARES, seed=3)
    for name, share in SHARES.items():
        assert (split == name).mean() == pytest.approx(share, abs=0.015)


def test_a_wider_train_split_keeps_its_groups():
    groups = pl.Series([str(i) for i in range(500)])
    narrow = assign_splits(groups, train=0.5, validation=0.25, test=0.25, seed=0) == "train"
    wide = assign_splits(groups, train=0.7, validation=0.15, test=0.15, seed=0) == "train"
    assert (wide | ~narrow).all() and wide.sum() > narrow.sum()


def test_seeds_give_different_splits():
    groups = pl.Series([str(i) for i in range(100)])
    assert (assign_splits(groups, **SHARES, seed=0) != assign_splits(groups, **SHARES, seed=1)).any()


@pytest.mark.parametrize("shares", [(0.6, 0.2, 0.1), (1.2, -0.2, 0.0)])
def test_shares_that_do_not_divide_the_whole_are_refused(shares):
    train, validation, test = shares
    with pytest.raises(UserError, match=f"sum to 1, found train {train}"):
        assign_splits(pl.Series(["a"]), train=train, validation=validation, test=test, seed=0)
