"""Whether the features are there that single studies and methods name."""

from collections.abc import Mapping, Sequence
from typing import Any

from sparse_probing.errors import UserError
from sparse_probing.settings.dataset import Dataset, Feature
from sparse_probing.settings.experiment import Config
from sparse_probing.settings.loading import closest, holder


def check_named_features(
    config: Config,
    datasets: Mapping[str, Dataset],
    features: Mapping[str, Mapping[str, Feature]],
    origins: Sequence[tuple[str, Any]],
) -> None:
    """Raise UserError for a name in the settings of a study or a method that is none of its features.

    datasets, features: those of the experiment, by name. origins: where keys stand, as in `holder`.
    """
    known = [name for of_dataset in features.values() for name in of_dataset]
    of_documents = [
        name for dataset in features if datasets[dataset].unit == "document" for name in features[dataset]
    ]
    studied = config.casestudies.context_neurons.features
    _check(studied, of_documents, "casestudies.context_neurons.features", "features of documents", origins)
    _check(config.probing.optimal.features, known, "probing.optimal.features", "features", origins)


def _check(
    names: Sequence[str], known: Sequence[str], key: str, kind: str, origins: Sequence[tuple[str, Any]]
) -> None:
    for name in names:
        if name not in known:
            place = f"{holder(key.split('.'), origins)}: {key}"
            raise UserError(f"{place}: no '{name}' among the {kind}{closest(name, known)}")
