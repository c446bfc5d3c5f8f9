"""Show on which words the best neurons for ends of sentences fire, and which next tokens they raise."""

import numpy as np
import polars as pl

from sparse_probing.casestudies.choice import best_neurons, random_others
from sparse_probing.casestudies.distributions import histogram
from sparse_probing.casestudies.documents import holds
from sparse_probing.casestudies.frames import NEURON, about, by_dataset, together
from sparse_probing.casestudies.labels import ACTIVATION, ENDS, LOGIT, OTHERS
from sparse_probing.casestudies.model import StudiedModel
from sparse_probing.casestudies.reading import features_of, named, read_test_rows
from sparse_probing.casestudies.sentence_ends import (
    HISTOGRAM_COLUMNS,
    LOGIT_COLUMNS,
    compare_cases,
    direct_logit_effects,
    letter_cases,
)
from sparse_probing.job import Job, log, run_job
from sparse_probing.predicates import matches
from sparse_probing.settings.casestudies import SentenceEnds
from sparse_probing.store import Activations
from sparse_probing.tokenizer import FastTokenizer

BINS = 50


def main(job: Job) -> None:
    """Read the neurons on test rows, and the weights behind them."""
    settings = job.settings
    study = SentenceEnds.model_validate(settings["study"])
    features = features_of(settings["features"])
    rows, manifests = by_dataset(job.inputs["rows"]), by_dataset(job.inputs["manifests"])
    among = named(features)
    chosen = best_neurons(
        pl.read_parquet(job.input("neurons")), model=settings["model"], among=among, count=len(among)
    )
    model = StudiedModel.of_job(job)
    if model.head is None:
        log.info("%s predicts no next token: no effects on logits", settings["model"])
    vocabulary = FastTokenizer.load(job.input("tokenizer").parent).decoded_vocabulary
    histograms, logits = [], []
    for neuron in chosen.iter_rows(named=True):
        dataset, layer = neuron["dataset"], neuron["layer"]
        feature = features[dataset][neuron["feature"]]
        test = read_test_rows(rows[dataset][0], settings)
        test = test.filter(matches(test, feature.among))
        values = Activations.open(manifests[dataset]).layer(layer, test["row"].to_numpy())
        ends = holds(test, feature)
        groups = np.where(ends, ENDS, OTHERS)
        parts = [(ACTIVATION, groups, values[:, neuron["neuron"]])]
        if model.head is not None:
            compared = [
                neuron["neuron"],
                *random_others(
                    model.neurons, neuron["neuron"], count=study.random_neurons, seed=settings["seed"]
                ),
            ]
            effects = direct_logit_effects(model, layer, compared)[: len(vocabulary)]
            cases = letter_cases(vocabulary)[: len(effects)]
            logits.append(about(compare_cases(effects, cases, compared), NEURON, neuron))
            parts.append((LOGIT, cases[cases != ""], effects[cases != "", 0]))
        for quantity, group, value in parts:
            frame = pl.DataFrame({"group": group, "value": value}).sort("group", maintain_order=True)
            bars = histogram(frame, ["group"], "value", bins=BINS)
            histograms.append(
                about(bars, {**NEURON, "quantity": pl.String()}, {**neuron, "quantity": quantity})
            )
    together(histograms, NEURON, HISTOGRAM_COLUMNS).write_parquet(job.output("sentence_ends"))
    together(logits, NEURON, LOGIT_COLUMNS).write_parquet(job.output("sentence_end_logits"))


if __name__ == "__main__":
    run_job(
        main,
        inputs=("neurons", "card", "tokenizer", "manifests*", "rows*"),
        outputs=("sentence_ends", "sentence_end_logits"),
    )
