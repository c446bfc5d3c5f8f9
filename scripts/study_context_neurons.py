"""Study the best neurons of features of documents: what they do, and what the model loses without them."""

import polars as pl

from sparse_probing.casestudies.ablation import SCHEMA, Ablated, ablation_study
from sparse_probing.casestudies.choice import best_neurons
from sparse_probing.casestudies.context import (
    AMBIGUOUS_COLUMNS,
    DOCUMENT_COLUMNS,
    HISTOGRAM_COLUMNS,
    ambiguous_tokens,
    document_activations,
    token_histogram,
)
from sparse_probing.casestudies.documents import draw_documents
from sparse_probing.casestudies.frames import NEURON, about, by_dataset, together
from sparse_probing.casestudies.model import StudiedModel
from sparse_probing.casestudies.reading import features_of, named
from sparse_probing.job import Job, log, run_job
from sparse_probing.settings.casestudies import ContextNeurons
from sparse_probing.settings.probing import Split
from sparse_probing.settings.statistics import Bootstrap
from sparse_probing.tokenizer import FastTokenizer

HISTOGRAM_BINS = 60


def main(job: Job) -> None:
    """Choose the neurons, run the model over test documents, write the four tables."""
    settings = job.settings
    study = ContextNeurons.model_validate(settings["study"])
    features = features_of(settings["features"])
    classes = features_of(settings["classes"])
    among = named(features)
    chosen = best_neurons(
        pl.read_parquet(job.input("neurons")),
        model=settings["model"],
        among=among,
        count=len(among) if study.features else study.neurons,
    )
    model = StudiedModel.of_job(job)
    if model.head is None:
        log.info("%s predicts no next token: no ablations", settings["model"])
    vocabulary = FastTokenizer.load(job.input("tokenizer").parent).decoded_vocabulary
    rows, sequences = by_dataset(job.inputs["rows"]), by_dataset(job.inputs["sequences"])
    documents, histograms, ambiguous, ablations = [], [], [], []
    for neuron in chosen.iter_rows(named=True):
        dataset = neuron["dataset"]
        drawn = draw_documents(
            pl.read_parquet(rows[dataset][0]),
            pl.read_parquet(sequences[dataset][0]),
            list(classes[dataset].values()),
            Split.model_validate(settings["split"]),
            per_class=study.documents,
            seed=settings["seed"],
        )
        feature = features[dataset][neuron["feature"]]
        positive = drawn.holds(feature)
        values = model.activations(drawn.stream, neuron["layer"], [neuron["neuron"]])[:, 0]
        documents.append(about(document_activations(drawn, values, positive), NEURON, neuron))
        histograms.append(
            about(token_histogram(drawn, values, positive, bins=HISTOGRAM_BINS), NEURON, neuron)
        )
        told_apart = ambiguous_tokens(
            drawn,
            values,
            positive,
            vocabulary,
            count=study.ambiguous_tokens,
            min_occurrences=study.min_occurrences,
        )
        ambiguous.append(about(told_apart, NEURON, neuron))
        if model.head is not None:
            few = drawn.first(study.ablated_documents)
            losses = ablation_study(
                model,
                few,
                Ablated(neuron["layer"], neuron["neuron"], feature.name, few.holds(feature)),
                random_neurons=study.random_neurons,
                bootstrap=Bootstrap.model_validate(settings["bootstrap"]),
                seed=settings["seed"],
            )
            ablations.append(about(losses, NEURON, neuron))
        log.info("%s: neuron %d.%d", feature.name, neuron["layer"], neuron["neuron"])
    together(documents, NEURON, DOCUMENT_COLUMNS).write_parquet(job.output("context_documents"))
    together(histograms, NEURON, HISTOGRAM_COLUMNS).write_parquet(job.output("context_histograms"))
    together(ambiguous, NEURON, AMBIGUOUS_COLUMNS).write_parquet(job.output("context_ambiguous"))
    together(ablations, NEURON, SCHEMA).write_parquet(job.output("context_ablations"))


if __name__ == "__main__":
    run_job(
        main,
        inputs=("neurons", "card", "tokenizer", "rows*", "sequences*"),
        outputs=("context_documents", "context_histograms", "context_ambiguous", "context_ablations"),
    )
