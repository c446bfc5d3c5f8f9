"""Class sums of a model's activations on many features at once, for corpora too large to be stored."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl
import torch
from torch import Tensor

from sparse_probing.base_model import BaseModel
from sparse_probing.batches import plan_batches
from sparse_probing.class_sums import ClassSums, merge
from sparse_probing.extraction import check_sequences, run_batch
from sparse_probing.labelling import label_rows
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import ExampleCaps, Split
from sparse_probing.store_writer import check_finite


def training_labels(
    rows: pl.DataFrame, features: Sequence[Feature], caps: ExampleCaps, split: Split
) -> npt.NDArray[np.int8]:
    """Labels (features, rows): 1 for positives and 0 for negatives of the training split, else -1.

    `rows` are all those of the dataset. Raises UserError as `label_rows` does.
    """
    labels = np.full((len(features), rows.height), -1, dtype=np.int8)
    for line, feature in zip(labels, features, strict=True):
        train = label_rows(rows, feature, caps, split).filter(split="train")
        line[train["row"].to_numpy()] = train["label"].to_numpy()
    return labels


def sum_classes(
    model: BaseModel,
    sequences: pl.DataFrame,
    rows: pl.DataFrame,
    labels: npt.NDArray[np.int8],
    *,
    aggregation: str,
    store_dtype: str,
    tokens_per_batch: int,
) -> dict[int, list[ClassSums]]:
    """For each layer that is read, the sums of each feature over its examples.

    `labels` (features, rows) is 1 for positives, 0 for negatives, -1 for rows that are no examples; rows are
    those of the frame `rows`. Activations are rounded to `store_dtype`, float16 or float32, so that the sums
    are those of a store; what is kept is (features, neurons) a layer, however many rows there are.
    Raises UserError when a sequence does not suit the model or a value overflows `store_dtype`.
    """
    check_sequences(model, sequences)
    used = np.logical_or.reduce(labels >= 0, axis=0)
    numbers = rows["row"].to_numpy()[used]
    order = np.argsort(numbers)
    examples = torch.from_numpy(labels[:, used][:, order])
    running: dict[int, _RunningSums] = {}
    batches = plan_batches(sequences, rows.filter(used), tokens=tokens_per_batch, most_rows=tokens_per_batch)
    for batch in batches:
        of_batch = examples[:, np.searchsorted(numbers[order], batch.rows)]

        def receive(layer: int, first: int, vectors: Tensor, of_batch: Tensor = of_batch) -> None:
            if layer not in running:
                running[layer] = _RunningSums(len(labels), vectors.shape[1], vectors.device)
            rounded = vectors.to(getattr(torch, store_dtype)).double()
            running[layer].add(rounded, of_batch[:, first : first + len(vectors)].to(vectors.device))

        run_batch(model, batch, receive, aggregation=aggregation)
    for layer, sums in running.items():
        check_finite(layer, sums.largest().numpy()[None].astype(store_dtype))
    return {layer: list(sums.finish()) for layer, sums in sorted(running.items())}


class _RunningSums:
    """Sums of one layer on its device."""

    def __init__(self, features: int, neurons: int, device: torch.device) -> None:
        self._counts = torch.zeros((features, 2), dtype=torch.int64, device=device)
        self._means = torch.zeros((features, 2, neurons), dtype=torch.float64, device=device)
        self._squares = torch.zeros_like(self._means)
        self._largest = torch.zeros(neurons, dtype=torch.float64, device=device)

    def add(self, values: Tensor, labels: Tensor) -> None:
        """Take `values` (rows, neurons) with `labels` (features, rows)."""
        self._largest = torch.maximum(self._largest, values.abs().amax(dim=0))
        for feature, of_feature in enumerate(labels):
            for label in (0, 1):
                members = values[of_feature == label]
                if len(members):
                    self._add_class((feature, label), members)

    def _add_class(self, at: tuple[int, int], members: Tensor) -> None:
        variance, mean = torch.var_mean(members, dim=0, correction=0)
        count = members.new_tensor(len(members))
        self._means[at], self._squares[at] = merge(
            (self._counts[at], self._means[at], self._squares[at]), (count, mean, count * variance)
        )
        self._counts[at] += len(members)

    def largest(self) -> Tensor:
        """The largest magnitude (neurons,) so far."""
        return self._largest.cpu()

    def finish(self) -> Iterator[ClassSums]:
        """The sums of each feature."""
        parts = (self._counts, self._means, self._squares)
        for of_feature in zip(*(part.cpu().numpy() for part in parts), strict=True):
            yield ClassSums(*of_feature)
