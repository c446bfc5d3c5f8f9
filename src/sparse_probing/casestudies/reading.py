"""What scripts of case studies read: features, test rows, and examples with the activations of a layer."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from sparse_probing.casestudies.choice import chosen_groups, of_features
from sparse_probing.casestudies.documents import test_rows
from sparse_probing.casestudies.examples_of_layer import LayerExamples
from sparse_probing.casestudies.frames import by_dataset
from sparse_probing.job import Job
from sparse_probing.labelling import label_rows
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import ExampleCaps, Split
from sparse_probing.store import Activations

Features = Mapping[str, Mapping[str, Feature]]
"""Features by dataset and name."""


def features_of(settings: Mapping[str, Sequence[Mapping[str, Any]]]) -> Features:
    """The features that a stamp holds by dataset, by dataset and name, in their order."""
    return {
        dataset: {feature["name"]: Feature.model_validate(feature) for feature in features}
        for dataset, features in settings.items()
    }


def named(features: Features) -> list[tuple[str, str]]:
    """Dataset and name of each feature."""
    return [(dataset, name) for dataset, names in features.items() for name in names]


def read_test_rows(path: Path, settings: Mapping[str, Any]) -> pl.DataFrame:
    """The rows of rows.parquet that belong to test; settings: of a stamp, with the key `split`."""
    return test_rows(pl.read_parquet(path), Split.model_validate(settings["split"]))


def examples_of(rows: pl.DataFrame, feature: Feature, settings: Mapping[str, Any]) -> pl.DataFrame:
    """The examples of a feature, the same ones as its probes'.

    rows: of rows.parquet. settings: of a stamp, with keys `examples` and `split`.
    """
    caps = ExampleCaps.model_validate(settings["examples"])
    return label_rows(rows, feature, caps, Split.model_validate(settings["split"]))


def read_examples(
    rows: Path, manifests: Sequence[Path], feature: Feature, layer: int, settings: Mapping[str, Any]
) -> LayerExamples:
    """The examples of a feature with their activations of a layer; settings as in `examples_of`."""
    examples = examples_of(pl.read_parquet(rows), feature, settings)
    activations = Activations.open(manifests)
    return LayerExamples.of(examples, activations.layer(layer, examples["row"].to_numpy()))


def studied_probes(job: Job, *, k: int) -> Iterator[tuple[Mapping[str, Any], LayerExamples]]:
    """The probe on about `k` neurons of each studied feature, with the examples of its layer.

    job: with inputs `probes` (the table of all), `rows` and `manifests` (one or more a dataset), and settings
    `model`, `features`, `examples` and `split`. A probe is a row of the table.
    """
    settings = job.settings
    features = features_of(settings["features"])
    rows, manifests = by_dataset(job.inputs["rows"]), by_dataset(job.inputs["manifests"])
    probes = of_features(pl.read_parquet(job.input("probes")), model=settings["model"], among=named(features))
    for probe in chosen_groups(probes, k=k).iter_rows(named=True):
        dataset, feature = probe["dataset"], features[probe["dataset"]][probe["feature"]]
        yield (
            probe,
            read_examples(rows[dataset][0], manifests[dataset], feature, probe["layer"], settings),
        )
