"""Tables become figures, each with its numbers beside it.

REQUIRED INPUTS: tables; for the figure `training`, the loss curves of models trained here; for the figure
`recovery`, synthetic trials; the figure `optimality` is drawn where the method `optimal` is
OUTPUTS: figures/{figure}.pdf, .png, .csv
"""

WITHOUT_SUBJECT = {
    "training": not TRAINED_MODELS,
    "optimality": "optimal" not in settings.probing.methods,
}
FIGURES = [name for name in settings.figures.include if not WITHOUT_SUBJECT.get(name)]
FIGURES_OF_TABLES = [name for name in FIGURES if name not in ("training", "recovery")]
TABLE_OF_FIGURE = {"emergence": "neurons", "overlap": "neurons"}  # the others show probes


rule figures:
    """Target: all figures."""
    input:
        expand(f"{RESULTS}/figures/{{figure}}.{{suffix}}", figure=FIGURES, suffix=["pdf", "png", "csv"]),


# One rule a figure, as the path of a caption cannot hold wildcards.
for figure in FIGURES_OF_TABLES:

    rule:
        """Draw a figure of the tables."""
        name:
            f"draw_{figure}"
        input:
            tables=f"{RESULTS}/tables/{TABLE_OF_FIGURE.get(figure, 'probes')}.parquet",
        output:
            pdf=f"{RESULTS}/figures/{{figure}}.pdf",
            png=report(
                f"{RESULTS}/figures/{{figure}}.png", caption=f"../report/{figure}.rst", category="Figures"
            ),
            csv=f"{RESULTS}/figures/{{figure}}.csv",
        log:
            f"{LOGS}/draw/{{figure}}.log",
        wildcard_constraints:
            figure=figure,
        localrule: True
        resources:
            **OF_SMALL_JOB,
        params:
            stamp=draw_stamp,
        shell:
            "{PYTHON} {SCRIPTS}/draw_{wildcards.figure}.py --stamp {params.stamp:q} --log {log:q}"
            " --tables {input.tables:q} --pdf {output.pdf:q} --png {output.png:q} --csv {output.csv:q}"


rule draw_training:
    """Draw the loss curves of the models that are trained here."""
    input:
        training=expand(f"{RESULTS}/models/{{name}}/training.parquet", name=TRAINED_MODELS),
    output:
        pdf=f"{RESULTS}/figures/{{figure}}.pdf",
        png=report(f"{RESULTS}/figures/{{figure}}.png", caption="../report/training.rst", category="Figures"),
        csv=f"{RESULTS}/figures/{{figure}}.csv",
    log:
        f"{LOGS}/draw/{{figure}}.log",
    wildcard_constraints:
        figure="training",
    localrule: True
    resources:
        **OF_SMALL_JOB,
    params:
        stamp=draw_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/draw_{wildcards.figure}.py --stamp {params.stamp:q} --log {log:q}"
        " --training {input.training:q} --pdf {output.pdf:q} --png {output.png:q} --csv {output.csv:q}"


rule draw_recovery:
    """Draw how much of a planted support each method finds."""
    input:
        trials=TRIALS,
    output:
        pdf=f"{RESULTS}/figures/{{figure}}.pdf",
        png=report(f"{RESULTS}/figures/{{figure}}.png", caption="../report/recovery.rst", category="Figures"),
        csv=f"{RESULTS}/figures/{{figure}}.csv",
    log:
        f"{LOGS}/draw/{{figure}}.log",
    wildcard_constraints:
        figure="recovery",
    localrule: True
    resources:
        **OF_SMALL_JOB,
    params:
        stamp=draw_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/draw_{wildcards.figure}.py --stamp {params.stamp:q} --log {log:q}"
        " --trials {input.trials:q} --pdf {output.pdf:q} --png {output.png:q} --csv {output.csv:q}"
