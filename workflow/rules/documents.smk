"""Sources become documents and annotations.

REQUIRED INPUTS: the datasets' files under data_dir, or nothing where the workflow writes or fetches the corpus.
OUTPUTS: corpora/{dataset}.*, documents/{dataset}.parquet, annotations/{dataset}.parquet
"""


rule documents:
    """Target: all documents and annotations."""
    input:
        [corpus_file(name) for name in [*GENERATED, *FETCHED]],
        expand(
            f"{RESULTS}/{{kind}}/{{dataset}}.parquet",
            kind=["documents", "annotations"],
            dataset=experiment.datasets,
        ),


rule write_corpus:
    """Write a demo corpus, in the format in which users have such text."""
    output:
        corpus=f"{RESULTS}/corpora/{{dataset}}.{{suffix}}",
    log:
        f"{LOGS}/write_corpus/{{dataset}}.{{suffix}}.log",
    wildcard_constraints:
        dataset=alternatives(GENERATED),
        suffix="conllu|jsonl|csv",
    localrule: True
    resources:
        **OF_SMALL_JOB,
    params:
        stamp=write_corpus_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/write_corpus.py --stamp {params.stamp:q} --log {log:q} --corpus {output.corpus:q}"


rule fetch_dataset:
    """Fetch a dataset of the Hugging Face hub."""
    output:
        corpus=f"{RESULTS}/corpora/{{dataset}}.jsonl",
    log:
        f"{LOGS}/fetch_dataset/{{dataset}}.log",
    wildcard_constraints:
        dataset=alternatives(FETCHED),
    localrule: True
    resources:
        **OF_TEXT,
    params:
        stamp=fetch_dataset_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/fetch_dataset.py --stamp {params.stamp:q} --log {log:q} --corpus {output.corpus:q}"


# Only for files that are missing when the workflow is read: one that is there belongs to the user, and no
# rule makes it. What a broken-off download leaves is no output, so that Snakemake does not remove it.
rule download_source:
    """Download a source file, or the rest of it."""
    output:
        file=f"{DATA}/{{file}}",
    log:
        f"{LOGS}/download_source/{{file}}.log",
    wildcard_constraints:
        file=alternatives(DOWNLOADS),
    localrule: True
    resources:
        **OF_TEXT,
    params:
        stamp=download_source_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/download_source.py --stamp {params.stamp:q} --log {log:q}"
        " --partial {output.file:q}.partial --file {output.file:q}"


rule build_documents:
    """Read a dataset's files into documents and annotations by character span."""
    input:
        files=source_files,
    output:
        documents=f"{RESULTS}/documents/{{dataset}}.parquet",
        annotations=f"{RESULTS}/annotations/{{dataset}}.parquet",
    log:
        f"{LOGS}/build_documents/{{dataset}}.log",
    benchmark:
        f"{BENCHMARKS}/build_documents/{{dataset}}.tsv"
    resources:
        **OF_TEXT,
    params:
        stamp=build_documents_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/build_documents.py --stamp {params.stamp:q} --log {log:q} --data-dir {DATA:q}"
        " --files {input.files:q} --documents {output.documents:q} --annotations {output.annotations:q}"
