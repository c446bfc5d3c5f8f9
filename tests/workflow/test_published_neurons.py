"""Neurons that others published of a model here are scored, and nothing else is done again."""

import polars as pl
from tiny_experiment import Experiment

HEADER = "model,dataset,feature,layer,neuron,published_f1,source"
NEURONS = (
    "tiny,words,noun,1,3,0.9,a paper",
    "tiny,words,noun,0,31,,a paper",
    "tiny,languages,sv,1,0,0.8,a paper",
    "tiny,languages,de,1,0,0.8,no feature of the experiment",
    "elsewhere,words,noun,1,3,0.9,no model of the experiment",
)


def publish(experiment: Experiment, *neurons: str) -> None:
    """Write the catalog's table of published neurons."""
    text = "\n".join([HEADER, *neurons]) + "\n"
    (experiment.folder / "catalog" / "published_neurons.csv").write_text(text, encoding="utf-8")


def test_they_are_scored_beside_our_own(copy: Experiment) -> None:
    publish(copy, *NEURONS)
    assert copy.build() == {"compare_published", "tabulate_published", "report"}
    results = copy.folder / "results"
    table = pl.read_parquet(results / "tables/published.parquet")
    assert table.select("model", "dataset", "feature", "layer", "neuron", "published_f1").rows() == [
        ("tiny", "words", "noun", 0, 31, None),
        ("tiny", "words", "noun", 1, 3, 0.9),
        ("tiny", "languages", "sv", 1, 0, 0.8),
    ]
    assert table["rank"].is_between(1, 32).all()
    assert (table["test_f1"] <= table["test_f1_high"]).all()
    best = pl.read_parquet(results / "tables/neurons.parquet").filter(model="tiny", feature="noun", rank=1)
    noun = table.filter(feature="noun")
    ours = best.select("layer", "neuron", "test_f1").row(0)
    assert noun.select("best_layer", "best_neuron", "best_f1").rows() == [ours, ours]
    assert 'id="published"' in (results / "report/index.html").read_text(encoding="utf-8")
    publish(copy, *NEURONS[2:])
    assert copy.plan() == {"tabulate_published", "report"}


def test_a_neuron_beyond_the_last_is_told_in_one_line(copy: Experiment) -> None:
    publish(copy, "tiny,words,noun,1,32,,a paper")
    done = copy.snakemake()
    assert done.returncode == 1
    assert (
        "error: published_neurons.csv: neuron 1.32 for noun of words: 'tiny' has neurons up to 31, found 32"
        in (done.stdout + done.stderr).splitlines()
    )


def test_without_any_there_is_no_job_and_no_section(finished: Experiment) -> None:
    results = finished.folder / "results"
    assert not (results / "published").exists()
    assert not (results / "tables/published.parquet").exists()
    assert 'id="published"' not in (results / "report/index.html").read_text(encoding="utf-8")
