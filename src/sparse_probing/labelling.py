"""The examples of a feature: chosen rows with their label and split."""

import polars as pl

from sparse_probing.examples import select_examples
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import ExampleCaps, Split
from sparse_probing.splits import assign_splits


def label_rows(rows: pl.DataFrame, feature: Feature, caps: ExampleCaps, split: Split) -> pl.DataFrame:
    """Examples in the order of `rows`, with the columns `row`, `group`, `label` and `split`.

    Raises UserError where there are no positives or no negatives.
    """
    chosen = select_examples(
        rows,
        where=feature.where,
        among=feature.among,
        negatives=[(pool.where, pool.share) for pool in feature.negatives],
        max_rows=caps.max_rows,
        min_positive_fraction=caps.min_positive_fraction,
        max_positive_fraction=caps.max_positive_fraction,
        seed=caps.seed,
    )
    examples = rows.select("row", "group")[chosen.index]
    splits = assign_splits(
        examples["group"], train=split.train, validation=split.validation, test=split.test, seed=split.seed
    )
    return examples.with_columns(label=pl.Series(chosen.labels), split=splits)
