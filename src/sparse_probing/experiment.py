"""An experiment: the config with everything it chooses from the catalog, checked as a whole before any job."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sparse_probing.errors import UserError
from sparse_probing.settings.dataset import Dataset, Feature, FeatureList, FeatureSelection
from sparse_probing.settings.experiment import Config
from sparse_probing.settings.loading import check_predicate, closest, load_yaml, parse
from sparse_probing.settings.model import Folder, ModelEntry, Models, Recipe, TokenizerEntry, TrainedTokenizer
from sparse_probing.snapshots import find_folder


@dataclass(frozen=True)
class Experiment:
    """What is to be built, every name resolved."""

    config: Config
    models: Mapping[str, ModelEntry]
    """The models that are probed, in the config's order."""
    origins: Mapping[str, ModelEntry]
    """The entries whose weights the probed models use."""
    tokenizers: Mapping[str, TokenizerEntry]
    datasets: Mapping[str, Dataset]
    """The datasets that are probed, in the config's order, and those that models here are trained on."""
    features: Mapping[str, Mapping[str, Feature]]
    """Of each probed dataset, by name."""
    notes: tuple[str, ...]
    """What the user should know: optional models that are left out."""

    def weights_of(self, model: str) -> str:
        """Name of the entry whose snapshot holds the weights of `model`."""
        return self.models[model].weights_of or model


def load_experiment(
    config: Mapping[str, Any], *, origins: Sequence[tuple[str, Any]], catalog_dir: Path
) -> Experiment:
    """Check the merged `config` and resolve it against the catalog.

    `origins` are (name, content) of the config files in the order in which they were merged.
    Raises UserError, one line with file and key, for the first mistake found.
    """
    checked = parse(Config, dict(config), origins=origins)
    catalog = _Catalog(Path(checked.catalog_dir or catalog_dir))
    models: dict[str, ModelEntry] = {}
    notes: list[str] = []
    for name in checked.models:
        entry = catalog.model(name, named_in=f"{_blame(origins, 'models')}: models")
        if _is_absent(catalog.origin(name), Path(checked.models_dir)):
            notes.append(f"model '{name}' is optional and not installed: left out")
        else:
            models[name] = entry
    if not models:
        raise UserError(f"{_blame(origins, 'models')}: models: none of the models is installed")
    probed = {
        name: catalog.dataset(name, named_in=f"{_blame(origins, 'datasets')}: datasets")
        for name in checked.datasets
    }
    features = {name: catalog.features(name, dataset) for name, dataset in probed.items()}
    weights = {entry.weights_of or name: catalog.origin(name) for name, entry in models.items()}
    tokenizers = {
        entry.tokenizer: catalog.tokenizer(entry.tokenizer, model=name)
        for name, entry in (models | weights).items()
    }
    for name, entry in weights.items():
        _check_folder(f"model '{name}'", entry.origin, Path(checked.models_dir))
    for name, origin in tokenizers.items():
        _check_folder(f"tokenizer '{name}'", origin, Path(checked.models_dir))
    recipes = [entry.origin for entry in weights.values()] + list(tokenizers.values())
    trained_on = {
        name: catalog.dataset(name, named_in=f"{catalog.models_file}: datasets")
        for recipe in recipes
        if isinstance(recipe, Recipe | TrainedTokenizer)
        for name in recipe.datasets
    }
    return Experiment(checked, models, weights, tokenizers, probed | trained_on, features, tuple(notes))


class _Catalog:
    """The catalog's files, read when they are asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.models_file = folder / "models.yaml"
        self._models = _load(Models, self.models_file)

    def model(self, name: str, *, named_in: str) -> ModelEntry:
        """The model entry `name`; its tokenizer and the entry that it shares weights with exist."""
        if name not in self._models.models:
            raise UserError(f"{named_in}: no model '{name}' in {self.models_file}{closest(name, self._models.models)}")
        self.origin(name)
        return self._models.models[name]

    def origin(self, name: str) -> ModelEntry:
        """The entry that `name` takes its weights from: itself, or the one named by weights_of."""
        entry = self._models.models[name]
        if entry.weights_of is None:
            return entry
        other = self._models.models.get(entry.weights_of)
        place = f"{self.models_file}: models.{name}.weights_of"
        if other is None:
            raise UserError(f"{place}: no model '{entry.weights_of}'{closest(entry.weights_of, self._models.models)}")
        if other.origin is None:
            raise UserError(f"{place}: '{entry.weights_of}' has no weights of its own")
        return other

    def tokenizer(self, name: str, *, model: str) -> TokenizerEntry:
        """The tokenizer entry `name`, which `model` asks for."""
        known = self._models.tokenizers
        if name not in known:
            raise UserError(f"{self.models_file}: models.{model}.tokenizer: no tokenizer '{name}'{closest(name, known)}")
        return known[name]

    def dataset(self, name: str, *, named_in: str) -> Dataset:
        """The dataset `name`."""
        path = self._dataset_file(name)
        if not path.is_file():
            known = [file.stem for file in sorted((self.folder / "datasets").glob("*.yaml"))]
            raise UserError(f"{named_in}: no dataset '{name}' in {self.folder / 'datasets'}{closest(name, known)}")
        return _load(Dataset, path)

    def features(self, name: str, dataset: Dataset) -> dict[str, Feature]:
        """The features of a dataset by name, their predicates checked against its columns."""
        path = self._dataset_file(name)
        lists: dict[str, FeatureList] = {}
        if isinstance(dataset.features, FeatureSelection):
            chosen = dataset.features
            lists[chosen.list] = _load(FeatureList, self.folder / "features" / f"{chosen.list}.yaml")
            known = [feature.name for feature in lists[chosen.list].expand()]
            for feature_name in chosen.select or ():
                if feature_name not in known:
                    raise UserError(
                        f"{path}: features.select: no feature '{feature_name}' in list '{chosen.list}'"
                        f"{closest(feature_name, known)}"
                    )
        features: dict[str, Feature] = {}
        for feature in dataset.expand_features(lists):
            if feature.name in features:
                raise UserError(f"{path}: features: '{feature.name}' occurs twice")
            features[feature.name] = feature
            place = f"{path}: feature '{feature.name}'"
            check_predicate(feature.where, dataset.columns(), where=f"{place}: where")
            check_predicate(feature.among, dataset.columns(), where=f"{place}: among")
            for pool in feature.negatives:
                check_predicate(pool.where, dataset.columns(), where=f"{place}: negatives")
        if dataset.sample.keep:
            check_predicate(dataset.sample.keep, dataset.columns(), where=f"{path}: sample.keep")
        return features

    def _dataset_file(self, name: str) -> Path:
        return self.folder / "datasets" / f"{name}.yaml"


def _load(model: type[Any], path: Path) -> Any:
    content = load_yaml(path)
    return parse(model, content, origins=[(str(path), content)])


def _is_absent(entry: ModelEntry, models_dir: Path) -> bool:
    return entry.optional and isinstance(entry.origin, Folder) and find_folder(entry.origin, models_dir) is None


def _check_folder(user: str, origin: object, models_dir: Path) -> None:
    if isinstance(origin, Folder) and find_folder(origin, models_dir) is None:
        place = f"in package '{origin.package}'" if origin.package else f"under models_dir, which is '{models_dir}'"
        raise UserError(f"{user}: expected a folder '{origin.path}' {place}; there is none")


def _blame(origins: Sequence[tuple[str, Any]], key: str) -> str:
    """The strongest origin that holds a top-level key."""
    return next((name for name, content in reversed(origins) if key in (content or {})), origins[-1][0])
