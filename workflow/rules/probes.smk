"""Activations become probes: one file for each model, dataset, feature and method, and one of single neurons.

REQUIRED INPUTS: activation stores and rows
OUTPUTS: probes/{model}/{dataset}/{feature}/{method}.parquet, neurons/{model}/{dataset}/{feature}.parquet
"""

BASELINES_OF_TOKENS = ["unigram"]
METHODS_OF_NEURONS = [m for m in settings.probing.methods if m not in BASELINES_OF_TOKENS]


PROBES = [
    f"{RESULTS}/probes/{model}/{dataset}/{feature}/{method}.parquet"
    for model, datasets in experiment.probed.items()
    for dataset, features in datasets.items()
    for feature in features
    for method in asked(settings.probing.methods, feature)
]


NEURONS = [
    f"{RESULTS}/neurons/{model}/{dataset}/{feature}.parquet"
    for model, datasets in experiment.probed.items()
    for dataset, features in datasets.items()
    for feature in features
]


rule probes:
    """Target: all probes and single neurons."""
    input:
        PROBES,
        NEURONS,


rule fit_probe:
    """Fit a feature's probes by one method: every layer, every k."""
    input:
        manifests=activation_files("manifest.json"),
        stores=ancient(activation_files("zarr")),  # the manifests stand for their content
        rows=extraction_rows,
    output:
        probes=f"{RESULTS}/probes/{{model}}/{{dataset}}/{{feature}}/{{method}}.parquet",
    log:
        f"{LOGS}/fit_probe/{{model}}/{{dataset}}/{{feature}}/{{method}}.log",
    benchmark:
        f"{BENCHMARKS}/fit_probe/{{model}}/{{dataset}}/{{feature}}/{{method}}.tsv"
    wildcard_constraints:
        method=alternatives(METHODS_OF_NEURONS),
    resources:
        **OF_LAYERS,
    params:
        stamp=fit_probe_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/fit_probe.py --stamp {params.stamp:q} --log {log:q}"
        " --manifests {input.manifests:q} --rows {input.rows:q} --probes {output.probes:q}"


rule score_neurons:
    """Score every neuron of every layer by itself for a feature, and keep the best of each layer."""
    input:
        manifests=activation_files("manifest.json"),
        stores=ancient(activation_files("zarr")),  # the manifests stand for their content
        rows=extraction_rows,
    output:
        neurons=f"{RESULTS}/neurons/{{model}}/{{dataset}}/{{feature}}.parquet",
    log:
        f"{LOGS}/score_neurons/{{model}}/{{dataset}}/{{feature}}.log",
    benchmark:
        f"{BENCHMARKS}/score_neurons/{{model}}/{{dataset}}/{{feature}}.tsv"
    resources:
        **OF_LAYERS,
    params:
        stamp=score_neurons_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/score_neurons.py --stamp {params.stamp:q} --log {log:q}"
        " --manifests {input.manifests:q} --rows {input.rows:q} --neurons {output.neurons:q}"


rule fit_unigram:
    """Predict a feature from the row's own tokens, without their order, as a baseline that knows no context."""
    input:
        rows=extraction_rows,
        sequences=extraction_sequences,
        card=extraction_card,
        snapshot=ancient(snapshot_files),  # the card stands for their content
    output:
        probes=f"{RESULTS}/probes/{{model}}/{{dataset}}/{{feature}}/{{method}}.parquet",
    log:
        f"{LOGS}/fit_unigram/{{model}}/{{dataset}}/{{feature}}/{{method}}.log",
    benchmark:
        f"{BENCHMARKS}/fit_unigram/{{model}}/{{dataset}}/{{feature}}/{{method}}.tsv"
    wildcard_constraints:
        method="unigram",
    resources:
        **OF_ROWS,
    params:
        stamp=fit_unigram_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/fit_unigram.py --stamp {params.stamp:q} --log {log:q}"
        " --rows {input.rows:q} --sequences {input.sequences:q} --card {input.card:q} --probes {output.probes:q}"
