"""What each job's stamp holds: the settings it uses, by name, and the packages that shape its result."""

import hashlib
from dataclasses import asdict
from importlib.metadata import packages_distributions

from sparse_probing.casestudies.fitting import fitting_features
from sparse_probing.selection import BASELINES
from sparse_probing.settings.base import Settings
from sparse_probing.settings.model import Folder
from sparse_probing.settings.origins import SourceFiles


def write_corpus_stamp(wildcards):
    generator = experiment.datasets[wildcards.dataset].source.generator
    return stamp("write_corpus.py", [], generator=plain(generator))


def fetch_dataset_stamp(wildcards):
    # The revision pins the records, so `datasets` need not be installed where they have been fetched.
    origin = experiment.datasets[wildcards.dataset].source.huggingface
    return stamp("fetch_dataset.py", [], huggingface=plain(origin))


def download_source_stamp(wildcards):
    return stamp("download_source.py", [], file=wildcards.file, **asdict(DOWNLOADS[wildcards.file]))


def reading(wildcards):
    """How a dataset's files are read, in which order, whatever they come from."""
    source = experiment.datasets[wildcards.dataset].source
    used = plain(source, exclude={"generator", "huggingface", "url", "obtain"})
    if isinstance(source, SourceFiles):
        used["files"] = [Path(file).name for file in source_files(wildcards)]
    return used


def build_documents_stamp(wildcards):
    source = experiment.datasets[wildcards.dataset].source
    sums = source.sums() if isinstance(source, SourceFiles) else {}
    return stamp(
        "build_documents.py",
        ["conllu", "polars"],
        source=reading(wildcards),
        sha256={Path(file).name: known for file, known in sums.items()},
    )


def carrying_packages(origin):
    """Distributions that carry a model folder inside them."""
    package = origin.package if isinstance(origin, Folder) else None
    return packages_distributions().get(package.partition(".")[0], []) if package else []


def fetch_tokenizer_stamp(wildcards):
    origin = experiment.tokenizers[wildcards.tokenizer]
    return stamp("fetch_tokenizer.py", carrying_packages(origin), origin=plain(origin))


def train_tokenizer_stamp(wildcards):
    recipe = plain(experiment.tokenizers[wildcards.tokenizer], exclude={"datasets"})
    return stamp("train_tokenizer.py", ["tokenizers"], recipe=recipe)


def fetch_model_stamp(wildcards):
    origin = experiment.origins[wildcards.model].origin
    packages = ["transformers", *carrying_packages(origin)]
    return stamp("fetch_model.py", packages, origin=plain(origin))


def train_model_stamp(wildcards):
    recipe = experiment.origins[wildcards.model].origin
    return stamp(
        "train_model.py",
        ["numpy", "polars", "tokenizers", "torch", "transformers"],
        model=wildcards.model,
        recipe=plain(recipe),
    )


def row_settings(dataset):
    """The part of a dataset's settings that tokenization uses."""
    return plain(experiment.datasets[dataset], include=set(RowSettings.model_fields))


def tokenize_stamp(wildcards):
    return stamp("tokenize_dataset.py", ["polars", "tokenizers"], rows=row_settings(wildcards.dataset))


def extract_activations_stamp(wildcards):
    dataset = experiment.datasets[wildcards.dataset]
    entry = experiment.models[wildcards.model]
    return stamp(
        "extract_activations.py",
        ["numpy", "polars", "torch", "transformers", "zarr"],
        model=wildcards.model,
        site=entry.site,
        layers=entry.layers,
        aggregation=dataset.aggregation,
        shard=int(wildcards.shard),
        shards=dataset.shards,
        extraction=plain(settings.extraction, exclude={"best_from_sums"}),
    )


def sum_classes_stamp(wildcards):
    dataset = experiment.datasets[wildcards.dataset]
    entry = experiment.models[wildcards.model]
    features = experiment.features[wildcards.dataset]
    return stamp(
        "sum_classes.py",
        ["numpy", "polars", "torch", "transformers"],
        site=entry.site,
        layers=entry.layers,
        aggregation=dataset.aggregation,
        shard=int(wildcards.shard),
        shards=dataset.shards,
        extraction=plain(settings.extraction, exclude={"best_from_sums", "slab_mb"}),
        features=[plain(features[name]) for name in experiment.probed[wildcards.model][wildcards.dataset]],
        split=plain(settings.probing.split),
        examples=plain(settings.probing.examples),
    )


def rank_sums_stamp(wildcards):
    return stamp("rank_sums.py", ["numpy", "polars"], keep=settings.extraction.best_from_sums)


def feature_settings(wildcards):
    """What every question to a feature's examples needs to know of the config and the catalog."""
    return dict(
        model=wildcards.model,
        dataset=wildcards.dataset,
        feature=plain(experiment.features[wildcards.dataset][wildcards.feature]),
        split=plain(settings.probing.split),
        examples=plain(settings.probing.examples),
        bootstrap=plain(settings.probing.bootstrap),
    )


def method_settings(method):
    # For which features a method is asked shows in the jobs there are, and shapes the result of none.
    return plain(getattr(settings.probing, method), exclude={"features"})


def probe_settings(wildcards):
    """What every method needs to know of the config and the catalog."""
    used = method_settings(wildcards.method)
    if wildcards.method == "optimal":
        used["rivals"] = {rival: method_settings(rival) for rival in settings.probing.rivals}
    return dict(feature_settings(wildcards), method=wildcards.method, method_settings=used)


PACKAGES_OF_METHODS = {
    "dense": ["scipy"],
    "l1_logistic": ["scikit-learn"],
    "optimal": ["pyscipopt", "scikit-learn", "scipy"],
    "rotation": ["scipy"],
}
"""Packages that shape the result of one method alone."""


def packages_of(*methods):
    """Packages that shape the result of any of these methods, beside those of all."""
    return [package for method in methods for package in PACKAGES_OF_METHODS.get(method, [])]


def fit_probe_stamp(wildcards):
    packages = ["numpy", "polars", "zarr", *packages_of(wildcards.method)]
    return stamp("fit_probe.py", packages, k=settings.probing.k, **probe_settings(wildcards))


def score_neurons_stamp(wildcards):
    return stamp(
        "score_neurons.py",
        ["numpy", "polars", "scipy", "zarr"],
        single_neurons=plain(settings.probing.single_neurons),
        **feature_settings(wildcards),
    )


def compare_probes_stamp(wildcards):
    return stamp(
        "compare_probes.py",
        ["numpy", "polars", "zarr"],
        dataset=wildcards.dataset,
        feature=plain(experiment.features[wildcards.dataset][wildcards.feature]),
        models=compared_models(wildcards),
        methods=asked(COMPARED_METHODS, wildcards.feature),
        shards=experiment.datasets[wildcards.dataset].shards,
        k=settings.probing.comparison.k,
        split=plain(settings.probing.split),
        examples=plain(settings.probing.examples),
        bootstrap=plain(settings.probing.bootstrap),
    )


def measure_stability_stamp(wildcards):
    return stamp(
        "measure_stability.py",
        ["numpy", "polars", "zarr", *packages_of(wildcards.method)],
        k=settings.probing.k,
        stability=plain(settings.probing.stability, exclude={"methods"}),
        **probe_settings(wildcards),
    )


def stack_statistics_stamp(wildcards):
    return stamp("stack_tables.py", ["polars"])


def recover_support_stamp(wildcards):
    return stamp(
        "recover_support.py",
        ["numpy", "polars", *packages_of(*settings.synthetic.methods)],
        synthetic=plain(settings.synthetic, exclude={"methods", "trials"}),
        method_settings={method: method_settings(method) for method in settings.synthetic.methods},
        k=settings.probing.k,
        trial=int(wildcards.trial),
    )


def fit_unigram_stamp(wildcards):
    aggregation = experiment.datasets[wildcards.dataset].aggregation
    return stamp("fit_unigram.py", ["numpy", "polars"], aggregation=aggregation, **probe_settings(wildcards))


def collect_stamp(wildcards):
    return stamp(
        "collect.py",
        ["polars"],
        probed=experiment.probed,
        methods=settings.probing.methods,
        only=settings.probing.only,
    )


def tabulate_confounds_stamp(wildcards):
    return stamp("tabulate_confounds.py", ["polars"])


def compare_published_stamp(wildcards):
    neurons = experiment.published_neurons(wildcards.model, wildcards.dataset)
    features = experiment.features[wildcards.dataset]
    return stamp(
        "compare_published.py",
        ["numpy", "polars", "zarr"],
        model=wildcards.model,
        dataset=wildcards.dataset,
        neurons=[plain(neuron) for neuron in neurons],
        features=[plain(features[name]) for name in dict.fromkeys(neuron.feature for neuron in neurons)],
        mean_difference=plain(settings.probing.mean_difference),
        k=settings.probing.k,
        split=plain(settings.probing.split),
        examples=plain(settings.probing.examples),
        bootstrap=plain(settings.probing.bootstrap),
    )


def tabulate_published_stamp(wildcards):
    return stamp("tabulate_published.py", ["polars"])


def features_in_tokens(tokenizer, dataset):
    """Features that any model with `tokenizer` is probed for, in the catalog's order."""
    probed = {
        name
        for model, datasets in experiment.probed.items()
        if experiment.models[model].tokenizer == tokenizer
        for name in datasets.get(dataset, ())
    }
    return [feature for name, feature in experiment.features[dataset].items() if name in probed]


def tabulate_features_stamp(wildcards):
    return stamp(
        "tabulate_features.py",
        ["numpy", "polars"],
        blocks=[
            dict(
                tokenizer=tokenizer,
                dataset=dataset,
                unit=experiment.datasets[dataset].unit,
                aggregation=experiment.datasets[dataset].aggregation,
                features=[
                    plain(feature, exclude_defaults=True)
                    for feature in features_in_tokens(tokenizer, dataset)
                ],
            )
            for tokenizer, dataset in TOKENIZED
        ],
        split=plain(settings.probing.split),
        examples=plain(settings.probing.examples),
    )


def print_features_stamp(wildcards):
    return stamp("print_features.py", ["polars"])


def show_plan_stamp(wildcards):
    return stamp(
        "show_plan.py",
        [],
        jobs=list(jobs_that_make([*(f"{DATA}/{file}" for file in DOWNLOADS), *rules.all.input]).items()),
        tokenized=list(TOKENIZED),
        datasets={
            name: dict(
                rows=row_settings(name),
                **plain(experiment.datasets[name], include={"extent", "shards"}),
                documents=known_documents(name),
                files=[] if known_documents(name) else user_files(name),
            )
            for name in experiment.features
        },
        models=[
            dict(
                name=name,
                weights=experiment.weights_of(name),
                origin=plain(experiment.origins[experiment.weights_of(name)].origin),
                tokenizer=entry.tokenizer,
                site=entry.site,
                jobs={
                    dataset: dict(
                        # and the search among single neurons
                        on_stores=sum(1 + len(asked(METHODS_OF_NEURONS, feature)) for feature in probed),
                        of_tokens=len(probed) * (len(settings.probing.methods) - len(METHODS_OF_NEURONS)),
                    )
                    for dataset, probed in experiment.probed[name].items()
                },
            )
            for name, entry in experiment.models.items()
        ],
        store_dtype=settings.extraction.store_dtype,
        plan=plain(settings.plan),
    )


def study_stamp(study, packages, uses):
    """The stamp of a case study of a model: the settings that it uses, by name."""

    def of_study(wildcards):
        fitting = fitting_features(experiment, study, wildcards.model)
        known = dict(
            features={
                dataset: [plain(experiment.features[dataset][name]) for name in names]
                for dataset, names in fitting.items()
            },
            # Documents are classed by all features of their dataset, whichever are studied.
            classes={
                dataset: [plain(feature) for feature in experiment.features[dataset].values()]
                for dataset in fitting
            },
            study=plain(getattr(settings.casestudies, study, Settings())),
            split=plain(settings.probing.split),
            examples=plain(settings.probing.examples),
            bootstrap=plain(settings.probing.bootstrap),
            device=settings.extraction.device,
            tokens_per_batch=settings.casestudies.tokens_per_batch,
            seed=settings.casestudies.seed,
        )
        used = {name: known[name] for name in uses.split()}
        return stamp(f"study_{study}.py", ["numpy", "polars", *packages], model=wildcards.model, **used)

    return of_study


def collect_case_study_stamp(wildcards):
    return stamp("collect_case_study.py", ["polars"], models=studied_models(study_of(wildcards.table)))


def compare_published_weights_stamp(wildcards):
    return stamp("compare_published_weights.py", ["polars"])


def draw_stamp(wildcards):
    packages = ["matplotlib", "numpy", "polars", "scipy"]
    return stamp(f"draw_{wildcards.figure}.py", packages, style=plain(settings.figures.style))


def build_report_stamp(wildcards):
    captions = {figure: caption_file(figure).read_text(encoding="utf-8") for figure in SHOWN_FIGURES}
    templates = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in template_files()}
    return stamp(
        "build_report.py",
        ["altair", "jinja2", "numpy", "polars", "scipy", "vl-convert-python"],
        title=settings.report.title,
        tokenizers={model: experiment.models[model].tokenizer for model in experiment.probed},
        captions=captions,
        templates=templates,
    )
