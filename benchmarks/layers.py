"""Layers to measure probing on: real ones where `make real` has left them, made-up ones everywhere."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.candidates import LayerData
from sparse_probing.labelling import label_rows
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import ExampleCaps, Split
from sparse_probing.store import Activations
from sparse_probing.synthetic import draw_layer

ROWS = 10_000


@dataclass(frozen=True)
class Layer:
    """A layer with its test rows: x_test (rows, neurons), y_test (rows,)."""

    name: str
    data: LayerData
    x_test: npt.NDArray[np.float32]
    y_test: npt.NDArray[np.bool_]


def made_up_layer(neurons: int) -> Layer:
    """10,000 rows of which a fifth are positive, ten neurons that tell, correlation .9 of neighbours."""
    drawn = draw_layer(
        rows=ROWS, neurons=neurons, planted=10, shift=0.5, positives=0.2, correlation=0.9, seed=0
    )
    split = np.random.default_rng(1).choice(3, size=ROWS, p=[0.6, 0.2, 0.2])
    return _layer("made up", drawn.x, drawn.y, [split == part for part in range(3)], 0)


def real_layers(results: Path, questions: list[tuple[str, int, str]], neurons: int | None) -> list[Layer]:
    """A layer of 10,000 rows of EWT for each (model, layer, part of speech); none without their stores.

    neurons: how many the layer shall have; further ones are copies with noise of half their deviation. None:
    those of the model.
    """
    return [
        _widened(results, model, layer, tag, neurons)
        for model, layer, tag in questions
        if (results / "activations" / model / "ewt").is_dir()
    ]


def _widened(results: Path, model: str, layer: int, tag: str, neurons: int | None) -> Layer:
    manifests = sorted((results / "activations" / model / "ewt").glob("*.manifest.json"))
    tokens = {"minilm": "minilm"}.get(model, "family")
    examples = label_rows(
        pl.read_parquet(results / "tokens" / tokens / "ewt" / "rows.parquet"),
        Feature(name=tag.lower(), category="part_of_speech", where=f"upos = '{tag}'"),
        ExampleCaps(max_rows=ROWS),
        Split(),
    )
    x = Activations.open(manifests).layer(layer, examples["row"].to_numpy())
    rng = np.random.default_rng(0)
    wide = [x]
    neurons = x.shape[1] if neurons is None else neurons
    while sum(part.shape[1] for part in wide) < neurons:
        wide.append(x + 0.5 * x.std(axis=0) * rng.standard_normal(x.shape, dtype=np.float32))
    x = np.concatenate(wide, axis=1)[:, :neurons]
    parts = [(examples["split"] == name).to_numpy() for name in ("train", "validation", "test")]
    return _layer(f"{model} {layer}, {tag}", x, examples["label"].to_numpy(), parts, layer)


def _layer(
    name: str,
    x: npt.NDArray[np.float32],
    y: npt.NDArray[np.bool_],
    parts: list[npt.NDArray[np.bool_]],
    layer: int,
) -> Layer:
    train, validation, test = parts
    data = LayerData(layer, x[train], y[train], x[validation], y[validation])
    return Layer(name, data, x[test], y[test])
