"""Tables and figures become the report.

REQUIRED INPUTS: tables, figures, captions, the template
OUTPUTS: report/index.html
"""

CAPTIONS = shown_path(BASE / "workflow" / "report")
TEMPLATE = shown_path(BASE / "src" / "sparse_probing" / "templates" / "report.html.j2")


rule report:
    """Write the report: one page that needs no other file and no network."""
    input:
        probes=f"{RESULTS}/tables/probes.parquet",
        neurons=f"{RESULTS}/tables/neurons.parquet",
        figures=expand(f"{RESULTS}/figures/{{figure}}.png", figure=FIGURES),
        captions=[str(CAPTIONS / f"{figure}.rst") for figure in FIGURES],
        template=str(TEMPLATE),
    output:
        report=f"{RESULTS}/report/index.html",
    log:
        f"{LOGS}/build_report.log",
    params:
        stamp=build_report_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/build_report.py --stamp {params.stamp:q} --log {log:q}"
        " --probes {input.probes:q} --neurons {input.neurons:q} --figures {input.figures:q}"
        " --captions {input.captions:q} --template {input.template:q} --report {output.report:q}"
