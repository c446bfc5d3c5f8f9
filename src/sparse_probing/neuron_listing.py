"""The best single neurons of a feature as a terminal shows them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from sparse_probing.averages import NEARLY_DENSE, neurons_needed
from sparse_probing.errors import UserError
from sparse_probing.selection import BASELINES, FEATURE, best_layer, main_method, smallest_k
from sparse_probing.settings.loading import closest
from sparse_probing.terminal import aligned
from sparse_probing.wording import count, enumeration, neurons, two_digits

CALLED = {
    **{"c++": "cpp", "dutch": "nl", "english": "en", "french": "fr", "german": "de", "greek": "el"},
    **{"italian": "it", "portuguese": "pt", "spanish": "es", "swedish": "sv"},
}
"""What people call features of the catalog whose names are codes."""


def list_neurons(
    single_neurons: pl.DataFrame,
    probes: pl.DataFrame,
    *,
    feature: str,
    top: int,
    model: str | None = None,
    dataset: str | None = None,
) -> str:
    """The `top` best neurons of a feature, by validation F1, and beside them what its probes reach, as text.

    single_neurons, probes: the tables neurons and probes. feature: its name, whatever the case, or what it is
    `CALLED`. model, dataset: the only ones to show, or None for all.

    Raises UserError for a feature, model or dataset that the tables do not hold, or not together.
    """
    chosen = _only("model", model, _only("dataset", dataset, single_neurons))
    asked = feature.casefold()
    known = single_neurons["feature"].unique(maintain_order=True).to_list()
    names = [name for name in known if name.casefold() in (asked, CALLED.get(asked))]
    if not names:
        called = [name for name, code in CALLED.items() if code in known]
        raise UserError(f"no feature '{feature}' in the tables{closest(asked, [*known, *called])}")
    chosen = chosen.filter(pl.col("feature").is_in(names))
    if chosen.is_empty():
        there = single_neurons.filter(pl.col("feature").is_in(names)).select("model", "dataset")
        pairs = [f"{model} with {dataset}" for model, dataset in there.unique(maintain_order=True).rows()]
        raise UserError(f"no neurons of '{feature}' there; the tables have those of {enumeration(pairs)}")
    best = chosen.sort(
        "validation_f1", "validation_average_precision", descending=True, maintain_order=True
    ).head(top)
    of_feature = probes.join(chosen, on=FEATURE, how="semi", maintain_order="left")
    parts = ["\n".join(part) for part in (_neurons(best, names), _probes(of_feature))]
    return "\n\n".join(part for part in parts if part)


def _only(column: str, name: str | None, table: pl.DataFrame) -> pl.DataFrame:
    if name is None:
        return table
    known = table[column].unique(maintain_order=True).to_list()
    if name not in known:
        raise UserError(f"no {column} '{name}' in the tables{closest(name, known)}")
    return table.filter(pl.col(column) == name)


def _neurons(best: pl.DataFrame, names: list[str]) -> Iterator[str]:
    yield f"Best {count(best.height, 'single neuron')} of {enumeration(names)}, by F1 on validation"
    yield _table(
        {
            **{name: row[name] for name in FEATURE},
            "layer": row["layer"],
            "neuron": str(row["neuron"]),
            "sign": "+" if row["sign"] > 0 else "-",
            "validation F1": two_digits(row["validation_f1"]),
            "test F1": two_digits(row["test_f1"]),
            "95% interval": f"{two_digits(row['test_f1_low'])} to {two_digits(row['test_f1_high'])}",
            "precision": two_digits(row["test_precision"]),
            "recall": two_digits(row["test_recall"]),
        }
        for row in best.iter_rows(named=True)
    )
    yield "Sign: do high (+) or low (-) activations speak for the feature? Precision and recall are of test."


def _probes(probes: pl.DataFrame) -> Iterator[str]:
    """A line a feature of a model: its smallest probe, how many neurons are enough, and two baselines."""
    if probes.filter(~pl.col("method").is_in(BASELINES)).is_empty():
        return
    best, method = best_layer(probes), main_method(probes)
    k, most = smallest_k(best, method), best.filter(method=method).select(pl.col("k").max()).item()
    lines = best.filter(method=method, k=k).select(*FEATURE, "test_f1")
    for baseline in ("dense", "unigram"):
        scores = best.filter(method=baseline).select(*FEATURE, pl.col("test_f1").alias(baseline))
        lines = lines.join(scores, on=FEATURE, how="left", maintain_order="left")
    needed = neurons_needed(best, method).select(*FEATURE, "needed", "reached")
    lines = lines.join(needed, on=FEATURE, how="left", maintain_order="left")
    yield f"Test F1 of its probes ({method}), each of the layer that is best on validation"
    yield _table(
        {
            **{name: row[name] for name in FEATURE},
            neurons(k): two_digits(row["test_f1"]),
            "all neurons": two_digits(row["dense"]),
            "tokens alone": two_digits(row["unigram"]),
            "enough": _enough(row["needed"], row["reached"], most),
        }
        for row in lines.iter_rows(named=True)
    )
    yield f"Enough: the fewest neurons that reach {NEARLY_DENSE:.0%} of the F1 of all of them, on validation."


def _enough(needed: float | None, reached: bool | None, most: int) -> str:
    if needed is None:
        return ""
    return f"{needed:g}" if reached else f"more than {most}"


def _table(lines: Iterable[Mapping[str, Any]]) -> str:
    return aligned(pl.DataFrame(list(lines)))
