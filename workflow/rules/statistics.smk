"""Probes become statements about probes: which is better, and how stable is their choice.

REQUIRED INPUTS: probes, activation stores, rows
OUTPUTS: differences/{dataset}/{feature}.parquet, stability/{model}/{dataset}/{feature}/{method}.parquet,
tables/differences.parquet, tables/stability.parquet, and their CSV twins
"""

# Methods whose probes can be scored again from their neurons and coefficients.
COMPARED_METHODS = [m for m in METHODS_OF_NEURONS if m not in ("rotation", "control")]

DIFFERENCES = [
    f"{RESULTS}/differences/{dataset}/{feature}.parquet"
    for dataset, feature in dict.fromkeys(
        (dataset, feature)
        for datasets in experiment.probed.values()
        for dataset, features in datasets.items()
        for feature in features
    )
    if settings.probing.comparison.k
]

STABILITY = [
    f"{RESULTS}/stability/{model}/{dataset}/{feature}/{method}.parquet"
    for model, datasets in experiment.probed.items()
    for dataset, features in datasets.items()
    for feature in features
    for method in asked(settings.probing.stability.methods, feature)
]

STATISTICS = [name for name, files in (("differences", DIFFERENCES), ("stability", STABILITY)) if files]


rule statistics:
    """Target: comparisons of probes, and the stability of their choice."""
    input:
        DIFFERENCES,
        STABILITY,
        expand(f"{RESULTS}/tables/{{table}}.{{suffix}}", table=STATISTICS, suffix=["parquet", "csv"]),


rule compare_probes:
    """Compare the probes of a feature between methods and between models, by paired differences on test."""
    input:
        probes=compared_probes,
        manifests=compared_stores("manifest.json"),
        stores=ancient(compared_stores("zarr")),  # the manifests stand for their content
        rows=compared_rows,
    output:
        differences=f"{RESULTS}/differences/{{dataset}}/{{feature}}.parquet",
    log:
        f"{LOGS}/compare_probes/{{dataset}}/{{feature}}.log",
    benchmark:
        f"{BENCHMARKS}/compare_probes/{{dataset}}/{{feature}}.tsv"
    resources:
        **OF_LAYERS,
    params:
        stamp=compare_probes_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/compare_probes.py --stamp {params.stamp:q} --log {log:q} --probes {input.probes:q}"
        " --manifests {input.manifests:q} --rows {input.rows:q} --differences {output.differences:q}"


rule measure_stability:
    """Run a method again on resamples of its training groups, in the layers that validation chose."""
    input:
        probes=f"{RESULTS}/probes/{{model}}/{{dataset}}/{{feature}}/{{method}}.parquet",
        manifests=activation_files("manifest.json"),
        stores=ancient(activation_files("zarr")),
        rows=extraction_rows,
    output:
        stability=f"{RESULTS}/stability/{{model}}/{{dataset}}/{{feature}}/{{method}}.parquet",
    log:
        f"{LOGS}/measure_stability/{{model}}/{{dataset}}/{{feature}}/{{method}}.log",
    benchmark:
        f"{BENCHMARKS}/measure_stability/{{model}}/{{dataset}}/{{feature}}/{{method}}.tsv"
    resources:
        **OF_RESAMPLES,
    params:
        stamp=measure_stability_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/measure_stability.py --stamp {params.stamp:q} --log {log:q} --probes {input.probes:q}"
        " --manifests {input.manifests:q} --rows {input.rows:q} --stability {output.stability:q}"


rule stack_statistics:
    """Put all files of a kind into one table."""
    input:
        files=stacked_files,
    output:
        table=f"{RESULTS}/tables/{{table}}.parquet",
        csv=f"{RESULTS}/tables/{{table}}.csv",
    log:
        f"{LOGS}/stack_{{table}}.log",
    wildcard_constraints:
        table=alternatives(STATISTICS),
    localrule: True
    resources:
        **OF_SMALL_JOB,
    params:
        stamp=stack_statistics_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/stack_tables.py --stamp {params.stamp:q} --log {log:q} --files {input.files:q}"
        " --table {output.table:q} --csv {output.csv:q}"
