"""Train a small causal model on documents."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import torch

from sparse_probing.job import Job, log, run_job
from sparse_probing.model_card import TOKENIZER_FILES, ModelCard
from sparse_probing.settings.model import Recipe
from sparse_probing.snapshots import install
from sparse_probing.tokenizer import FastTokenizer
from sparse_probing.training import train_model


def main(job: Job) -> None:
    """Train on the texts of all documents; keep the snapshot and the loss curve."""
    texts = pl.concat([pl.read_parquet(path, columns=["text"]) for path in job.inputs["documents"]])["text"]
    tokenizer_folder = job.input("tokenizer").parent
    tokenizer = FastTokenizer.load(tokenizer_folder)
    recipe = Recipe.model_validate(job.settings["recipe"])
    torch.set_num_threads(recipe.threads)
    target = job.output("card").parent
    with TemporaryDirectory(dir=target) as folder:
        curve = train_model(texts, tokenizer, recipe, Path(folder))
        for pattern in TOKENIZER_FILES:
            for file in tokenizer_folder.glob(pattern):
                shutil.copyfile(file, Path(folder) / file.name)
        card = ModelCard.of(Path(folder), origin="trained here", revision="")
        install(Path(folder), target)
    model = job.settings["model"]
    log.info("%s: %d parameters, validation loss %.3f", model, card.parameters, curve["validation_loss"][-1])
    curve.insert_column(0, pl.lit(model).alias("model")).write_parquet(job.output("training"))
    card.save(job.output("card"))


if __name__ == "__main__":
    run_job(main, inputs=("documents*", "tokenizer"), outputs=("card", "training"))
