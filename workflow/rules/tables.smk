"""Probes become tables.

REQUIRED INPUTS: all probes
OUTPUTS: tables/probes.parquet, tables/neurons.parquet, and their CSV twins
"""


def collect_stamp(wildcards):
    return stamp(
        "collect.py",
        ["polars"],
        models=list(experiment.models),
        features={dataset: list(features) for dataset, features in experiment.features.items()},
        methods=settings.probing.methods,
    )


rule tables:
    """Target: all tables."""
    input:
        expand(f"{RESULTS}/tables/{{table}}.{{suffix}}", table=["probes", "neurons"], suffix=["parquet", "csv"]),


rule collect:
    """Put all probes into one table, and the single neurons among them into another."""
    input:
        probes=PROBES,
    output:
        probes=f"{RESULTS}/tables/probes.parquet",
        probes_csv=f"{RESULTS}/tables/probes.csv",
        neurons=f"{RESULTS}/tables/neurons.parquet",
        neurons_csv=f"{RESULTS}/tables/neurons.csv",
    params:
        stamp=collect_stamp,
    log:
        f"{LOGS}/collect.log",
    shell:
        "{PYTHON} {SCRIPTS}/collect.py --stamp {params.stamp:q} --log {log:q} --root {RESULTS:q}/probes"
        " --probes {output.probes:q} --probes-csv {output.probes_csv:q}"
        " --neurons {output.neurons:q} --neurons-csv {output.neurons_csv:q}"
