"""Train a BPE tokenizer on documents."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from sparse_probing.job import Job, run_job
from sparse_probing.tokenizer_training import train_tokenizer


def main(job: Job) -> None:
    """Train on the texts of all documents."""
    texts = pl.concat([pl.read_parquet(path, columns=["text"]) for path in job.inputs["documents"]])["text"]
    with TemporaryDirectory(dir=job.output("tokenizer").parent) as folder:
        train_tokenizer(iter(texts), Path(folder), vocabulary=job.settings["recipe"]["vocabulary"])
        shutil.move(Path(folder) / "tokenizer.json", job.output("tokenizer"))
        shutil.move(Path(folder) / "tokenizer_config.json", job.output("config"))


if __name__ == "__main__":
    run_job(main, inputs=("documents*",), outputs=("tokenizer", "config"))
