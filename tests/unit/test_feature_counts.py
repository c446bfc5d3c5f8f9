import polars as pl
import pytest

from sparse_probing.errors import UserError
from sparse_probing.feature_counts import columns_to_read, count_features
from sparse_probing.feature_listing import list_features
from sparse_probing.labelling import label_rows
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import ExampleCaps, Split
from sparse_probing.splits import SPLITS, assign_splits

SPLIT = Split(train=0.5, validation=0.25, test=0.25, seed=3)
CAPS = ExampleCaps(max_rows=60)


def make_rows(tags):
    """Rows with the given tags, in documents of ten; a document is a group."""
    numbers = range(len(tags))
    return pl.DataFrame(
        {
            "row": pl.Series(numbers, dtype=pl.UInt32),
            "start": pl.Series([i % 10 for i in numbers], dtype=pl.UInt32),
            "document": [f"document {i // 10}" for i in numbers],
            "group": [f"group {i // 10}" for i in numbers],
            "token": [f" {tag}" for tag in tags],
            "tag": tags,
            "drawn": True,
            "kept": False,
        }
    )


def feature(**options):
    return Feature(**{"name": "is_a", "category": "other", "where": "tag = 'A'", **options})


def splits_of(rows):
    return assign_splits(rows["group"], train=0.5, validation=0.25, test=0.25, seed=3)


def test_counts_are_those_of_the_rows_asked_about_in_each_split():
    rows = make_rows(["A", "B", "B", "alien"] * 100)
    counts = count_features(rows, [feature(among="tag <> 'alien'")], CAPS, SPLIT)
    assert counts["split"].to_list() == list(SPLITS)
    for line in counts.iter_rows(named=True):
        inside = rows.filter(splits_of(rows) == line["split"])
        assert line["positives"] == (inside["tag"] == "A").sum() > 0
        assert line["negatives"] == (inside["tag"] == "B").sum() > 0
        assert line["among"] == line["positives"] + line["negatives"]
        assert line["groups"] == line["positive_groups"] == inside["group"].n_unique()
    assert counts["positives"].sum() == 100


def test_probe_rows_are_those_that_probes_are_fitted_on():
    rows = make_rows(["A", "near", "far", "far"] * 100)
    asked = feature(negatives=[{"where": "tag = 'near'", "share": 0.5}])
    counts = count_features(rows, [asked], CAPS, SPLIT)
    examples = label_rows(rows, asked, CAPS, SPLIT)
    for line in counts.iter_rows(named=True):
        labels = examples.filter(pl.col("split") == line["split"])["label"]
        assert (line["probe_positives"], line["probe_negatives"]) == (labels.sum(), (~labels).sum())
    assert counts.select(pl.col("probe_positives").sum() + pl.col("probe_negatives").sum()).item() == 60


def test_groups_without_positives_are_not_among_the_positive_ones():
    rows = make_rows(["A"] * 10 + ["B"] * 390)
    counts = count_features(rows, [feature()], CAPS, SPLIT)
    assert counts["groups"].sum() == 40
    assert counts["positive_groups"].sum() == 1


@pytest.mark.parametrize("where", ["tag = 'Z'", "TRUE"])
def test_a_feature_without_a_class_gives_probes_no_rows(where):
    counts = count_features(make_rows(["A", "B"] * 100), [feature(where=where)], CAPS, SPLIT)
    assert counts["among"].sum() == 200
    assert counts["probe_positives"].to_list() == counts["probe_negatives"].to_list() == [0, 0, 0]


def test_only_named_columns_are_read():
    asked = feature(among="upos IS NOT NULL", negatives=[{"where": "lemma = 'be'", "share": 0.5}])
    needed = ["document", "drawn", "group", "kept", "lemma", "row", "start", "tag", "token", "upos"]
    assert columns_to_read([asked]) == needed


def test_a_predicate_that_cannot_be_asked_is_an_error():
    asked = feature(negatives=[{"where": "tga = 'B'", "share": 0.5}])
    with pytest.raises(UserError, match="tga"):
        count_features(make_rows(["A", "B"]), [asked], CAPS, SPLIT)


def test_the_listing_has_a_line_a_feature_and_marks_empty_splits():
    rows = make_rows(["A", "B"] * 100)
    first = splits_of(rows).to_list().index("test")
    rows = rows.with_columns(rare=pl.int_range(pl.len()) == first)
    asked = [feature(), feature(name="rare", where="rare", category="text")]
    counts = count_features(rows, asked, CAPS, SPLIT)
    table = pl.concat(
        counts.with_columns(tokenizer=pl.lit(name), dataset=pl.lit("letters")) for name in ("bpe", "words")
    )
    listing = list_features(table).splitlines()
    assert [line.split(":")[0] for line in listing if line.startswith("Features")] == [
        "Features in the tokens of bpe",
        "Features in the tokens of words",
    ]
    lines = [line.split(maxsplit=3) for line in listing if line.startswith(" letters")]
    assert [line[1] for line in lines] == ["is_a", "rare"] * 2
    assert lines[1][3].endswith("no positives in train, validation")
    assert "no positives" not in lines[0][3]
    total = listing.index("2 features in 1 dataset")
    assert [line.split() for line in listing[total + 2 :]] == [["other", "1"], ["text", "1"]]
