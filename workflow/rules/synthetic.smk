"""Layers with planted neurons, on which methods are compared; only for the figure `recovery`.

REQUIRED INPUTS: none
OUTPUTS: synthetic/{trial}.parquet
"""

TRIALS = [
    f"{RESULTS}/synthetic/{number:04d}.parquet"
    for number in range(settings.synthetic.trials)
    if "recovery" in settings.figures.include
]


rule synthetic:
    """Target: all synthetic trials."""
    input:
        TRIALS,


rule recover_support:
    """Plant neurons that tell a feature in a drawn layer, and see which of them each method finds."""
    output:
        trial=f"{RESULTS}/synthetic/{{trial}}.parquet",
    log:
        f"{LOGS}/recover_support/{{trial}}.log",
    benchmark:
        f"{BENCHMARKS}/recover_support/{{trial}}.tsv"
    wildcard_constraints:
        trial="[0-9]{4}",
    resources:
        **OF_TRIAL,
    params:
        stamp=recover_support_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/recover_support.py --stamp {params.stamp:q} --log {log:q}"
        " --trial {output.trial:q}"
