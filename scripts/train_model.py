"""Train a small causal model on documents."""

import shutil

import polars as pl
import torch

from sparse_probing.job import Job, log, run_job
from sparse_probing.model_card import ModelCard
from sparse_probing.settings.model import Recipe
from sparse_probing.tokenizer import FastTokenizer
from sparse_probing.training import train_model


def main(job: Job) -> None:
    """Train on the texts of all documents; keep the snapshot and the loss curve."""
    texts = pl.concat([pl.read_parquet(path, columns=["text"]) for path in job.inputs["documents"]])["text"]
    tokenizer = FastTokenizer.load(job.inputs["tokenizer"][0].parent)
    recipe = Recipe.model_validate(job.settings["recipe"])
    torch.set_num_threads(recipe.threads)
    folder = job.output("snapshot")
    curve = train_model(texts, tokenizer, recipe, folder)
    for file in job.inputs["tokenizer"]:
        shutil.copyfile(file, folder / file.name)
    card = ModelCard.of(folder, origin="trained here", revision="")
    model = job.settings["model"]
    log.info("%s: %d parameters, validation loss %.3f", model, card.parameters, curve["validation_loss"][-1])
    curve.insert_column(0, pl.lit(model).alias("model")).write_parquet(folder / "training.parquet")
    card.save(folder / "model.json")


if __name__ == "__main__":
    run_job(main, inputs=("documents*", "tokenizer*"), outputs=("snapshot/",))
