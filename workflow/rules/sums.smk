"""Sequences become the best neurons of every feature, by class sums alone: no activation is stored.

REQUIRED INPUTS: sequences, rows, a model's snapshot
OUTPUTS: sums/{model}/{dataset}/{shard}.parquet and best.parquet, where extraction.best_from_sums is not 0
"""

SUMS = [
    f"{RESULTS}/sums/{model}/{dataset}/{name}.parquet"
    for model, datasets in experiment.probed.items()
    for dataset in datasets
    for name in [*shards(dataset), "best"]
    if settings.extraction.best_from_sums
]


rule sums:
    """Target: the best neurons by class sums, and the sums."""
    input:
        SUMS,


rule sum_classes:
    """Run the model over the sequences of one shard, and sum the activations of every feature's classes."""
    input:
        sequences=extraction_sequences,
        rows=extraction_rows,
        card=extraction_card,
        snapshot=ancient(snapshot_files),  # the card stands for their content
    output:
        sums=f"{RESULTS}/sums/{{model}}/{{dataset}}/{{shard}}.parquet",
    log:
        f"{LOGS}/sum_classes/{{model}}/{{dataset}}/{{shard}}.log",
    benchmark:
        f"{BENCHMARKS}/sum_classes/{{model}}/{{dataset}}/{{shard}}.tsv"
    resources:
        **OF_MODEL,
    params:
        stamp=sum_classes_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/sum_classes.py --stamp {params.stamp:q} --log {log:q}"
        " --sequences {input.sequences:q} --rows {input.rows:q} --card {input.card:q} --sums {output.sums:q}"


rule rank_sums:
    """Add up the sums of all shards, and keep the best neurons of every feature and layer."""
    input:
        sums=sum_files,
    output:
        best=f"{RESULTS}/sums/{{model}}/{{dataset}}/best.parquet",
    log:
        f"{LOGS}/rank_sums/{{model}}/{{dataset}}.log",
    benchmark:
        f"{BENCHMARKS}/rank_sums/{{model}}/{{dataset}}.tsv"
    localrule: True
    resources:
        **OF_SMALL_JOB,
    params:
        stamp=rank_sums_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/rank_sums.py --stamp {params.stamp:q} --log {log:q}"
        " --sums {input.sums:q} --best {output.best:q}"
