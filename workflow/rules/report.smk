"""Tables and figures become the report.

REQUIRED INPUTS: tables, case studies and figures; captions and templates count by their content, in the stamp
OUTPUTS: report/index.html, report/pages and report/assets
"""

SHOWN_FIGURES = [*FIGURES, *STUDY_FIGURES]


rule report:
    """Write the report: a folder of pages that open from disk and need no network."""
    input:
        probes=f"{RESULTS}/tables/probes.parquet",
        neurons=f"{RESULTS}/tables/neurons.parquet",
        confounds=f"{RESULTS}/tables/confounds.parquet",
        features=f"{RESULTS}/tables/features.parquet",
        published=PUBLISHED_TABLES[:1],
        studies=expand(f"{RESULTS}/casestudies/{{table}}.parquet", table=STUDY_TABLES),
        figures=expand(
            f"{RESULTS}/figures/{{figure}}.{{suffix}}", figure=SHOWN_FIGURES, suffix=["png", "pdf", "csv"]
        ),
    output:
        report=f"{RESULTS}/report/index.html",
        pages=directory(f"{RESULTS}/report/pages"),
        assets=directory(f"{RESULTS}/report/assets"),
    log:
        f"{LOGS}/build_report.log",
    benchmark:
        f"{BENCHMARKS}/build_report.tsv"
    localrule: True
    resources:
        **OF_SMALL_JOB,
    params:
        stamp=build_report_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/build_report.py --stamp {params.stamp:q} --log {log:q}"
        " --probes {input.probes:q} --neurons {input.neurons:q} --confounds {input.confounds:q}"
        " --features {input.features:q} --published {input.published:q} --studies {input.studies:q}"
        " --figures {input.figures:q}"
        " --report {output.report:q} --pages {output.pages:q} --assets {output.assets:q}"
