"""The parts in which a dataset's activations are extracted and stored."""

import polars as pl


def shard_of(
    sequences: pl.DataFrame, rows: pl.DataFrame, *, shard: int, shards: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The part of `sequences` that belongs to `shard` (from 0) of `shards`, and its rows."""
    start, stop = (sequences.height * number // shards for number in (shard, shard + 1))
    part = sequences[start:stop]
    return part, rows.join(part, on="sequence", how="semi", maintain_order="left")
