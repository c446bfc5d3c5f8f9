"""Which files a job needs, where that takes more than a pattern."""

from sparse_probing.casestudies.fitting import FIGURES_OF_STUDIES, TABLES_OF_STUDIES, fitting_features
from sparse_probing.experiment import check_files
from sparse_probing.settings.model import Folder, Recipe
from sparse_probing.settings.sources import CORPUS_SUFFIX, FolderSource
from sparse_probing.readers.folder import find_files
from sparse_probing.model_card import MODEL_FILES, TOKENIZER_FILES
from sparse_probing.snapshots import find_folder
from sparse_probing.source_files import downloads


def with_origin(key):
    """Datasets whose text is not in files of the user, but comes from a `generator` or `huggingface`."""
    return [name for name, dataset in experiment.datasets.items() if getattr(dataset.source, key, None)]


GENERATED = with_origin("generator")
FETCHED = with_origin("huggingface")
# Whether files are missing is known where data_dir is a folder of this machine.
LOCAL = workflow.storage_settings.default_storage_provider is None
DOWNLOADS = downloads((dataset.source for dataset in experiment.datasets.values() if LOCAL), Path(DATA))


# Of a model that is trained here, beside its card.
SNAPSHOT = ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"]


def corpus_file(dataset):
    """The file of a corpus that the workflow writes or fetches; datasets with files have none."""
    return f"{RESULTS}/corpora/{dataset}{CORPUS_SUFFIX[experiment.datasets[dataset].source.format]}"


def user_files(dataset):
    """The files of the user that a dataset is read from."""
    source = experiment.datasets[dataset].source
    if isinstance(source, FolderSource):
        return [str(file) for file in find_files(Path(DATA), source)]
    return [f"{DATA}/{file}" for file in source.files]


def known_documents(dataset):
    """How many documents a dataset has, where that is known without reading a file; else None."""
    if isinstance(experiment.datasets[dataset].source, FolderSource):
        return len(user_files(dataset)) or None
    if dataset in GENERATED:
        return experiment.datasets[dataset].source.generator.documents
    return None


def source_files(wildcards):
    if wildcards.dataset in [*GENERATED, *FETCHED]:
        return [corpus_file(wildcards.dataset)]
    if LOCAL:
        try:
            check_files(experiment, wildcards.dataset)
        except UserError as error:
            sys.exit(f"error: {error}")
    return user_files(wildcards.dataset)


def documents_of(recipe):
    return expand(f"{RESULTS}/documents/{{dataset}}.parquet", dataset=recipe.datasets)


def tokenizer_documents(wildcards):
    return documents_of(experiment.tokenizers[wildcards.tokenizer])


def model_documents(wildcards):
    return documents_of(experiment.origins[wildcards.model].origin)


def model_tokenizer(wildcards):
    folder = f"{RESULTS}/tokenizers/{experiment.origins[wildcards.model].tokenizer}"
    return [f"{folder}/tokenizer.json", f"{folder}/tokenizer_config.json"]


def training_threads(wildcards):
    return experiment.origins[wildcards.model].origin.threads


def folder_files(origin, patterns):
    """Files of a folder under models_dir; the hub's revision and a package's version stand in the stamp."""
    if not isinstance(origin, Folder) or origin.package is not None:
        return []
    folder = find_folder(origin, Path(MODELS))
    return [str(file) for pattern in patterns for file in sorted(folder.glob(pattern))]


def tokenizer_files(wildcards):
    return folder_files(experiment.tokenizers[wildcards.tokenizer], TOKENIZER_FILES)


def model_files(wildcards):
    return folder_files(experiment.origins[wildcards.model].origin, [*MODEL_FILES, *TOKENIZER_FILES])


def shards(dataset):
    return [f"{number:04d}" for number in range(experiment.datasets[dataset].shards)]


def row_file(model, dataset, kind):
    """The rows or sequences of `dataset` in the tokens of `model`."""
    return f"{RESULTS}/tokens/{experiment.models[model].tokenizer}/{dataset}/{kind}.parquet"


def extraction_sequences(wildcards):
    return row_file(wildcards.model, wildcards.dataset, "sequences")


def extraction_rows(wildcards):
    return row_file(wildcards.model, wildcards.dataset, "rows")


def extraction_card(wildcards):
    return f"{RESULTS}/models/{experiment.weights_of(wildcards.model)}/model.json"


def snapshot_files(wildcards):
    """Files that the card of a model stands for, as far as it is known which there will be.

    Of models that are copied it is not; where all machines see one disk, nobody misses them here.
    """
    name = experiment.weights_of(wildcards.model)
    if not isinstance(experiment.origins[name].origin, Recipe):
        return []
    return [f"{RESULTS}/models/{name}/{file}" for file in SNAPSHOT]


def caption_file(figure):
    """The text below a figure, which counts by its content: see the report's stamp."""
    return BASE / "workflow" / "report" / f"{figure}.rst"


def template_files():
    """The report's pages without their content, and what they share."""
    return sorted((BASE / "src" / "sparse_probing" / "templates").iterdir())


def activation_files(suffix):
    def files(wildcards):
        return [
            f"{RESULTS}/activations/{wildcards.model}/{wildcards.dataset}/{shard}.{suffix}"
            for shard in shards(wildcards.dataset)
        ]

    return files


def sum_files(wildcards):
    return [
        f"{RESULTS}/sums/{wildcards.model}/{wildcards.dataset}/{shard}.parquet"
        for shard in shards(wildcards.dataset)
    ]


def jobs_that_make(files):
    """How many jobs of each rule it takes to make `files` from nothing."""
    jobs = {}
    for file in files:
        for producer in workflow.rules:
            if producer.is_producer(file):
                jobs.setdefault(producer.name, set()).add(tuple(producer.get_wildcards(file).items()))
    return {name: len(different) for name, different in jobs.items()}


def folder_of_probes(wildcards, input):
    """Where all probes are; the names of all files together would be too long for a command."""
    return str(Path(input.probes[0]).parents[3])


def folder_of_neurons(wildcards, input):
    return str(Path(input.neurons[0]).parents[2])


def compared_models(wildcards):
    """The models that are probed for a feature of a dataset, in the config's order."""
    return [
        model
        for model, datasets in experiment.probed.items()
        if wildcards.feature in datasets.get(wildcards.dataset, ())
    ]


def asked(methods, feature):
    """Those of `methods` that are asked for the probes of `feature`."""
    return [m for m in methods if feature in settings.probing.only.get(m, [feature])]


def compared_probes(wildcards):
    return expand(
        f"{RESULTS}/probes/{{model}}/{{dataset}}/{{feature}}/{{method}}.parquet",
        model=compared_models(wildcards),
        method=asked(COMPARED_METHODS, wildcards.feature),
        dataset=wildcards.dataset,
        feature=wildcards.feature,
    )


def compared_stores(suffix):
    def files(wildcards):
        return expand(
            f"{RESULTS}/activations/{{model}}/{{dataset}}/{{shard}}.{suffix}",
            model=compared_models(wildcards),
            dataset=wildcards.dataset,
            shard=shards(wildcards.dataset),
        )

    return files


def compared_rows(wildcards):
    return [row_file(model, wildcards.dataset, "rows") for model in compared_models(wildcards)]


def stacked_files(wildcards):
    return {"differences": DIFFERENCES, "stability": STABILITY}[wildcards.table]


def study_of(table):
    """The case study that makes a table."""
    return next(study for study, tables in TABLES_OF_STUDIES.items() if table in tables)


def studied_models(study):
    """The models that have features which fit a case study."""
    return [model for model in experiment.models if fitting_features(experiment, study, model)]


def study_rows(study, kind):
    """The rows or sequences of the datasets that a case study of a model is about."""

    def files(wildcards):
        fitting = fitting_features(experiment, study, wildcards.model)
        return [row_file(wildcards.model, dataset, kind) for dataset in fitting]

    return files


def study_activations(study, suffix):
    """The manifests or stores of the datasets that a case study of a model is about."""

    def files(wildcards):
        return [
            f"{RESULTS}/activations/{wildcards.model}/{dataset}/{shard}.{suffix}"
            for dataset in fitting_features(experiment, study, wildcards.model)
            for shard in shards(dataset)
        ]

    return files


def study_tokenizer(wildcards):
    return f"{RESULTS}/tokenizers/{experiment.models[wildcards.model].tokenizer}/tokenizer.json"


def tables_of_models(wildcards):
    models = studied_models(study_of(wildcards.table))
    return [f"{RESULTS}/casestudies/{model}/{wildcards.table}.parquet" for model in models]
