"""Predict a feature from the row's own tokens, without their order."""

import polars as pl

from sparse_probing.evaluation import ProbeIdentity
from sparse_probing.job import Job, run_job
from sparse_probing.labelling import label_rows
from sparse_probing.model_card import ModelCard
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import ExampleCaps, Split
from sparse_probing.settings.statistics import Bootstrap
from sparse_probing.token_bags import TokenBags
from sparse_probing.unigram import fit_unigram_probe


def main(job: Job) -> None:
    """Choose the examples and fit the baseline."""
    settings = job.settings
    feature = Feature.model_validate(settings["feature"])
    bootstrap = Bootstrap.model_validate(settings["bootstrap"])
    rows = pl.read_parquet(job.input("rows"))
    examples = label_rows(
        rows,
        feature,
        ExampleCaps.model_validate(settings["examples"]),
        Split.model_validate(settings["split"]),
    )
    bags = TokenBags.of(rows[examples["row"]], pl.read_parquet(job.input("sequences")))
    probe = fit_unigram_probe(
        examples,
        bags,
        identity=ProbeIdentity(
            model=settings["model"],
            parameters=ModelCard.load(job.input("card")).parameters,
            dataset=settings["dataset"],
            category=feature.category,
            feature=feature.name,
        ),
        aggregation=settings["aggregation"],
        bootstrap_draws=bootstrap.draws,
        bootstrap_seed=bootstrap.seed,
    )
    probe.write_parquet(job.output("probes"))


if __name__ == "__main__":
    run_job(main, inputs=("rows", "sequences", "card"), outputs=("probes",))
