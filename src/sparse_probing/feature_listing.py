"""The counts of features as a terminal shows them: a block a tokenizer, a line a feature."""

from collections.abc import Iterator

import polars as pl

from sparse_probing.splits import SPLITS
from sparse_probing.terminal import aligned
from sparse_probing.wording import count


def list_features(counts: pl.DataFrame) -> str:
    """The table of `features.parquet` as text: rows of either answer in each split, and rows of the probes.

    A feature without positives in a split is remarked on. The last lines count the features by category.
    """
    return "\n".join(_lines(counts))


def _lines(counts: pl.DataFrame) -> Iterator[str]:
    for (tokenizer,), block in counts.group_by("tokenizer", maintain_order=True):
        yield f"Features in the tokens of {tokenizer}: rows for which they hold (+) and do not (-)"
        yield aligned(_one_line_a_feature(block))
        yield ""
    features = counts.unique(["dataset", "feature"], maintain_order=True)
    yield f"{count(features.height, 'feature')} in {count(features['dataset'].n_unique(), 'dataset')}"
    yield aligned(features.group_by("category", maintain_order=True).agg(features=pl.len()))


def _one_line_a_feature(block: pl.DataFrame) -> pl.DataFrame:
    """The splits of each feature of one tokenizer side by side."""
    sides = [
        pl.col(name).filter(pl.col("split") == split).first().alias(f"{split} {sign}")
        for split in SPLITS
        for sign, name in (("+", "positives"), ("-", "negatives"))
    ]
    empty = pl.col("split").filter(pl.col("positives") == 0)
    return block.group_by("dataset", "feature", "category", maintain_order=True).agg(
        *sides,
        pl.col("probe_positives").sum().alias("probes +"),
        pl.col("probe_negatives").sum().alias("probes -"),
        pl.when(empty.len() > 0).then(pl.format("no positives in {}", empty.str.join(", "))).alias("remark"),
    )
