"""Sequences become activations of the rows.

REQUIRED INPUTS: sequences, rows, a model's snapshot
OUTPUTS: activations/{model}/{dataset}/{shard}.zarr and {shard}.manifest.json
"""

ACTIVATIONS = f"{RESULTS}/activations/{{model}}/{{dataset}}/{{shard}}"


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


def extract_activations_stamp(wildcards):
    dataset = experiment.datasets[wildcards.dataset]
    return stamp(
        "extract_activations.py",
        ["numpy", "polars", "torch", "transformers", "zarr"],
        model=wildcards.model,
        site=experiment.models[wildcards.model].site,
        aggregation=dataset.aggregation,
        shard=int(wildcards.shard),
        shards=dataset.shards,
        extraction=plain(settings.extraction),
    )


rule activations:
    """Target: all activation stores."""
    input:
        [
            f"{RESULTS}/activations/{model}/{dataset}/{shard}.{suffix}"
            for model in experiment.models
            for dataset in experiment.features
            for shard in shards(dataset)
            for suffix in ("zarr", "manifest.json")
        ],


rule extract_activations:
    """Run the model over the sequences of one shard, and store the activations of its rows."""
    input:
        sequences=extraction_sequences,
        rows=extraction_rows,
        card=extraction_card,
    output:
        store=directory(f"{ACTIVATIONS}.zarr"),
        manifest=f"{ACTIVATIONS}.manifest.json",
    params:
        stamp=extract_activations_stamp,
    resources:
        mem_mb=4000,
        gpu=int(settings.extraction.device != "cpu"),
    log:
        f"{LOGS}/extract_activations/{{model}}/{{dataset}}/{{shard}}.log",
    benchmark:
        f"{BENCHMARKS}/extract_activations/{{model}}/{{dataset}}/{{shard}}.tsv"
    shell:
        "{PYTHON} {SCRIPTS}/extract_activations.py --stamp {params.stamp:q} --log {log:q}"
        " --sequences {input.sequences:q} --rows {input.rows:q} --card {input.card:q}"
        " --store {output.store:q} --manifest {output.manifest:q}"
