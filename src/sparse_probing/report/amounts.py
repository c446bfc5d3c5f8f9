"""How much text stands behind each figure: a sentence, from the numbers beside it and the tables."""

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from sparse_probing.casestudies.labels import ACTIVATION, LOGIT
from sparse_probing.report.contents import TESTED, Contents
from sparse_probing.selection import largest_model
from sparse_probing.wording import count

_NEURON = ("model", "dataset", "feature", "layer", "neuron")


def amount(figure: str, numbers: pl.DataFrame, contents: Contents) -> str:
    """How many rows, documents or tokens a figure is about, and groups where they are known; may be empty."""
    if figure not in _AMOUNTS or numbers.is_empty():
        return ""
    return _AMOUNTS[figure](numbers, contents)


def _scores(numbers: pl.DataFrame, contents: Contents) -> str:
    tested = _tested(numbers, contents)
    if tested.is_empty():
        return ""
    return (
        f"{_features(tested)} in {count(tested['model'].n_unique(), 'model')}: scores are of "
        f"{_of(tested['rows'], 'test row')} a feature, from {_of(tested['groups'], 'group')} of documents."
    )


def _scores_of_bases(numbers: pl.DataFrame, contents: Contents) -> str:
    studied = contents.study("bases", model=numbers["model"][0])
    return "" if studied is None else _scores(studied, contents)


def _asked(numbers: pl.DataFrame, contents: Contents) -> str:
    tested = _tested(numbers, contents)
    if tested.is_empty():
        return ""
    return (
        f"{_features(tested)}: {_of(tested['asked'], 'test row')} a feature, "
        f"from {_of(tested['groups'], 'group')} of documents."
    )


def _sentence_ends(numbers: pl.DataFrame, contents: Contents) -> str:
    said = _asked(numbers.filter(quantity=ACTIVATION), contents)
    logits = numbers.filter(quantity=LOGIT).group_by(_NEURON).agg(pl.col("count").sum())["count"]
    return said if logits.is_empty() else f"{said} Effects are on {_of(logits, 'token')} of the vocabulary."


def _documents(numbers: pl.DataFrame, contents: Contents) -> str:
    documents = contents.studies.get("context_documents")
    if documents is None:
        return ""
    shown = _like(documents, numbers, _NEURON).group_by(_NEURON).agg(pl.len(), pl.col("group").n_unique())
    return (
        f"{count(shown.height, 'neuron')}, {_of(shown['len'], 'test document')} each, "
        f"of {_of(shown['group'], 'group')}."
    )


def _tokens_of_documents(numbers: pl.DataFrame, contents: Contents) -> str:
    tokens = numbers.group_by(_NEURON).agg(pl.col("count").sum())["count"]
    return f"{_documents(numbers, contents)} {_of(tokens, 'token')} a neuron.".strip()


def _ablations(numbers: pl.DataFrame, _: Contents) -> str:
    classes = numbers.filter(role="studied").unique([*_NEURON, "class"])
    totals = classes.group_by(_NEURON).agg(pl.col("documents", "tokens").sum())
    return (
        f"{count(totals.height, 'neuron')}, {_of(totals['documents'], 'test document')} each with "
        f"{_of(totals['tokens'], 'token')}: {_of(classes['documents'], 'document')} a class, "
        f"of {_of(classes['groups'], 'group')}."
    )


def _ngrams(numbers: pl.DataFrame, _: Contents) -> str:
    shown = numbers.group_by("layer", "neuron").agg(pl.col("contexts", "occurrences").sum())
    return (
        f"{count(shown.height, 'neuron')}: the pairs shown stand at {_of(shown['contexts'], 'place')} of the "
        f"highest activations of each, and at {_of(shown['occurrences'], 'place')} in all."
    )


def _weights(numbers: pl.DataFrame, _: Contents) -> str:
    models = count(numbers["model"].n_unique(), "model")
    return f"All {numbers['neurons'].sum():,} neurons in {count(numbers.height, 'layer')} of {models}."


def _overlap(numbers: pl.DataFrame, _: Contents) -> str:
    models = count(numbers["model"].n_unique(), "model")
    return f"{_of(numbers['features'], 'feature')} in each of {count(numbers.height, 'layer')} of {models}."


def _training(numbers: pl.DataFrame, _: Contents) -> str:
    seen = numbers.group_by("model").agg(pl.col("tokens").max())
    return f"{count(seen.height, 'model')}, {_of(seen['tokens'], 'token')} seen by each in the end."


def _recovery(numbers: pl.DataFrame, _: Contents) -> str:
    drawn = numbers.group_by("parameter", "method").agg(pl.col("trials").sum())
    return f"{_of(drawn['trials'], 'drawn layer')} a method."


def _tested(numbers: pl.DataFrame, contents: Contents) -> pl.DataFrame:
    """What is known of the test rows of the features that `numbers` are about; without model: the largest."""
    named = numbers
    if "model" not in numbers.columns:
        named = numbers.with_columns(model=pl.lit(largest_model(contents.probes)))
    return _like(contents.tested, named, [name for name in TESTED if name in named.columns])


def _like(table: pl.DataFrame, numbers: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """The rows of a table whose `keys` stand in `numbers`, which were read from a file without types."""
    wanted = numbers.select(pl.col(name).cast(table.schema[name]) for name in keys)
    return table.join(wanted, on=list(keys), how="semi", maintain_order="left")


def _features(tested: pl.DataFrame) -> str:
    return count(tested.select("dataset", "feature").n_unique(), "feature")


def _of(values: pl.Series, noun: str) -> str:
    """How many: 1 row, 2,000 rows, 1 to 2 rows."""
    low, high = int(values.to_numpy().min()), int(values.to_numpy().max())
    plural = noun if high == 1 else f"{noun}s"
    return f"{low:,} {plural}" if low == high else f"{low:,} to {high:,} {plural}"


_AMOUNTS: Mapping[str, Callable[[pl.DataFrame, Contents], str]] = {
    "sparsity": _scores,
    "scaling": _scores,
    "depth": _scores,
    "methods": _scores,
    "emergence": _scores,
    "layers": _scores,
    "optimality": _scores,
    "overlap": _overlap,
    "training": _training,
    "recovery": _recovery,
    "weight_statistics": _weights,
    "context_documents": _documents,
    "context_ambiguous": _tokens_of_documents,
    "context_histograms": _tokens_of_documents,
    "context_ablations": _ablations,
    "ngrams": _ngrams,
    "superposition": _scores,
    "pruning": _scores,
    "bases": _scores_of_bases,
    "fact_activations": _asked,
    "fact_neurons": _scores,
    "sentence_ends": _sentence_ends,
}
"""By figure, as rows of their numbers may repeat the same documents, and each in its own way."""
