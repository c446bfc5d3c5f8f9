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
        f"{_range(tested['rows'])} test rows a feature, from {_range(tested['groups'])} groups of documents."
    )


def _scores_of_bases(numbers: pl.DataFrame, contents: Contents) -> str:
    studied = contents.study("bases", model=numbers["model"][0])
    return "" if studied is None else _scores(studied, contents)


def _asked(numbers: pl.DataFrame, contents: Contents) -> str:
    tested = _tested(numbers, contents)
    if tested.is_empty():
        return ""
    return (
        f"{_features(tested)}: {_range(tested['asked'])} test rows a feature, "
        f"from {_range(tested['groups'])} groups of documents."
    )


def _sentence_ends(numbers: pl.DataFrame, contents: Contents) -> str:
    said = _asked(numbers.filter(quantity=ACTIVATION), contents)
    logits = numbers.filter(quantity=LOGIT).group_by(_NEURON).agg(pl.col("count").sum())["count"]
    return said if logits.is_empty() else f"{said} Effects are on {_range(logits)} tokens of the vocabulary."


def _documents(numbers: pl.DataFrame, contents: Contents) -> str:
    documents = contents.studies.get("context_documents")
    if documents is None:
        return ""
    shown = _like(documents, numbers, _NEURON).group_by(_NEURON).agg(pl.len(), pl.col("group").n_unique())
    return (
        f"{count(shown.height, 'neuron')}, {_range(shown['len'])} test documents each, "
        f"of {_range(shown['group'])} groups."
    )


def _tokens_of_documents(numbers: pl.DataFrame, contents: Contents) -> str:
    tokens = numbers.group_by(_NEURON).agg(pl.col("count").sum())["count"]
    return f"{_documents(numbers, contents)} {_range(tokens)} tokens a neuron.".strip()


def _ablations(numbers: pl.DataFrame, _: Contents) -> str:
    classes = numbers.filter(role="studied").unique([*_NEURON, "class"])
    totals = classes.group_by(_NEURON).agg(pl.col("documents", "tokens").sum())
    return (
        f"{count(totals.height, 'neuron')}, {_range(totals['documents'])} test documents each with "
        f"{_range(totals['tokens'])} tokens: {_range(classes['documents'])} documents a class, "
        f"of {_range(classes['groups'])} groups."
    )


def _ngrams(numbers: pl.DataFrame, _: Contents) -> str:
    shown = numbers.group_by("layer", "neuron").agg(pl.col("contexts", "occurrences").sum())
    return (
        f"{count(shown.height, 'neuron')}: the pairs shown make up {_range(shown['contexts'])} of the highest "
        f"activations of each, and stand in {_range(shown['occurrences'])} places in all."
    )


def _weights(numbers: pl.DataFrame, _: Contents) -> str:
    models = count(numbers["model"].n_unique(), "model")
    return f"All {numbers['neurons'].sum():,} neurons in {count(numbers.height, 'layer')} of {models}."


def _overlap(numbers: pl.DataFrame, _: Contents) -> str:
    models = count(numbers["model"].n_unique(), "model")
    return f"{_range(numbers['features'])} features in each of {count(numbers.height, 'layer')} of {models}."


def _training(numbers: pl.DataFrame, _: Contents) -> str:
    seen = numbers.group_by("model").agg(pl.col("tokens").max())
    return f"{count(seen.height, 'model')}, {_range(seen['tokens'])} tokens seen by each in the end."


def _recovery(numbers: pl.DataFrame, _: Contents) -> str:
    drawn = numbers.group_by("parameter", "method").agg(pl.col("trials").sum())
    return f"{_range(drawn['trials'])} drawn layers a method."


def _tested(numbers: pl.DataFrame, contents: Contents) -> pl.DataFrame:
    """What is known of the test rows of the features that `numbers` are about; without model: the largest."""
    known = {
        "model": pl.lit(largest_model(contents.probes)),
        **{name: pl.col(name) for name in numbers.columns},
    }
    keys = [name for name in TESTED if name in known]
    return _like(contents.tested, numbers.select(**{name: known[name] for name in keys}), keys)


def _like(table: pl.DataFrame, numbers: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """The rows of a table whose `keys` stand in `numbers`, which were read from a file without types."""
    wanted = numbers.select(pl.col(name).cast(table.schema[name]) for name in keys)
    return table.join(wanted, on=list(keys), how="semi", maintain_order="left")


def _features(tested: pl.DataFrame) -> str:
    return count(tested.select("dataset", "feature").n_unique(), "feature")


def _range(values: pl.Series) -> str:
    low, high = int(values.to_numpy().min()), int(values.to_numpy().max())
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


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
