"""Find the pairs of tokens that drive the early neurons which most features share."""

import polars as pl

from sparse_probing.casestudies.choice import shared_neurons
from sparse_probing.casestudies.frames import MODEL_NEURON, about, together
from sparse_probing.casestudies.model import StudiedModel
from sparse_probing.casestudies.ngrams import COLUMNS, draw_sequences, driving_pairs
from sparse_probing.casestudies.token_stream import TokenStream
from sparse_probing.job import Job, run_job
from sparse_probing.model_card import ModelCard
from sparse_probing.settings.casestudies import Ngrams
from sparse_probing.tokenizer import FastTokenizer


def main(job: Job) -> None:
    """Choose the neurons, run the model over sequences of all datasets, write the pairs."""
    settings = job.settings
    study = Ngrams.model_validate(settings["study"])
    chosen = shared_neurons(
        pl.read_parquet(job.input("probes")), model=settings["model"], max_depth=study.max_depth,
        k=study.k, count=study.neurons,
    )  # fmt: skip
    drawn = [
        draw_sequences(pl.read_parquet(path), count=study.sequences, seed=settings["seed"])
        for path in job.inputs["sequences"]
    ]
    stream = TokenStream.of(pl.concat(drawn).to_list())
    model = StudiedModel.of_job(job)
    vocabulary = FastTokenizer.load(job.input("tokenizer").parent).decoded_vocabulary
    parameters = ModelCard.load(job.input("card")).parameters
    tables = []
    for of_layer in chosen.partition_by("layer", maintain_order=True):
        activations = model.activations(stream, of_layer["layer"][0], of_layer["neuron"])
        for neuron, values in zip(of_layer.iter_rows(named=True), activations.T, strict=True):
            pairs = driving_pairs(stream, values, vocabulary, contexts=study.contexts)
            identity = {**neuron, "model": settings["model"], "parameters": parameters}
            tables.append(about(pairs, MODEL_NEURON, identity))
    together(tables, MODEL_NEURON, COLUMNS).write_parquet(job.output("ngrams"))


if __name__ == "__main__":
    run_job(main, inputs=("probes", "card", "tokenizer", "sequences*"), outputs=("ngrams",))
