"""Tables and models become case studies: what single neurons do.

REQUIRED INPUTS: tables, and as a study needs them a model's snapshot, rows, sequences and activations
OUTPUTS: casestudies/{model}/{table}.parquet, casestudies/{table}.parquet with its CSV twin, figures/{figure}.*
"""

STUDIES = {study: studied_models(study) for study in TABLES_OF_STUDIES}
STUDY_TABLES = [table for study, models in STUDIES.items() if models for table in TABLES_OF_STUDIES[study]]
STUDY_FIGURES = [figure for figure in FIGURES_OF_STUDIES if figure in STUDY_TABLES]
STUDY = f"{RESULTS}/casestudies/{{model}}"


rule casestudies:
    """Target: all case studies with their figures."""
    input:
        [
            f"{RESULTS}/casestudies/{model}/{table}.parquet"
            for study, models in STUDIES.items()
            for model in models
            for table in TABLES_OF_STUDIES[study]
        ],
        expand(f"{RESULTS}/casestudies/{{table}}.{{suffix}}", table=STUDY_TABLES, suffix=["parquet", "csv"]),
        expand(
            f"{RESULTS}/casestudies/published_weights.{{suffix}}",
            suffix=["parquet", "csv"] if "weight_statistics" in STUDY_TABLES else [],
        ),
        expand(f"{RESULTS}/figures/{{figure}}.{{suffix}}", figure=STUDY_FIGURES, suffix=["pdf", "png", "csv"]),


rule study_top_neurons:
    """Show the best single neuron of every feature."""
    input:
        neurons=f"{RESULTS}/tables/neurons.parquet",
        card=extraction_card,
        snapshot=ancient(snapshot_files),  # the card stands for their content
        tokenizer=study_tokenizer,
        rows=study_rows("top_neurons", "rows"),
        sequences=study_rows("top_neurons", "sequences"),
        manifests=study_activations("top_neurons", "manifest.json"),
        stores=ancient(study_activations("top_neurons", "zarr")),  # the manifests stand for their content
    output:
        neuron_histograms=f"{STUDY}/neuron_histograms.parquet",
        neuron_snippets=f"{STUDY}/neuron_snippets.parquet",
        neuron_effects=f"{STUDY}/neuron_effects.parquet",
    log:
        f"{LOGS}/study_top_neurons/{{model}}.log",
    benchmark:
        f"{BENCHMARKS}/study_top_neurons/{{model}}.tsv"
    resources:
        **OF_STUDY,
    params:
        stamp=study_stamp(
            "top_neurons",
            ["tokenizers", "torch", "transformers", "zarr"],
            uses="features study split examples bootstrap device tokens_per_batch seed",
        ),
    shell:
        "{PYTHON} {SCRIPTS}/study_top_neurons.py --stamp {params.stamp:q} --log {log:q}"
        " --neurons {input.neurons:q} --card {input.card:q} --tokenizer {input.tokenizer:q}"
        " --rows {input.rows:q} --sequences {input.sequences:q} --manifests {input.manifests:q}"
        " --neuron-histograms {output.neuron_histograms:q}"
        " --neuron-snippets {output.neuron_snippets:q} --neuron-effects {output.neuron_effects:q}"


rule study_weights:
    """Measure the input weights and biases of every neuron."""
    input:
        card=extraction_card,
        snapshot=ancient(snapshot_files),  # the card stands for their content
    output:
        weight_statistics=f"{STUDY}/weight_statistics.parquet",
    log:
        f"{LOGS}/study_weights/{{model}}.log",
    benchmark:
        f"{BENCHMARKS}/study_weights/{{model}}.tsv"
    resources:
        **OF_STUDY,
    params:
        stamp=study_stamp("weights", ["tokenizers", "torch", "transformers"], uses="device tokens_per_batch"),
    shell:
        "{PYTHON} {SCRIPTS}/study_weights.py --stamp {params.stamp:q} --log {log:q}"
        " --card {input.card:q} --weight-statistics {output.weight_statistics:q}"


rule study_context_neurons:
    """Study neurons of features of documents, and what the model loses without them."""
    input:
        neurons=f"{RESULTS}/tables/neurons.parquet",
        card=extraction_card,
        snapshot=ancient(snapshot_files),  # the card stands for their content
        tokenizer=study_tokenizer,
        rows=study_rows("context_neurons", "rows"),
        sequences=study_rows("context_neurons", "sequences"),
    output:
        context_documents=f"{STUDY}/context_documents.parquet",
        context_histograms=f"{STUDY}/context_histograms.parquet",
        context_ambiguous=f"{STUDY}/context_ambiguous.parquet",
        context_ablations=f"{STUDY}/context_ablations.parquet",
    log:
        f"{LOGS}/study_context_neurons/{{model}}.log",
    benchmark:
        f"{BENCHMARKS}/study_context_neurons/{{model}}.tsv"
    resources:
        **OF_STUDY,
    params:
        stamp=study_stamp(
            "context_neurons",
            ["tokenizers", "torch", "transformers"],
            uses="features classes study split bootstrap device tokens_per_batch seed",
        ),
    shell:
        "{PYTHON} {SCRIPTS}/study_context_neurons.py --stamp {params.stamp:q} --log {log:q}"
        " --neurons {input.neurons:q} --card {input.card:q} --tokenizer {input.tokenizer:q}"
        " --rows {input.rows:q} --sequences {input.sequences:q}"
        " --context-documents {output.context_documents:q}"
        " --context-histograms {output.context_histograms:q}"
        " --context-ambiguous {output.context_ambiguous:q}"
        " --context-ablations {output.context_ablations:q}"


rule study_ngrams:
    """Find the pairs of tokens that drive early neurons which several features share."""
    input:
        probes=f"{RESULTS}/tables/probes.parquet",
        card=extraction_card,
        snapshot=ancient(snapshot_files),  # the card stands for their content
        tokenizer=study_tokenizer,
        sequences=study_rows("ngrams", "sequences"),
    output:
        ngrams=f"{STUDY}/ngrams.parquet",
    log:
        f"{LOGS}/study_ngrams/{{model}}.log",
    benchmark:
        f"{BENCHMARKS}/study_ngrams/{{model}}.tsv"
    resources:
        **OF_STUDY,
    params:
        stamp=study_stamp(
            "ngrams", ["tokenizers", "torch", "transformers"], uses="study device tokens_per_batch seed"
        ),
    shell:
        "{PYTHON} {SCRIPTS}/study_ngrams.py --stamp {params.stamp:q} --log {log:q}"
        " --probes {input.probes:q} --card {input.card:q} --tokenizer {input.tokenizer:q}"
        " --sequences {input.sequences:q} --ngrams {output.ngrams:q}"


rule study_superposition:
    """Show neurons that tell a compound word together and not alone."""
    input:
        probes=f"{RESULTS}/tables/probes.parquet",
        manifests=study_activations("superposition", "manifest.json"),
        stores=ancient(study_activations("superposition", "zarr")),  # the manifests stand for their content
        rows=study_rows("superposition", "rows"),
    output:
        superposition=f"{STUDY}/superposition.parquet",
    log:
        f"{LOGS}/study_superposition/{{model}}.log",
    benchmark:
        f"{BENCHMARKS}/study_superposition/{{model}}.tsv"
    resources:
        **OF_LAYERS,
    params:
        stamp=study_stamp("superposition", ["zarr"], uses="features study split examples"),
    shell:
        "{PYTHON} {SCRIPTS}/study_superposition.py --stamp {params.stamp:q} --log {log:q}"
        " --probes {input.probes:q} --manifests {input.manifests:q} --rows {input.rows:q}"
        " --superposition {output.superposition:q}"


rule study_pruning:
    """Drop the best neuron of a compound word, refit, and so on."""
    input:
        probes=f"{RESULTS}/tables/probes.parquet",
        manifests=study_activations("pruning", "manifest.json"),
        stores=ancient(study_activations("pruning", "zarr")),  # the manifests stand for their content
        rows=study_rows("pruning", "rows"),
    output:
        pruning=f"{STUDY}/pruning.parquet",
    log:
        f"{LOGS}/study_pruning/{{model}}.log",
    benchmark:
        f"{BENCHMARKS}/study_pruning/{{model}}.tsv"
    resources:
        **OF_LAYERS,
    params:
        stamp=study_stamp(
            "pruning",
            # It fits by the method of the probes that it begins with.
            ["zarr", *packages_of(*(m for m in settings.probing.methods if m not in BASELINES))],
            uses="features study split examples bootstrap",
        ),
    shell:
        "{PYTHON} {SCRIPTS}/study_pruning.py --stamp {params.stamp:q} --log {log:q}"
        " --probes {input.probes:q} --manifests {input.manifests:q} --rows {input.rows:q}"
        " --pruning {output.pruning:q}"


rule study_bases:
    """Compare the basis of neurons with random orthogonal bases."""
    input:
        probes=f"{RESULTS}/tables/probes.parquet",
        manifests=study_activations("bases", "manifest.json"),
        stores=ancient(study_activations("bases", "zarr")),  # the manifests stand for their content
        rows=study_rows("bases", "rows"),
    output:
        bases=f"{STUDY}/bases.parquet",
    log:
        f"{LOGS}/study_bases/{{model}}.log",
    benchmark:
        f"{BENCHMARKS}/study_bases/{{model}}.tsv"
    resources:
        **OF_LAYERS,
    params:
        stamp=study_stamp("bases", ["zarr"], uses="features study split examples seed"),
    shell:
        "{PYTHON} {SCRIPTS}/study_bases.py --stamp {params.stamp:q} --log {log:q}"
        " --probes {input.probes:q} --manifests {input.manifests:q} --rows {input.rows:q}"
        " --bases {output.bases:q}"


rule study_facts:
    """Show where the best neurons of facts fire."""
    input:
        neurons=f"{RESULTS}/tables/neurons.parquet",
        manifests=study_activations("facts", "manifest.json"),
        stores=ancient(study_activations("facts", "zarr")),  # the manifests stand for their content
        rows=study_rows("facts", "rows"),
    output:
        fact_activations=f"{STUDY}/fact_activations.parquet",
        fact_neurons=f"{STUDY}/fact_neurons.parquet",
    log:
        f"{LOGS}/study_facts/{{model}}.log",
    benchmark:
        f"{BENCHMARKS}/study_facts/{{model}}.tsv"
    resources:
        **OF_LAYERS,
    params:
        stamp=study_stamp("facts", ["zarr"], uses="features study split"),
    shell:
        "{PYTHON} {SCRIPTS}/study_facts.py --stamp {params.stamp:q} --log {log:q}"
        " --neurons {input.neurons:q} --manifests {input.manifests:q} --rows {input.rows:q}"
        " --fact-activations {output.fact_activations:q} --fact-neurons {output.fact_neurons:q}"


rule study_sentence_ends:
    """Show neurons for ends of sentences, and which next tokens they raise."""
    input:
        neurons=f"{RESULTS}/tables/neurons.parquet",
        card=extraction_card,
        snapshot=ancient(snapshot_files),  # the card stands for their content
        tokenizer=study_tokenizer,
        manifests=study_activations("sentence_ends", "manifest.json"),
        stores=ancient(study_activations("sentence_ends", "zarr")),  # the manifests stand for their content
        rows=study_rows("sentence_ends", "rows"),
    output:
        sentence_ends=f"{STUDY}/sentence_ends.parquet",
        sentence_end_logits=f"{STUDY}/sentence_end_logits.parquet",
    log:
        f"{LOGS}/study_sentence_ends/{{model}}.log",
    benchmark:
        f"{BENCHMARKS}/study_sentence_ends/{{model}}.tsv"
    resources:
        **OF_STUDY,
    params:
        stamp=study_stamp(
            "sentence_ends",
            ["tokenizers", "torch", "transformers", "zarr"],
            uses="features study split device tokens_per_batch seed",
        ),
    shell:
        "{PYTHON} {SCRIPTS}/study_sentence_ends.py --stamp {params.stamp:q} --log {log:q}"
        " --neurons {input.neurons:q} --card {input.card:q} --tokenizer {input.tokenizer:q}"
        " --manifests {input.manifests:q} --rows {input.rows:q}"
        " --sentence-ends {output.sentence_ends:q}"
        " --sentence-end-logits {output.sentence_end_logits:q}"


rule collect_case_study:
    """Put a table of all models into one."""
    input:
        tables=tables_of_models,
    output:
        table=f"{RESULTS}/casestudies/{{table}}.parquet",
        csv=report(f"{RESULTS}/casestudies/{{table}}.csv", category="Tables", labels={"table": "{table}"}),
    log:
        f"{LOGS}/collect_case_study/{{table}}.log",
    wildcard_constraints:
        table=alternatives(STUDY_TABLES),
    localrule: True
    resources:
        **OF_SMALL_JOB,
    params:
        stamp=collect_case_study_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/collect_case_study.py --stamp {params.stamp:q} --log {log:q}"
        " --tables {input.tables:q} --table {output.table:q} --csv {output.csv:q}"


rule compare_published_weights:
    """Put published weight statistics beside those measured."""
    input:
        statistics=f"{RESULTS}/casestudies/weight_statistics.parquet",
    output:
        table=f"{RESULTS}/casestudies/published_weights.parquet",
        csv=f"{RESULTS}/casestudies/published_weights.csv",
    log:
        f"{LOGS}/compare_published_weights.log",
    localrule: True
    resources:
        **OF_SMALL_JOB,
    params:
        stamp=compare_published_weights_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/compare_published_weights.py --stamp {params.stamp:q} --log {log:q}"
        " --statistics {input.statistics:q} --table {output.table:q} --csv {output.csv:q}"


# One rule a figure, as the path of a caption cannot hold wildcards.
for figure in STUDY_FIGURES:

    rule:
        """Draw a figure of a case study."""
        name:
            f"draw_{figure}"
        input:
            tables=f"{RESULTS}/casestudies/{{figure}}.parquet",
        output:
            pdf=f"{RESULTS}/figures/{{figure}}.pdf",
            png=report(
                f"{RESULTS}/figures/{{figure}}.png",
                caption=f"../report/{figure}.rst",
                category="Case studies",
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
