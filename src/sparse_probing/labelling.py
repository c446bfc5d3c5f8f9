"""The examples of a feature: chosen rows with their label and split."""

import numpy as np
import polars as pl

from sparse_probing.examples import select_examples
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import ExampleCaps, Split
from sparse_probing.splits import assign_splits
from sparse_probing.stable_hash import hash_names


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


def control_labels(examples: pl.DataFrame, tokens: pl.Series, *, seed: int) -> pl.DataFrame:
    """`examples` with labels that say nothing but which token a row has, drawn for each type of token.

    tokens: (examples,) strings. Types are made positive in the order of a seeded hash as long as no more rows
    become positive than were; a type that would exceed that number is passed over. Where the types that fit
    are too few, as for documents that all end in a full stop, the others are divided by group.
    A control task of Hewitt and Liang 2019 ("Designing and interpreting probes with control tasks"): what a
    probe reaches on it, it owes to a memory of tokens.
    """
    wanted = int(examples["label"].sum())
    types = _types(tokens, examples["group"], wanted)
    counts = types.value_counts(name="rows").sort(types.name)
    order = np.argsort(hash_names(counts[types.name], salt=f"control:{seed}"), kind="stable")
    chosen: list[str] = []
    for name, rows in counts[order].iter_rows():
        if rows <= wanted:
            chosen.append(name)
            wanted -= rows
    return examples.with_columns(label=types.is_in(chosen))


def _types(tokens: pl.Series, groups: pl.Series, wanted: int) -> pl.Series:
    """Tokens; where those of at most `wanted` rows hold fewer rows than that, the others with their group."""
    table = pl.DataFrame({"token": tokens, "group": groups})
    fits = pl.len().over("token") <= wanted
    if table.select(fits.sum()).item() >= wanted:
        return tokens
    divided = pl.concat_str("token", "group", separator="\n")
    return table.select(token=pl.when(fits).then("token").otherwise(divided))["token"]
