"""Sources become documents and annotations.

REQUIRED INPUTS: the datasets' files under data_dir, or nothing where the project writes the corpus itself.
OUTPUTS: corpora/{dataset}.*, documents/{dataset}.parquet, annotations/{dataset}.parquet
"""

from sparse_probing.settings.sources import GENERATED_SUFFIX


def generated_corpus(dataset):
    """The file of a corpus that the project writes; datasets with files have none."""
    source = experiment.datasets[dataset].source
    return f"{RESULTS}/corpora/{dataset}{GENERATED_SUFFIX[source.format]}"


def source_files(wildcards):
    source = experiment.datasets[wildcards.dataset].source
    if source.generator is not None:
        return [generated_corpus(wildcards.dataset)]
    return [f"{DATA}/{file}" for file in source.files]


def write_corpus_stamp(wildcards):
    generator = experiment.datasets[wildcards.dataset].source.generator
    return stamp("write_corpus.py", [], generator=plain(generator))


def build_documents_stamp(wildcards):
    source = experiment.datasets[wildcards.dataset].source
    return stamp(
        "build_documents.py", ["conllu", "polars"], source=plain(source, exclude={"generator", "files"})
    )


GENERATED = [name for name, dataset in experiment.datasets.items() if dataset.source.generator]


rule documents:
    """Target: all documents and annotations."""
    input:
        [generated_corpus(name) for name in GENERATED],
        expand(
            f"{RESULTS}/{{kind}}/{{dataset}}.parquet",
            kind=["documents", "annotations"],
            dataset=experiment.datasets,
        ),


rule write_corpus:
    """Write a demo corpus, in the format in which users have such text."""
    output:
        corpus=f"{RESULTS}/corpora/{{dataset}}.{{suffix}}",
    params:
        stamp=write_corpus_stamp,
    log:
        f"{LOGS}/write_corpus/{{dataset}}.{{suffix}}.log",
    wildcard_constraints:
        dataset=alternatives(GENERATED),
        suffix="conllu|jsonl|csv",
    shell:
        "{PYTHON} {SCRIPTS}/write_corpus.py --stamp {params.stamp:q} --log {log:q} --corpus {output.corpus:q}"


rule build_documents:
    """Read a dataset's files into documents and annotations by character span."""
    input:
        files=source_files,
    output:
        documents=f"{RESULTS}/documents/{{dataset}}.parquet",
        annotations=f"{RESULTS}/annotations/{{dataset}}.parquet",
    params:
        stamp=build_documents_stamp,
    log:
        f"{LOGS}/build_documents/{{dataset}}.log",
    shell:
        "{PYTHON} {SCRIPTS}/build_documents.py --stamp {params.stamp:q} --log {log:q}"
        " --files {input.files:q} --documents {output.documents:q} --annotations {output.annotations:q}"
