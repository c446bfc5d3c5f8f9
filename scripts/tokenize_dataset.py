"""Cut a dataset's documents into sequences and choose its rows."""

import polars as pl

from sparse_probing.job import Job, log, run_job
from sparse_probing.rows import tokenize_dataset
from sparse_probing.settings.dataset import RowSettings
from sparse_probing.tokenizer import FastTokenizer


def main(job: Job) -> None:
    """Tokenize and align."""
    tokenized = tokenize_dataset(
        pl.read_parquet(job.input("documents")),
        pl.read_parquet(job.input("annotations")),
        FastTokenizer.load(job.inputs["tokenizer"][0].parent),
        RowSettings.model_validate(job.settings["rows"]),
    )
    log.info("%d sequences, %d rows", tokenized.sequences.height, tokenized.rows.height)
    tokenized.sequences.write_parquet(job.output("sequences"))
    tokenized.rows.write_parquet(job.output("rows"))


if __name__ == "__main__":
    run_job(main, inputs=("documents", "annotations", "tokenizer*"), outputs=("sequences", "rows"))
