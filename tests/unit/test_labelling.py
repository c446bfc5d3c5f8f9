import numpy as np
import polars as pl
import pytest

from sparse_probing.errors import UserError
from sparse_probing.labelling import control_labels, label_rows
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import ExampleCaps, Split
from sparse_probing.splits import assign_splits

SPLIT = Split(train=0.5, validation=0.25, test=0.25, seed=3)


def make_rows(tags):
    """Rows with the given tags in documents of ten, groups of two documents."""
    count = len(tags)
    return pl.DataFrame(
        {
            "row": pl.Series(range(count), dtype=pl.UInt32),
            "start": pl.Series([i % 10 for i in range(count)], dtype=pl.UInt32),
            "document": [f"document {i // 10}" for i in range(count)],
            "group": [f"group {i // 20}" for i in range(count)],
            "tag": tags,
            "drawn": True,
            "kept": False,
        }
    )


def feature(**options):
    return Feature(**{"name": "is_a", "category": "other", "where": "tag = 'A'", **options})


def test_examples_have_the_label_of_the_predicate_and_the_split_of_their_group():
    rows = make_rows(["A", "B", "B", "C"] * 250)
    examples = label_rows(rows, feature(), ExampleCaps(max_rows=400), SPLIT)
    assert examples.columns == ["row", "group", "label", "split"]
    assert examples["row"].is_sorted() and examples["row"].n_unique() == examples.height == 400
    assert examples["label"].to_list() == (rows["tag"][examples["row"]] == "A").to_list()
    own = assign_splits(examples["group"], train=0.5, validation=0.25, test=0.25, seed=3)
    assert examples["split"].to_list() == own.to_list()
    assert examples.group_by("group").agg(pl.col("split").n_unique())["split"].to_list() == [1] * 50
    assert set(examples["split"]) == {"train", "validation", "test"}


def test_the_fraction_of_positives_is_kept_within_its_bounds():
    caps = ExampleCaps(max_rows=1000, min_positive_fraction=0.2, max_positive_fraction=0.25)
    often = label_rows(make_rows(["A", "A", "B"] * 400), feature(), caps, SPLIT)
    rarely = label_rows(make_rows((["A"] + ["B"] * 39) * 40), feature(), caps, SPLIT)
    assert often["label"].mean() == pytest.approx(0.25, abs=0.005)
    assert rarely["label"].mean() == pytest.approx(0.2, abs=0.005)


def test_hard_negatives_come_in_their_share_and_others_are_left_out_of_the_universe():
    rows = make_rows(["A", "near", "far", "far", "far", "alien"] * 200)
    asked = feature(among="tag <> 'alien'", negatives=[{"where": "tag = 'near'", "share": 0.5}])
    examples = label_rows(rows, asked, ExampleCaps(max_rows=200), SPLIT)
    counts = dict(rows["tag"][examples["row"]].value_counts().iter_rows())
    # A fifth of the universe is positive; half of the negatives are hard.
    assert counts == {"A": 40, "near": 80, "far": 80}


def test_seeds_of_examples_and_of_the_split_are_apart():
    rows = make_rows(["A", "B"] * 500)
    caps = ExampleCaps(max_rows=100)
    first = label_rows(rows, feature(), caps, SPLIT)
    other_split = label_rows(rows, feature(), caps, SPLIT.model_copy(update={"seed": 4}))
    other_draw = label_rows(rows, feature(), caps.model_copy(update={"seed": 1}), SPLIT)
    assert first["row"].equals(other_split["row"]) and not first["split"].equals(other_split["split"])
    assert not first["row"].equals(other_draw["row"])


def test_a_feature_that_never_or_always_holds_is_an_error():
    with pytest.raises(UserError, match="found 0 positives and 100 negatives"):
        label_rows(make_rows(["B"] * 100), feature(), ExampleCaps(), SPLIT)
    with pytest.raises(UserError, match="found 100 positives and 0 negatives"):
        label_rows(make_rows(["A"] * 100), feature(), ExampleCaps(), SPLIT)


def control(tags, labels, seed=0):
    """Control labels of rows in groups of ten."""
    groups = [f"group {i // 10}" for i in range(len(tags))]
    examples = pl.DataFrame({"group": groups, "label": labels})
    return control_labels(examples, pl.Series("token", tags), seed=seed)["label"]


def test_control_labels_say_nothing_but_the_token():
    rng = np.random.default_rng(0)
    tokens = [f"token {i}" for i in rng.integers(200, size=3000)]
    labels = rng.random(3000) < 0.25
    table = pl.DataFrame({"token": tokens, "label": labels, "control": control(tokens, labels)})
    assert table.group_by("token").agg(pl.col("control").n_unique())["control"].unique().to_list() == [1]
    assert table["control"].sum() == pytest.approx(labels.sum(), rel=0.02)
    assert abs(table.select(pl.corr("label", "control")).item()) < 0.1


def test_a_token_that_is_too_frequent_to_be_positive_is_passed_over():
    tokens = ["the"] * 90 + ["cat", "dog"] * 5
    for seed in range(5):
        labels = control(tokens, [True] * 10 + [False] * 90, seed)
        assert labels.to_list() == [False] * 90 + [True] * 10


def test_where_all_rows_have_one_token_groups_stand_for_types():
    labels = [i % 4 == 0 for i in range(400)]
    drawn = control(["."] * 400, labels).to_numpy().reshape(40, 10)
    assert drawn.sum() == 100
    assert set(drawn.mean(axis=1)) == {0.0, 1.0}


def test_the_seed_decides_control_labels():
    tokens = [f"token {i % 40}" for i in range(400)]
    labels = [i % 4 == 0 for i in range(400)]
    assert control(tokens, labels).equals(control(tokens, labels))
    assert not control(tokens, labels).equals(control(tokens, labels, seed=1))
