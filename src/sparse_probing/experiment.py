"""An experiment: the config with all it chooses from the catalog, checked as a whole before any job."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sparse_probing.errors import UserError
from sparse_probing.files import check_folder
from sparse_probing.known_shapes import check_known_shapes
from sparse_probing.predicates import check_predicate
from sparse_probing.settings.dataset import Dataset, Feature, FeatureList, FeatureSelection
from sparse_probing.settings.experiment import Config
from sparse_probing.settings.loading import S, closest, holder, load_yaml, parse
from sparse_probing.settings.model import Folder, ModelEntry, Models, Recipe, TokenizerEntry, TrainedTokenizer
from sparse_probing.settings.named_features import check_named_features
from sparse_probing.settings.published import PublishedNeuron, load_published
from sparse_probing.snapshots import find_folder
from sparse_probing.source_files import check_there


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
    probed: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Of each model and dataset, the names of the features that are probed: all but the excluded ones."""
    catalog_dir: Path
    notes: tuple[str, ...]
    """What the user should know: optional models that are left out."""
    published: tuple[PublishedNeuron, ...]
    """Neurons that others published, of whatever model."""

    def weights_of(self, model: str) -> str:
        """Name of the entry whose snapshot holds the weights of `model`."""
        return self.models[model].weights_of or model

    def published_neurons(self, model: str, dataset: str) -> tuple[PublishedNeuron, ...]:
        """Those published of the weights of `model`, for features that are probed on `dataset`.

        They are neurons of the MLP: a model that is read at another site has none.
        """
        probed = self.probed[model].get(dataset, ())
        of_mlp = self.models[model].site == "mlp"
        return tuple(
            neuron
            for neuron in self.published
            if of_mlp
            and (neuron.model, neuron.dataset) == (self.weights_of(model), dataset)
            and neuron.feature in probed
        )


def load_experiment(
    config: Mapping[str, Any], *, origins: Sequence[tuple[str, Any]], catalog_dir: Path
) -> Experiment:
    """Check the merged `config` and resolve it against the catalog.

    `origins` are (name, content) of the config files in the order in which they were merged.
    Raises UserError, one line with file and key, for the first mistake found.
    """
    checked = parse(Config, dict(config), origins=origins)
    check_folder(Path(checked.results_dir), place=f"{holder(['results_dir'], origins)}: results_dir")
    if checked.catalog_dir is not None and not Path(checked.catalog_dir, "models.yaml").is_file():
        place = f"{holder(['catalog_dir'], origins)}: catalog_dir"
        raise UserError(f"{place}: expected a folder with models.yaml, found none in '{checked.catalog_dir}'")
    catalog = _Catalog(Path(checked.catalog_dir or catalog_dir), Path(checked.models_dir))
    models: dict[str, ModelEntry] = {}
    notes: list[str] = []
    in_models = f"{holder(['models'], origins)}: models"
    for name in checked.models:
        entry = catalog.model(name, named_in=in_models)
        if catalog.is_absent(catalog.origin(name)):
            notes.append(f"model '{name}' is optional and not installed: left out")
        else:
            models[name] = entry
    if not models:
        raise UserError(f"{in_models}: none of the models is installed: {', '.join(checked.models)}")
    in_datasets = f"{holder(['datasets'], origins)}: datasets"
    datasets = {name: catalog.dataset(name, named_in=in_datasets) for name in checked.datasets}
    datasets |= _resized(checked, datasets, origins)
    features = {name: catalog.features(name, dataset) for name, dataset in datasets.items()}
    check_named_features(checked, datasets, features, origins)
    weights = {entry.weights_of or name: catalog.origin(name) for name, entry in models.items()}
    check_known_shapes(checked, models, weights, models_file=str(catalog.models_file), origins=origins)
    tokenizers = {
        entry.tokenizer: catalog.tokenizer(entry.tokenizer, model=name) for name, entry in weights.items()
    }
    trained_on: dict[str, Dataset] = {}
    for key, origin in [
        *((f"models.{name}.origin", entry.origin) for name, entry in weights.items()),
        *((f"tokenizers.{name}", origin) for name, origin in tokenizers.items()),
    ]:
        place = f"{catalog.models_file}: {key}"
        if isinstance(origin, Folder):
            catalog.check_folder(origin, place=place)
        elif isinstance(origin, Recipe | TrainedTokenizer):
            named_in = f"{place}.datasets"
            trained_on |= {name: catalog.dataset(name, named_in=named_in) for name in origin.datasets}
    return Experiment(
        config=checked,
        models=models,
        origins=weights,
        tokenizers=tokenizers,
        datasets=datasets | trained_on,
        features=features,
        probed=_probed(checked, models, features, origins),
        catalog_dir=catalog.folder,
        notes=tuple(notes),
        published=load_published(catalog.folder / "published_neurons.csv"),
    )


def _resized(
    config: Config, datasets: Mapping[str, Dataset], origins: Sequence[tuple[str, Any]]
) -> dict[str, Dataset]:
    """The datasets of which `sizes` changes something. Raises UserError where that is not possible."""
    resized = {}
    for name, size in config.sizes.items():
        place = f"{holder(['sizes', name], origins)}: sizes"
        if name not in datasets:
            raise UserError(f"{place}: no dataset '{name}' in this experiment{closest(name, datasets)}")
        content = size.of(datasets[name])
        resized[name] = parse(Dataset, content, origins=[(f"{place}.{name}", content)])
    return resized


def _probed(
    config: Config,
    models: Iterable[str],
    features: Mapping[str, Mapping[str, Feature]],
    origins: Sequence[tuple[str, Any]],
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Names of the features to probe by model and dataset; datasets of which nothing is left are left out.

    Raises UserError where `exclude` names what the experiment does not hold, or leaves nothing of a model.
    """
    known = {
        "models": list(config.models),
        "datasets": list(features),
        "features": [name for of_dataset in features.values() for name in of_dataset],
    }
    known["but"] = known["features"]
    for number, exclusion in enumerate(config.exclude):
        for kind, names in known.items():
            for name in getattr(exclusion, kind):
                if name not in names:
                    place = f"{holder(['exclude', number, kind], origins)}: exclude.{number}.{kind}"
                    raise UserError(f"{place}: no '{name}' in this experiment{closest(name, names)}")
    probed: dict[str, dict[str, tuple[str, ...]]] = {}
    for model in models:
        of_model = {
            dataset: tuple(
                feature
                for feature in of_dataset
                if not any(e.covers(model=model, dataset=dataset, feature=feature) for e in config.exclude)
            )
            for dataset, of_dataset in features.items()
        }
        probed[model] = {dataset: names for dataset, names in of_model.items() if names}
        if not probed[model]:
            raise UserError(f"{holder(['exclude'], origins)}: exclude: nothing is left of model '{model}'")
    for number, exclusion in enumerate(config.exclude):
        if not any(
            exclusion.covers(model=model, dataset=dataset, feature=feature)
            for model in config.models
            for dataset, of_dataset in features.items()
            for feature in of_dataset
        ):
            place = f"{holder(['exclude', number], origins)}: exclude.{number}"
            raise UserError(f"{place}: excludes nothing: none of its datasets has one of its features")
    return probed


def check_files(experiment: Experiment, dataset: str) -> None:
    """Raise UserError if a file that `dataset` names is not under data_dir and cannot be downloaded."""
    place = f"{experiment.catalog_dir / 'datasets' / f'{dataset}.yaml'}: source"
    check_there(experiment.datasets[dataset].source, Path(experiment.config.data_dir), place=place)


class _Catalog:
    """The catalog's files, read when they are asked for."""

    def __init__(self, folder: Path, models_dir: Path) -> None:
        self.folder = folder
        self.models_dir = models_dir
        self.models_file = folder / "models.yaml"
        self._entries = _load(Models, self.models_file)

    def model(self, name: str, *, named_in: str) -> ModelEntry:
        """The model entry `name`."""
        known = self._entries.models
        if name not in known:
            raise UserError(f"{named_in}: no model '{name}' in {self.models_file}{closest(name, known)}")
        return known[name]

    def origin(self, name: str) -> ModelEntry:
        """The entry that `name` takes its weights from: itself, or the one named by weights_of."""
        known = self._entries.models
        other = known[name].weights_of
        if other is None:
            return known[name]
        place = f"{self.models_file}: models.{name}.weights_of"
        if other not in known:
            raise UserError(f"{place}: no model '{other}'{closest(other, known)}")
        if known[other].origin is None:
            raise UserError(f"{place}: '{other}' has no weights of its own")
        if known[other].tokenizer != known[name].tokenizer:
            raise UserError(
                f"{place}: expected the tokenizer of '{other}', '{known[other].tokenizer}', "
                f"found '{known[name].tokenizer}'"
            )
        return known[other]

    def tokenizer(self, name: str, *, model: str) -> TokenizerEntry:
        """The tokenizer entry `name`, which `model` asks for."""
        known = self._entries.tokenizers
        if name not in known:
            place = f"{self.models_file}: models.{model}.tokenizer"
            raise UserError(f"{place}: no tokenizer '{name}'{closest(name, known)}")
        return known[name]

    def is_absent(self, entry: ModelEntry) -> bool:
        """Whether an entry may be left out, and is."""
        origin = entry.origin
        return entry.optional and isinstance(origin, Folder) and find_folder(origin, self.models_dir) is None

    def check_folder(self, origin: Folder, *, place: str) -> None:
        """Raise UserError, beginning with `place`, if the folder is not there."""
        if find_folder(origin, self.models_dir) is None:
            where = (
                f"in package '{origin.package}'" if origin.package else f"under models_dir {self.models_dir}"
            )
            raise UserError(f"{place}: expected a folder '{origin.path}' {where}, found none")

    def dataset(self, name: str, *, named_in: str) -> Dataset:
        """The dataset `name`."""
        return _load(Dataset, self._file("datasets", name, place=f"{named_in}: no dataset '{name}'"))

    def features(self, name: str, dataset: Dataset) -> dict[str, Feature]:
        """The features of a dataset by name, their predicates checked against its columns."""
        path = self.folder / "datasets" / f"{name}.yaml"
        chosen = dataset.features
        lists = {}
        if isinstance(chosen, FeatureSelection):
            lists[chosen.list] = self._selected_list(chosen, path)
        features: dict[str, Feature] = {}
        for feature in dataset.expand_features(lists):
            if feature.name in features:
                raise UserError(f"{path}: features: '{feature.name}' occurs twice")
            features[feature.name] = feature
            for key, predicate in feature.predicates().items():
                where = f"{path}: feature '{feature.name}': {key}"
                check_predicate(predicate, dataset.columns(), where=where, constant=key != "where")
        if not features:
            raise UserError(f"{path}: features: '{name}' has no features to probe")
        if dataset.sample.keep:
            check_predicate(dataset.sample.keep, dataset.columns(), where=f"{path}: sample.keep")
        return features

    def _selected_list(self, chosen: FeatureSelection, path: Path) -> FeatureList:
        """The shared list of which the dataset in `path` takes some features."""
        place = f"{path}: features.list: no list '{chosen.list}'"
        shared = _load(FeatureList, self._file("features", chosen.list, place=place))
        known = [feature.name for feature in shared.expand()]
        for name in chosen.select or ():
            if name not in known:
                place = f"{path}: features.select"
                raise UserError(f"{place}: no feature '{name}' in list '{chosen.list}'{closest(name, known)}")
        return shared

    def _file(self, kind: str, name: str, *, place: str) -> Path:
        """`name`.yaml of the catalog's folder `kind`.

        Raises UserError, beginning with `place`, if it is missing.
        """
        folder = self.folder / kind
        path = folder / f"{name}.yaml"
        if not path.is_file():
            known = sorted(file.stem for file in folder.glob("*.yaml"))
            raise UserError(f"{place} in {folder}{closest(name, known)}")
        return path


def _load(model: type[S], path: Path) -> S:
    content = load_yaml(path)
    return parse(model, content, origins=[(str(path), content)])
