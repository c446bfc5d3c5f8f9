"""Where a neuron is most active: the tokens around, each with its activation."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.casestudies.shown_sequences import ShownSequences

COLUMNS = {
    "place": pl.UInt32(),
    "document": pl.String(),
    "sequences": pl.UInt32(),
    "peak": pl.UInt32(),
    "tokens": pl.List(pl.String()),
    "values": pl.List(pl.Float32()),
}


def top_snippets(
    shown: ShownSequences,
    values: npt.NDArray[np.float32],
    spell: Callable[[Sequence[int]], list[str]],
    *,
    count: int,
    around: int,
) -> pl.DataFrame:
    """The places where a neuron is most active, highest first, at most `count` and one of each document.

    values: (tokens,) its activations. spell: gives the texts of successive token ids. A first token does not
    count, as many neurons do little but mark it. `tokens` and `values` reach at most `around` tokens to
    either side of the highest one, which is number `peak` of them, from 0; `sequences` is how many were
    looked through, `place` counts from 1.
    """
    stream = shown.stream
    inner = np.flatnonzero(stream.position > 0)
    documents = shown.frame["document"].to_numpy()[stream.sequence[inner]]
    highest = (
        pl.DataFrame({"document": documents, "at": inner, "value": values[inner]})
        .sort("value", "at", descending=[True, False])
        .unique("document", keep="first", maintain_order=True)
        .head(count)
    )
    records = []
    for place, (document, at, _) in enumerate(highest.iter_rows(), start=1):
        start, stop = stream.bounds[stream.sequence[at] :][:2]
        low, high = max(start, at - around), min(stop, at + around + 1)
        texts = spell(stream.ids[low:high].tolist())
        records.append((place, document, shown.frame.height, at - low, texts, values[low:high].tolist()))
    return pl.DataFrame(records, schema=COLUMNS, orient="row")
