"""Documents become sequences of token ids, and rows in them.

REQUIRED INPUTS: documents, annotations, tokenizer.json
OUTPUTS: tokens/{tokenizer}/{dataset}/sequences.parquet, rows.parquet
"""

TOKENIZED = dict.fromkeys(
    (experiment.models[model].tokenizer, dataset)
    for model, datasets in experiment.probed.items()
    for dataset in datasets
)
ALL_ROWS = [f"{RESULTS}/tokens/{tokenizer}/{dataset}/rows.parquet" for tokenizer, dataset in TOKENIZED]


rule tokens:
    """Target: all sequences and rows."""
    input:
        [
            f"{RESULTS}/tokens/{tokenizer}/{dataset}/{kind}.parquet"
            for tokenizer, dataset in TOKENIZED
            for kind in ("sequences", "rows")
        ],


rule tokenize:
    """Cut documents into sequences, choose the rows, align annotations with tokens."""
    input:
        documents=f"{RESULTS}/documents/{{dataset}}.parquet",
        annotations=f"{RESULTS}/annotations/{{dataset}}.parquet",
        tokenizer=expand(
            f"{RESULTS}/tokenizers/{{{{tokenizer}}}}/{{file}}.json", file=["tokenizer", "tokenizer_config"]
        ),
    output:
        sequences=f"{RESULTS}/tokens/{{tokenizer}}/{{dataset}}/sequences.parquet",
        rows=f"{RESULTS}/tokens/{{tokenizer}}/{{dataset}}/rows.parquet",
    log:
        f"{LOGS}/tokenize/{{tokenizer}}/{{dataset}}.log",
    benchmark:
        f"{BENCHMARKS}/tokenize/{{tokenizer}}/{{dataset}}.tsv"
    resources:
        **OF_TEXT,
    params:
        stamp=tokenize_stamp,
    shell:
        "{PYTHON} {SCRIPTS}/tokenize_dataset.py --stamp {params.stamp:q} --log {log:q}"
        " --documents {input.documents:q} --annotations {input.annotations:q} --tokenizer {input.tokenizer:q}"
        " --sequences {output.sequences:q} --rows {output.rows:q}"
