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
    params:
        stamp=write_corpus_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/write_corpus.py --stamp {params.stamp:q} --log {log:q} --corpus {output.corpus:q}"


rule build_documents:
    """Read a dataset's files into documents and annotations by character span."""
    input:
        files=source_files,
    output:
        documents=f"{RESULTS}/documents/{{dataset}}.parquet",
        annotations=f"{RESULTS}/annotations/{{dataset}}.parquet",
    log:
        f"{LOGS}/build_documents/{{dataset}}.log",
    params:
        stamp=build_documents_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/build_documents.py --stamp {params.stamp:q} --log {log:q} --data-dir {DATA:q}"
        " --files {input.files:q} --documents {output.documents:q} --annotations {output.annotations:q}"
