"""Find the neurons of language models that encode human-interpretable features.

Data flows through the rules in this order:

    sources -> documents -> tokens and rows -> activations -> probes -> tables -> case studies
    -> figures -> report
"""

from snakemake.utils import min_version

min_version("9.20")


include: "workflow/rules/config.smk"


configfile: "config.yaml"


include: "workflow/rules/common.smk"
include: "workflow/rules/inputs.smk"
include: "workflow/rules/stamps.smk"
include: "workflow/rules/resources.smk"
include: "workflow/rules/documents.smk"
include: "workflow/rules/models.smk"
include: "workflow/rules/tokens.smk"
include: "workflow/rules/activations.smk"
include: "workflow/rules/sums.smk"
include: "workflow/rules/probes.smk"
include: "workflow/rules/statistics.smk"
include: "workflow/rules/synthetic.smk"
include: "workflow/rules/tables.smk"
include: "workflow/rules/published.smk"
include: "workflow/rules/casestudies.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/report.smk"
include: "workflow/rules/commands.smk"


localrules:
    all,
    documents,
    models,
    tokens,
    activations,
    sums,
    probes,
    statistics,
    synthetic,
    tables,
    published,
    casestudies,
    figures,
    features,
    plan,


# Every file that is built stands here, so that a lost intermediate is always noticed.
rule all:
    default_target: True
    input:
        rules.documents.input,
        rules.models.input,
        rules.tokens.input,
        rules.activations.input,
        rules.sums.input,
        rules.probes.input,
        rules.statistics.input,
        rules.synthetic.input,
        rules.tables.input,
        rules.published.input,
        rules.casestudies.input,
        rules.figures.input,
        rules.report.output,


include: "workflow/rules/audit.smk"
