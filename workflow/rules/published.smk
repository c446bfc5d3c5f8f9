"""Neurons that others published are scored here, where the experiment probes their models and features.

REQUIRED INPUTS: activation stores and rows; the catalog's published_neurons.csv counts by content, in the stamp
OUTPUTS: published/{model}/{dataset}.parquet, tables/published.parquet and its CSV twin
"""

PUBLISHED = [
    f"{RESULTS}/published/{model}/{dataset}.parquet"
    for model, datasets in experiment.probed.items()
    for dataset in datasets
    if experiment.published_neurons(model, dataset)
]
PUBLISHED_TABLES = [f"{RESULTS}/tables/published.{suffix}" for suffix in ("parquet", "csv") if PUBLISHED]


rule published:
    """Target: all scores of published neurons."""
    input:
        PUBLISHED,
        PUBLISHED_TABLES,


rule compare_published:
    """Score the neurons that others published of a model, on the features of a dataset."""
    input:
        manifests=activation_files("manifest.json"),
        stores=ancient(activation_files("zarr")),  # the manifests stand for their content
        rows=extraction_rows,
    output:
        published=f"{RESULTS}/published/{{model}}/{{dataset}}.parquet",
    log:
        f"{LOGS}/compare_published/{{model}}/{{dataset}}.log",
    benchmark:
        f"{BENCHMARKS}/compare_published/{{model}}/{{dataset}}.tsv"
    resources:
        **OF_LAYERS,
    params:
        stamp=compare_published_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/compare_published.py --stamp {params.stamp:q} --log {log:q}"
        " --manifests {input.manifests:q} --rows {input.rows:q} --published {output.published:q}"


rule tabulate_published:
    """Put all published neurons into one table, with our best neurons beside them."""
    input:
        scored=PUBLISHED,
        neurons=f"{RESULTS}/tables/neurons.parquet",
    output:
        published=f"{RESULTS}/tables/published.parquet",
        published_csv=f"{RESULTS}/tables/published.csv",
    log:
        f"{LOGS}/tabulate_published.log",
    localrule: True
    resources:
        **OF_SMALL_JOB,
    params:
        stamp=tabulate_published_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/tabulate_published.py --stamp {params.stamp:q} --log {log:q}"
        " --scored {input.scored:q} --neurons {input.neurons:q}"
        " --published {output.published:q} --published-csv {output.published_csv:q}"
