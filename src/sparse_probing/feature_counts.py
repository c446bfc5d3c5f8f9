"""How many rows a feature is asked about and holds for, split by split, before any probe is fitted."""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.errors import UserError
from sparse_probing.evaluation import check_classes
from sparse_probing.labelling import label_rows
from sparse_probing.predicates import matches, named_columns
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import ExampleCaps, Split
from sparse_probing.splits import SPLITS, assign_splits

COUNTS = (
    "among",
    "positives",
    "negatives",
    "groups",
    "positive_groups",
    "probe_positives",
    "probe_negatives",
)
"""`among`: rows asked about; then those of either answer, and the groups of all and of the positive ones; at
last the rows that the probes see, caps and hard negatives applied."""
_NEEDED = ("row", "document", "group", "start", "token", "drawn", "kept")


def columns_to_read(features: Iterable[Feature]) -> list[str]:
    """The columns of rows.parquet that counting the `features` takes, in order of their names."""
    predicates = [predicate for feature in features for predicate in feature.predicates().values()]
    return sorted({*_NEEDED, *named_columns(predicates)})


def count_features(
    rows: pl.DataFrame, features: Iterable[Feature], caps: ExampleCaps, split: Split
) -> pl.DataFrame:
    """One line a feature and split: `category`, `feature`, `split`, and the `COUNTS`.

    A feature that no probe can be fitted for, without positives or negatives, gives its probes no rows.
    Raises UserError where a predicate cannot be asked of the rows.
    """
    splits = assign_splits(
        rows["group"], train=split.train, validation=split.validation, test=split.test, seed=split.seed
    )
    lines = [line for feature in features for line in _count(rows, feature, caps, split, splits)]
    schema = {
        **dict.fromkeys(("category", "feature", "split"), pl.String()),
        **dict.fromkeys(COUNTS, pl.UInt32()),
    }
    return pl.DataFrame(lines, schema=schema, orient="row")


def check_counts(counts: pl.DataFrame) -> None:
    """Raise UserError for the first feature whose probes cannot be fitted, as too few rows are of a class.

    counts: with the columns `dataset`, `feature`, `split` and the `COUNTS`.
    """
    columns = ("dataset", "feature", "split", "probe_positives", "probe_negatives")
    for dataset, feature, split, positives, negatives in counts.select(columns).iter_rows():
        check_classes(positives=positives, negatives=negatives, split=split, feature=feature, dataset=dataset)


def _count(
    rows: pl.DataFrame, feature: Feature, caps: ExampleCaps, split: Split, splits: pl.Series
) -> Iterator[tuple[str | int, ...]]:
    """The lines of one feature, in the order of the splits."""
    answers = {key: matches(rows, predicate) for key, predicate in feature.predicates().items()}
    asked = answers["among"]
    positive = asked & answers["where"]
    try:
        examples = label_rows(rows, feature, caps, split)
    except UserError:  # all predicates could be asked, so it is a class that is empty
        examples = pl.DataFrame(schema={"label": pl.Boolean, "split": pl.String})
    for name in SPLITS:
        inside = (splits == name).to_numpy()
        labels = examples.filter(pl.col("split") == name)["label"]
        yield (
            feature.category,
            feature.name,
            name,
            int((asked & inside).sum()),
            int((positive & inside).sum()),
            int((asked & ~positive & inside).sum()),
            _groups(rows, asked & inside),
            _groups(rows, positive & inside),
            int(labels.sum()),
            int((~labels).sum()),
        )


def _groups(rows: pl.DataFrame, chosen: npt.NDArray[np.bool_]) -> int:
    """Different groups among the `chosen` rows."""
    return rows["group"].filter(pl.Series(chosen)).n_unique()
