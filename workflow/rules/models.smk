"""Tokenizers and models become local snapshots.

REQUIRED INPUTS: the hub, a folder, or the documents of the datasets that a model is trained on.
OUTPUTS: tokenizers/{tokenizer}/tokenizer.json, models/{model}/model.json and the files it describes
"""

from importlib.metadata import packages_distributions

from sparse_probing.settings.model import Folder, Recipe, TrainedTokenizer
from sparse_probing.snapshots import MODEL_FILES, TOKENIZER_FILES, find_folder

TRAINED_TOKENIZERS = [n for n, entry in experiment.tokenizers.items() if isinstance(entry, TrainedTokenizer)]
TRAINED_MODELS = [n for n, entry in experiment.origins.items() if isinstance(entry.origin, Recipe)]
FETCHED_TOKENIZERS = [name for name in experiment.tokenizers if name not in TRAINED_TOKENIZERS]
FETCHED_MODELS = [name for name in experiment.origins if name not in TRAINED_MODELS]


def documents_of(recipe):
    return expand(f"{RESULTS}/documents/{{dataset}}.parquet", dataset=recipe.datasets)


def tokenizer_documents(wildcards):
    return documents_of(experiment.tokenizers[wildcards.tokenizer])


def model_documents(wildcards):
    return documents_of(experiment.origins[wildcards.model].origin)


def model_tokenizer(wildcards):
    return f"{RESULTS}/tokenizers/{experiment.origins[wildcards.model].tokenizer}/tokenizer.json"


def folder_files(origin, patterns):
    """Files of a folder under models_dir; the hub's revision and a package's version stand in the stamp."""
    if not isinstance(origin, Folder) or origin.package is not None:
        return []
    folder = find_folder(origin, Path(MODELS))
    return [str(file) for pattern in patterns for file in sorted(folder.glob(pattern))]


def tokenizer_files(wildcards):
    return folder_files(experiment.tokenizers[wildcards.tokenizer], TOKENIZER_FILES)


def model_files(wildcards):
    return folder_files(experiment.origins[wildcards.model].origin, MODEL_FILES)


def carrying_packages(origin):
    """Distributions that carry a model folder inside them."""
    package = origin.package if isinstance(origin, Folder) else None
    return packages_distributions()[package] if package else []


def fetch_tokenizer_stamp(wildcards):
    origin = experiment.tokenizers[wildcards.tokenizer]
    return stamp("fetch_tokenizer.py", carrying_packages(origin), origin=plain(origin))


def train_tokenizer_stamp(wildcards):
    recipe = plain(experiment.tokenizers[wildcards.tokenizer], exclude={"datasets"})
    return stamp("train_tokenizer.py", ["tokenizers"], recipe=recipe)


def fetch_model_stamp(wildcards):
    origin = experiment.origins[wildcards.model].origin
    return stamp("fetch_model.py", carrying_packages(origin), origin=plain(origin))


def train_model_stamp(wildcards):
    recipe = experiment.origins[wildcards.model].origin
    return stamp(
        "train_model.py", ["tokenizers", "torch", "transformers"], model=wildcards.model, recipe=plain(recipe)
    )


rule models:
    """Target: all tokenizers and models."""
    input:
        expand(f"{RESULTS}/tokenizers/{{name}}/tokenizer.json", name=experiment.tokenizers),
        expand(f"{RESULTS}/models/{{name}}/model.json", name=experiment.origins),
        expand(f"{RESULTS}/models/{{name}}/training.parquet", name=TRAINED_MODELS),


rule fetch_tokenizer:
    """Copy a tokenizer from the hub or a folder."""
    input:
        files=tokenizer_files,
    output:
        tokenizer=f"{RESULTS}/tokenizers/{{tokenizer}}/tokenizer.json",
        config=f"{RESULTS}/tokenizers/{{tokenizer}}/tokenizer_config.json",
    params:
        stamp=fetch_tokenizer_stamp,
    log:
        f"{LOGS}/fetch_tokenizer/{{tokenizer}}.log",
    wildcard_constraints:
        tokenizer=alternatives(FETCHED_TOKENIZERS),
    shell:
        "{PYTHON} {SCRIPTS}/fetch_tokenizer.py --stamp {params.stamp:q} --log {log:q}"
        " --models-dir {MODELS:q} --tokenizer {output.tokenizer:q} --config {output.config:q}"


rule train_tokenizer:
    """Train a BPE tokenizer on documents."""
    input:
        documents=tokenizer_documents,
    output:
        tokenizer=f"{RESULTS}/tokenizers/{{tokenizer}}/tokenizer.json",
        config=f"{RESULTS}/tokenizers/{{tokenizer}}/tokenizer_config.json",
    params:
        stamp=train_tokenizer_stamp,
    log:
        f"{LOGS}/train_tokenizer/{{tokenizer}}.log",
    wildcard_constraints:
        tokenizer=alternatives(TRAINED_TOKENIZERS),
    shell:
        "{PYTHON} {SCRIPTS}/train_tokenizer.py --stamp {params.stamp:q} --log {log:q}"
        " --documents {input.documents:q} --tokenizer {output.tokenizer:q} --config {output.config:q}"


rule fetch_model:
    """Copy a model's config and weights from the hub or a folder."""
    input:
        files=model_files,
        tokenizer=model_tokenizer,
    output:
        card=f"{RESULTS}/models/{{model}}/model.json",
        config=f"{RESULTS}/models/{{model}}/config.json",
    params:
        stamp=fetch_model_stamp,
    log:
        f"{LOGS}/fetch_model/{{model}}.log",
    wildcard_constraints:
        model=alternatives(FETCHED_MODELS),
    shell:
        "{PYTHON} {SCRIPTS}/fetch_model.py --stamp {params.stamp:q} --log {log:q}"
        " --models-dir {MODELS:q} --tokenizer {input.tokenizer:q} --card {output.card:q}"


rule train_model:
    """Train a small causal model on documents; keep its loss curve."""
    input:
        documents=model_documents,
        tokenizer=model_tokenizer,
    output:
        card=f"{RESULTS}/models/{{model}}/model.json",
        config=f"{RESULTS}/models/{{model}}/config.json",
        weights=f"{RESULTS}/models/{{model}}/model.safetensors",
        training=f"{RESULTS}/models/{{model}}/training.parquet",
    params:
        stamp=train_model_stamp,
    threads: 2
    resources:
        mem_mb=4000,
    log:
        f"{LOGS}/train_model/{{model}}.log",
    benchmark:
        f"{BENCHMARKS}/train_model/{{model}}.tsv"
    wildcard_constraints:
        model=alternatives(TRAINED_MODELS),
    shell:
        "{PYTHON} {SCRIPTS}/train_model.py --stamp {params.stamp:q} --log {log:q}"
        " --documents {input.documents:q} --tokenizer {input.tokenizer:q}"
        " --card {output.card:q} --training {output.training:q}"
