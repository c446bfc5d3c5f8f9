"""Show the best single neuron of every feature: histograms, snippets, and what the model loses without it."""

import numpy as np
import polars as pl

from sparse_probing.casestudies import effects, snippets
from sparse_probing.casestudies.ablation import REPLACEMENTS
from sparse_probing.casestudies.choice import of_features
from sparse_probing.casestudies.distributions import BAR, histogram
from sparse_probing.casestudies.frames import NEURON, about, by_dataset, together
from sparse_probing.casestudies.model import StudiedModel
from sparse_probing.casestudies.model_from import ModelFrom
from sparse_probing.casestudies.reading import examples_of, features_of, named
from sparse_probing.casestudies.shown_sequences import draw_sequences
from sparse_probing.job import Job, log, run_job
from sparse_probing.settings.casestudies import TopNeurons
from sparse_probing.settings.probing import Split
from sparse_probing.settings.statistics import Bootstrap
from sparse_probing.store import Activations
from sparse_probing.tokenizer import FastTokenizer

ROLE = {"positive": pl.Boolean()}


def main(job: Job) -> None:
    """Go through the datasets, and through the layers that hold neurons of their features."""
    settings = job.settings
    study = TopNeurons.model_validate(settings["study"])
    bootstrap = Bootstrap.model_validate(settings["bootstrap"])
    features = features_of(settings["features"])
    files = {name: by_dataset(job.inputs[name]) for name in ("rows", "sequences", "manifests")}
    table = pl.read_parquet(job.input("neurons")).filter(pl.col("rank") == 1)
    chosen = of_features(table, model=settings["model"], among=named(features))
    model = StudiedModel.of_job(job)
    tokenizer = FastTokenizer.load(job.input("tokenizer").parent)
    without = REPLACEMENTS["mean"]
    histograms, tops, losses = [], [], []
    for dataset, known in features.items():
        rows = pl.read_parquet(files["rows"][dataset][0])
        shown = draw_sequences(
            rows,
            pl.read_parquet(files["sequences"][dataset][0]),
            list(known.values()),
            Split.model_validate(settings["split"]),
            count=study.sequences,
            of_feature=study.sequences_of_feature,
            seed=settings["seed"],
        )
        activations = Activations.open(files["manifests"][dataset])
        for of_layer in chosen.filter(pl.col("dataset") == dataset).partition_by(
            "layer", maintain_order=True
        ):
            layer = of_layer["layer"][0]
            streamed = model.activations(shown.stream, layer, of_layer["neuron"])
            rest = ModelFrom.of(model, shown.stream, layer) if model.head is not None else None
            before = None if rest is None else rest.losses()
            for number, neuron in enumerate(of_layer.iter_rows(named=True)):
                feature, values = known[neuron["feature"]], streamed[:, number]
                test = examples_of(rows, feature, settings).filter(split="test")
                stored = activations.neuron(layer, neuron["neuron"], test["row"].to_numpy())
                frame = pl.DataFrame({"positive": test["label"], "value": stored})
                bars = histogram(frame.sort("positive"), ["positive"], "value", bins=study.bins)
                histograms.append(about(bars, NEURON, neuron))
                top = snippets.top_snippets(
                    shown, values, tokenizer.spell, count=study.snippets, around=study.around
                )
                tops.append(about(top, NEURON, neuron))
                if rest is not None and before is not None:
                    new = without(values, np.random.default_rng(settings["seed"]))
                    after = rest.losses(neuron["neuron"], new)
                    changed = effects.loss_behind(shown, feature, before, after, bootstrap)
                    losses.append(about(changed, NEURON, neuron))
        log.info("%s: %d sequences", dataset, shown.frame.height)
    together(histograms, NEURON, {**ROLE, **BAR}).write_parquet(job.output("neuron_histograms"))
    together(tops, NEURON, snippets.COLUMNS).write_parquet(job.output("neuron_snippets"))
    together(losses, NEURON, effects.COLUMNS).write_parquet(job.output("neuron_effects"))


if __name__ == "__main__":
    run_job(
        main,
        inputs=("neurons", "card", "tokenizer", "rows*", "sequences*", "manifests*"),
        outputs=("neuron_histograms", "neuron_snippets", "neuron_effects"),
    )
