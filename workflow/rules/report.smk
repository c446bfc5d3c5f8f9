"""Tables and figures become the report.

REQUIRED INPUTS: tables and figures; captions and the template count by their content, in the stamp
OUTPUTS: report/index.html
"""


rule report:
    """Write the report: one page that needs no other file and no network."""
    input:
        probes=f"{RESULTS}/tables/probes.parquet",
        neurons=f"{RESULTS}/tables/neurons.parquet",
        confounds=f"{RESULTS}/tables/confounds.parquet",
        published=PUBLISHED_TABLES[:1],
        figures=expand(f"{RESULTS}/figures/{{figure}}.png", figure=FIGURES),
    output:
        report=f"{RESULTS}/report/index.html",
    log:
        f"{LOGS}/build_report.log",
    params:
        stamp=build_report_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/build_report.py --stamp {params.stamp:q} --log {log:q}"
        " --probes {input.probes:q} --neurons {input.neurons:q} --confounds {input.confounds:q}"
        " --published {input.published:q} --figures {input.figures:q} --report {output.report:q}"
