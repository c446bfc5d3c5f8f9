"""Tokenizers and models become local snapshots.

REQUIRED INPUTS: the hub, a folder, or the documents of the datasets that a model is trained on.
OUTPUTS: tokenizers/{tokenizer}/tokenizer.json, models/{model}/model.json and the files it describes
"""

from sparse_probing.settings.model import TrainedTokenizer

TRAINED_TOKENIZERS = [n for n, entry in experiment.tokenizers.items() if isinstance(entry, TrainedTokenizer)]
TRAINED_MODELS = [n for n, entry in experiment.origins.items() if isinstance(entry.origin, Recipe)]
FETCHED_TOKENIZERS = [name for name in experiment.tokenizers if name not in TRAINED_TOKENIZERS]
FETCHED_MODELS = [name for name in experiment.origins if name not in TRAINED_MODELS]


rule models:
    """Target: all tokenizers and models."""
    input:
        expand(
            f"{RESULTS}/tokenizers/{{name}}/{{file}}.json",
            name=experiment.tokenizers,
            file=["tokenizer", "tokenizer_config"],
        ),
        expand(f"{RESULTS}/models/{{name}}/{{file}}.json", name=experiment.origins, file=["model", "config"]),
        expand(
            f"{RESULTS}/models/{{name}}/{{file}}",
            name=TRAINED_MODELS,
            file=[*SNAPSHOT, "training.parquet"],
        ),


rule fetch_tokenizer:
    """Copy a tokenizer from the hub or a folder."""
    input:
        files=tokenizer_files,
    output:
        tokenizer=f"{RESULTS}/tokenizers/{{tokenizer}}/tokenizer.json",
        config=f"{RESULTS}/tokenizers/{{tokenizer}}/tokenizer_config.json",
    log:
        f"{LOGS}/fetch_tokenizer/{{tokenizer}}.log",
    wildcard_constraints:
        tokenizer=alternatives(FETCHED_TOKENIZERS),
    localrule: True
    resources:
        **OF_SMALL_JOB,
    params:
        stamp=fetch_tokenizer_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/fetch_tokenizer.py --stamp {params.stamp:q} --log {log:q}"
        " --models-dir {MODELS:q} --files {input.files:q} --tokenizer {output.tokenizer:q} --config {output.config:q}"


rule train_tokenizer:
    """Train a BPE tokenizer on documents."""
    input:
        documents=tokenizer_documents,
    output:
        tokenizer=f"{RESULTS}/tokenizers/{{tokenizer}}/tokenizer.json",
        config=f"{RESULTS}/tokenizers/{{tokenizer}}/tokenizer_config.json",
    log:
        f"{LOGS}/train_tokenizer/{{tokenizer}}.log",
    benchmark:
        f"{BENCHMARKS}/train_tokenizer/{{tokenizer}}.tsv"
    wildcard_constraints:
        tokenizer=alternatives(TRAINED_TOKENIZERS),
    resources:
        **OF_SMALL_JOB,
    params:
        stamp=train_tokenizer_stamp,
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
    log:
        f"{LOGS}/fetch_model/{{model}}.log",
    benchmark:
        f"{BENCHMARKS}/fetch_model/{{model}}.tsv"
    wildcard_constraints:
        model=alternatives(FETCHED_MODELS),
    localrule: True
    resources:
        **OF_WEIGHTS,
    params:
        stamp=fetch_model_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/fetch_model.py --stamp {params.stamp:q} --log {log:q}"
        " --models-dir {MODELS:q} --files {input.files:q} --tokenizer {input.tokenizer:q}"
        ' --snapshot "$(dirname {output.card:q})"'


rule train_model:
    """Train a small causal model on documents; keep its loss curve."""
    input:
        documents=model_documents,
        tokenizer=model_tokenizer,
    output:
        card=f"{RESULTS}/models/{{model}}/model.json",
        snapshot=expand(f"{RESULTS}/models/{{{{model}}}}/{{file}}", file=SNAPSHOT),
        training=f"{RESULTS}/models/{{model}}/training.parquet",
    log:
        f"{LOGS}/train_model/{{model}}.log",
    benchmark:
        f"{BENCHMARKS}/train_model/{{model}}.tsv"
    wildcard_constraints:
        model=alternatives(TRAINED_MODELS),
    threads: training_threads
    resources:
        **OF_TRAINING,
    params:
        stamp=train_model_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/train_model.py --stamp {params.stamp:q} --log {log:q}"
        " --documents {input.documents:q} --tokenizer {input.tokenizer:q}"
        ' --snapshot "$(dirname {output.card:q})"'
