"""Sequences become activations of the rows.

REQUIRED INPUTS: sequences, rows, a model's snapshot
OUTPUTS: activations/{model}/{dataset}/{shard}.zarr and {shard}.manifest.json
"""

ACTIVATIONS = f"{RESULTS}/activations/{{model}}/{{dataset}}/{{shard}}"


rule activations:
    """Target: all activation stores."""
    input:
        [
            f"{RESULTS}/activations/{model}/{dataset}/{shard}.{suffix}"
            for model, datasets in experiment.probed.items()
            for dataset in datasets
            for shard in shards(dataset)
            for suffix in ("zarr", "manifest.json")
        ],


rule extract_activations:
    """Run the model over the sequences of one shard, and store the activations of its rows."""
    input:
        sequences=extraction_sequences,
        rows=extraction_rows,
        card=extraction_card,
        snapshot=ancient(snapshot_files),  # the card stands for their content
    output:
        store=directory(f"{ACTIVATIONS}.zarr"),
        manifest=f"{ACTIVATIONS}.manifest.json",
    log:
        f"{LOGS}/extract_activations/{{model}}/{{dataset}}/{{shard}}.log",
    benchmark:
        f"{BENCHMARKS}/extract_activations/{{model}}/{{dataset}}/{{shard}}.tsv"
    resources:
        **OF_MODEL,
    params:
        stamp=extract_activations_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/extract_activations.py --stamp {params.stamp:q} --log {log:q}"
        " --sequences {input.sequences:q} --rows {input.rows:q} --card {input.card:q}"
        " --store {output.store:q} --manifest {output.manifest:q}"
