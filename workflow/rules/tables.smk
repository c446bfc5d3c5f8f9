"""Probes become tables.

REQUIRED INPUTS: all probes and single neurons; for the table of features, all rows
OUTPUTS: tables/{features,probes,neurons,confounds}.parquet and their CSV twins
"""

TABLES = ["features", "probes", "neurons", "confounds"]


rule tables:
    """Target: all tables."""
    input:
        expand(f"{RESULTS}/tables/{{table}}.{{suffix}}", table=TABLES, suffix=["parquet", "csv"]),


rule tabulate_features:
    """Count the rows that each feature is asked about and holds for."""
    input:
        rows=ALL_ROWS,
    output:
        features=f"{RESULTS}/tables/features.parquet",
        features_csv=report(f"{RESULTS}/tables/features.csv", category="Tables", labels={"table": "features"}),
    log:
        f"{LOGS}/tabulate_features.log",
    benchmark:
        f"{BENCHMARKS}/tabulate_features.tsv"
    localrule: True
    resources:
        **OF_SMALL_JOB,
    params:
        stamp=tabulate_features_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/tabulate_features.py --stamp {params.stamp:q} --log {log:q} --rows {input.rows:q}"
        " --features {output.features:q} --features-csv {output.features_csv:q}"


rule collect:
    """Put all probes and the majority baseline into one table, and single neurons into another."""
    input:
        probes=PROBES,
        neurons=NEURONS,
    output:
        probes=f"{RESULTS}/tables/probes.parquet",
        probes_csv=f"{RESULTS}/tables/probes.csv",
        neurons=f"{RESULTS}/tables/neurons.parquet",
        neurons_csv=report(f"{RESULTS}/tables/neurons.csv", category="Tables", labels={"table": "neurons"}),
    log:
        f"{LOGS}/collect.log",
    benchmark:
        f"{BENCHMARKS}/collect.tsv"
    localrule: True
    resources:
        **OF_SMALL_JOB,
    params:
        stamp=collect_stamp,
        probes=folder_of_probes,
        neurons=folder_of_neurons,
    shell:
        "{PYTHON} {SCRIPTS}/collect.py --stamp {params.stamp:q} --log {log:q}"
        " --probes-root {params.probes:q} --neurons-root {params.neurons:q}"
        " --probes {output.probes:q} --probes-csv {output.probes_csv:q}"
        " --neurons {output.neurons:q} --neurons-csv {output.neurons_csv:q}"


rule tabulate_confounds:
    """Set every feature's best probes beside what its tokens alone and its base rate tell."""
    input:
        probes=f"{RESULTS}/tables/probes.parquet",
    output:
        confounds=f"{RESULTS}/tables/confounds.parquet",
        confounds_csv=report(
            f"{RESULTS}/tables/confounds.csv", category="Tables", labels={"table": "confounds"}
        ),
    log:
        f"{LOGS}/tabulate_confounds.log",
    localrule: True
    resources:
        **OF_SMALL_JOB,
    params:
        stamp=tabulate_confounds_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/tabulate_confounds.py --stamp {params.stamp:q} --log {log:q}"
        " --probes {input.probes:q} --confounds {output.confounds:q} --confounds-csv {output.confounds_csv:q}"
