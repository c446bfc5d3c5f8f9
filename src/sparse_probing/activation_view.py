"""A notebook user's view of a dataset's activations.

view = open_activations("results/activations/pythia-70m/natural_language")
view.rows                 # a Polars frame: token, document, annotations, ...
view.layer(3)             # (rows, neurons), in the order of view.rows
view.neuron(3, 609)       # (rows,)
view.rows.with_columns(activation=view.neuron(3, 609)).group_by("lang").agg(pl.mean("activation"))
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.errors import UserError
from sparse_probing.manifest import ROWS_FILE, SUFFIX
from sparse_probing.store import Activations


@dataclass(frozen=True)
class ActivationView:
    """A dataset's activations, read when they are asked for. Every read raises UserError on damage."""

    rows: pl.DataFrame
    """The stored rows with their annotations, in the order of rows.parquet."""
    activations: Activations

    @property
    def layers(self) -> tuple[int, ...]:
        """The layers that are stored."""
        return self.activations.layers

    @property
    def neurons(self) -> int:
        """Neurons of each layer."""
        return self.activations.neurons

    @property
    def attributes(self) -> Mapping[str, Any]:
        """Model, revision, site, aggregation, number type of the computation, ..."""
        return self.activations.attributes

    def layer(self, layer: int) -> npt.NDArray[np.float32]:
        """Activations (rows, neurons) of a layer, in the order of `rows`.

        Raises UserError if there is no such layer.
        """
        self._check_layer(layer)
        return self.activations.layer(layer, self.rows["row"].to_numpy())

    def neuron(self, layer: int, neuron: int) -> npt.NDArray[np.float32]:
        """Activations (rows,) of one neuron, in the order of `rows`; little else is read from disk.

        Raises UserError if there is no such layer or neuron.
        """
        self._check_layer(layer)
        if not 0 <= neuron < self.neurons:
            raise UserError(
                f"neuron {neuron}: expected 0 to {self.neurons - 1} of {self.attributes['model']}"
            )
        return self.activations.neuron(layer, neuron, self.rows["row"].to_numpy())

    def _check_layer(self, layer: int) -> None:
        if layer not in self.layers:
            there = ", ".join(map(str, self.layers))
            raise UserError(f"layer {layer}: expected one of {there} of {self.attributes['model']}")


def open_activations(path: str | Path, rows: str | Path | None = None) -> ActivationView:
    """Open the stores in the folder of a model and dataset: `results/activations/{model}/{dataset}`.

    `rows` is the path of rows.parquet, where it does not stand beside the stores as it did when they were
    made. Shards that are not there yet are left out. Raises UserError when there is no store, no
    rows.parquet, either is damaged, or stores of several numbers of shards stand side by side.
    """
    folder = Path(path)
    manifests = sorted(folder.glob(f"*{SUFFIX}"))
    if not manifests:
        raise UserError(f"{folder}: expected activation stores with their *{SUFFIX}, found none")
    activations = Activations.open(manifests)
    if rows is None and ROWS_FILE not in activations.attributes:
        raise UserError(f"{manifests[0]}: does not say where rows.parquet is; give its path as `rows`")
    file = folder / activations.attributes[ROWS_FILE] if rows is None else Path(rows)
    if not file.is_file():
        raise UserError(f"{file}: no such file; give the path of rows.parquet as `rows`")
    stored = pl.DataFrame({"row": np.sort(activations.row())})
    if repeated := stored.filter(pl.col("row").is_duplicated())["row"].to_list():
        raise UserError(
            f"{folder}: row {repeated[0]} is in several stores, as when `shards` was changed; "
            "finish the run, then `sparse-probing prune --delete` removes those of before"
        )
    try:
        every = pl.read_parquet(file)
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error).splitlines()[0]
        raise UserError(f"{file}: not readable ({reason}); delete it and run again") from None
    found = every.join(stored, on="row", how="semi", maintain_order="left")
    if found.height != stored.height:
        raise UserError(
            f"{file}: expected the {stored.height} rows of {folder}, found {found.height} of them"
        )
    return ActivationView(rows=found, activations=activations)
