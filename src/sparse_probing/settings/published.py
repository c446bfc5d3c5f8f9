"""Neurons that others published: the table published_neurons.csv of the catalog."""

import csv
from pathlib import Path

from pydantic import Field

from sparse_probing.errors import UserError
from sparse_probing.settings.base import Name, Settings
from sparse_probing.settings.loading import parse


class PublishedNeuron(Settings):
    """A neuron that is said to tell a feature; the names are those of the catalog."""

    model: Name
    dataset: Name
    feature: Name
    layer: int = Field(ge=0)
    neuron: int = Field(ge=0)
    published_f1: float | None = Field(None, ge=0, le=1, description="Blank where none was published.")
    source: str = Field(min_length=1)


def load_published(path: Path) -> tuple[PublishedNeuron, ...]:
    """The neurons of a CSV file in their order, none if there is no such file.

    The columns are the fields of `PublishedNeuron`, in this order. Raises UserError that names the file and
    line of the first mistake; to name a neuron twice for one feature is one.
    """
    if not path.is_file():
        return ()
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *lines = list(csv.reader(file)) or [[]]
    except UnicodeDecodeError as error:
        raise UserError(f"{path}: expected UTF-8 text, found byte {error.start} ({error.reason})") from None
    columns = list(PublishedNeuron.model_fields)
    if header != columns:
        raise UserError(f"{path}: expected the columns {','.join(columns)}, found {','.join(header)}")
    neurons: dict[tuple[object, ...], PublishedNeuron] = {}
    for number, line in enumerate(lines, start=2):
        place = f"{path}, line {number}"
        if len(line) != len(columns):
            raise UserError(f"{place}: expected {len(columns)} values, found {len(line)}")
        content = {column: value for column, value in zip(columns, line, strict=True) if value}
        neuron = parse(PublishedNeuron, content, origins=[(place, content)])
        key = (neuron.model, neuron.dataset, neuron.feature, neuron.layer, neuron.neuron)
        if neurons.setdefault(key, neuron) is not neuron:
            raise UserError(f"{place}: neuron {neuron.layer}.{neuron.neuron} occurs twice for this feature")
    return tuple(neurons.values())
