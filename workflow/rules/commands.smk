"""Commands: targets that build what they tell about, and print it.

REQUIRED INPUTS: tables/features.parquet, for features; nothing for plan
OUTPUTS: text in the terminal
"""


rule features:
    """Print how many rows each feature is asked about and holds for, split by split."""
    input:
        features=f"{RESULTS}/tables/features.parquet",
    log:
        f"{LOGS}/print_features.log",
    params:
        stamp=print_features_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/print_features.py --stamp {params.stamp:q} --log {log:q} --features {input.features:q}"


rule plan:
    """Print what the experiment costs: jobs, rows and tokens, disk, forward passes, time on a stated machine."""
    log:
        f"{LOGS}/show_plan.log",
    params:
        stamp=show_plan_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/show_plan.py --stamp {params.stamp:q} --log {log:q}"
        " --results {RESULTS:q} --models-dir {MODELS:q}"
