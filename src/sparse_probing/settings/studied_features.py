"""Whether the features that case studies name are there."""

from collections.abc import Mapping, Sequence
from typing import Any

from sparse_probing.errors import UserError
from sparse_probing.settings.dataset import Dataset, Feature
from sparse_probing.settings.experiment import Config
from sparse_probing.settings.loading import closest, holder


def check_studied_features(
    config: Config,
    datasets: Mapping[str, Dataset],
    features: Mapping[str, Mapping[str, Feature]],
    origins: Sequence[tuple[str, Any]],
) -> None:
    """Raise UserError for a feature to study as one of documents that is none.

    datasets, features: those of the experiment, by name. origins: where keys stand, as in `holder`.
    """
    known = [name for d, dataset in datasets.items() if dataset.unit == "document" for name in features[d]]
    key = ("casestudies", "context_neurons", "features")
    for name in config.casestudies.context_neurons.features:
        if name not in known:
            place = f"{holder(key, origins)}: {'.'.join(key)}"
            raise UserError(f"{place}: no '{name}' among the features of documents{closest(name, known)}")
