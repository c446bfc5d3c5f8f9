"""Probes become tables.

REQUIRED INPUTS: all probes
OUTPUTS: tables/probes.parquet, tables/neurons.parquet, and their CSV twins
"""


rule tables:
    """Target: all tables."""
    input:
        expand(
            f"{RESULTS}/tables/{{table}}.{{suffix}}", table=["probes", "neurons"], suffix=["parquet", "csv"]
        ),


rule collect:
    """Put all probes and the majority baseline into one table, and single neurons into another."""
    input:
        probes=PROBES,
    output:
        probes=f"{RESULTS}/tables/probes.parquet",
        probes_csv=f"{RESULTS}/tables/probes.csv",
        neurons=f"{RESULTS}/tables/neurons.parquet",
        neurons_csv=f"{RESULTS}/tables/neurons.csv",
    log:
        f"{LOGS}/collect.log",
    params:
        stamp=collect_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/collect.py --stamp {params.stamp:q} --log {log:q} --root {RESULTS:q}/probes"
        " --probes {output.probes:q} --probes-csv {output.probes_csv:q}"
        " --neurons {output.neurons:q} --neurons-csv {output.neurons_csv:q}"
