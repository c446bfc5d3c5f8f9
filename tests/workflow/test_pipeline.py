"""Data flows through every stage of a real run, and a second run has nothing to do."""

import os

import polars as pl
import pytest
from tiny_experiment import Experiment

from sparse_probing.probe_schema import SCHEMA
from sparse_probing.store import Activations

FIGURES_OF_TABLES = ("sparsity", "scaling", "depth", "methods", "emergence", "layers", "overlap")
DRAWS_OF_TABLES = {f"draw_{figure}" for figure in FIGURES_OF_TABLES}
ROW_COLUMNS = ["row", "sequence", "start", "stop", "document", "group", "token", "position", "lang"]


def test_every_promised_file_is_there(finished: Experiment) -> None:
    results = finished.folder / "results"
    promised = [
        "report/index.html",
        *(f"figures/{name}.{kind}" for name in (*FIGURES_OF_TABLES, "training")
          for kind in ("pdf", "png", "csv")),
        *(f"tables/{name}.{kind}" for name in ("features", "probes", "neurons", "confounds")
          for kind in ("parquet", "csv")),
        *(f"probes/{model}/words/{feature}/{method}.parquet" for model in ("tiny", "wider")
          for feature in ("noun", "verb") for method in ("mean_difference", "dense", "unigram")),
        *(f"neurons/{model}/words/{feature}.parquet" for model in ("tiny", "wider")
          for feature in ("noun", "verb")),
        *(f"activations/tiny/languages/{shard}.manifest.json" for shard in ("0000", "0001")),
        "sums/wider/languages/best.parquet",
        "models/wider/model.safetensors",
        "models/wider/training.parquet",
    ]  # fmt: skip
    assert [name for name in promised if not (results / name).is_file()] == []


def test_a_second_run_does_nothing(finished: Experiment) -> None:
    assert finished.plan() == set()
    done = finished.snakemake()
    assert "Nothing to be done" in done.stdout + done.stderr


def test_tables_hold_every_probe(finished: Experiment) -> None:
    probes = pl.read_parquet(finished.folder / "results/tables/probes.parquet")
    assert probes.schema == SCHEMA
    # 4 features x 2 models x (2 layers x (3 k of mean_difference + 1 dense) + 1 unigram + 1 majority)
    assert probes.height == 4 * 2 * (2 * (3 + 1) + 1 + 1)
    assert set(probes["parameters"].unique()) == set(
        pl.read_parquet(finished.folder / "results/tables/neurons.parquet")["parameters"].unique()
    )


def test_rows_follow_the_contract_and_are_all_stored(finished: Experiment) -> None:
    results = finished.folder / "results"
    rows = pl.read_parquet(results / "tokens/bpe/languages/rows.parquet")
    assert rows.columns == [*ROW_COLUMNS, "drawn", "kept"]
    assert [rows.schema[name] for name in ("row", "sequence", "start", "stop")] == [pl.UInt32] * 4
    manifests = sorted((results / "activations/tiny/languages").glob("*.manifest.json"))
    activations = Activations.open(manifests)
    assert sorted(activations.row()) == rows["row"].to_list()


@pytest.mark.parametrize("model", ["tiny", "wider"])
@pytest.mark.parametrize("dataset", ["words", "languages"])
def test_sums_rank_neurons_as_probes_of_stored_activations_do(
    finished: Experiment, model: str, dataset: str
) -> None:
    best = pl.read_parquet(finished.folder / f"results/sums/{model}/{dataset}/best.parquet")
    probes = pl.read_parquet(finished.folder / "results/tables/probes.parquet").filter(
        model=model, dataset=dataset, method="mean_difference", k=4
    )
    assert probes.height == 2 * 2
    for feature, layer, neurons in probes.select("feature", "layer", "neurons").iter_rows():
        found = best.filter(feature=feature, layer=layer).sort("rank")
        assert found["neuron"].to_list() == neurons


def test_stamps_stand_beside_outputs(finished: Experiment) -> None:
    results = finished.folder / "results"
    for output in results.glob("probes/*/*/*/*.parquet"):
        assert output.with_name(output.name + ".stamp.json").is_file()
    assert not list(results.rglob("*.partial"))


def test_new_times_of_change_make_nothing_stale(copy: Experiment) -> None:
    for path in copy.folder.rglob("*"):
        if path.is_file() and ".snakemake" not in path.parts:
            os.utime(path)
    assert copy.plan() == set()


@pytest.mark.parametrize(
    ("file", "rule"),
    [("tokens/bpe/words/rows.parquet", "tokenize"), ("models/tiny/model.safetensors", "train_model")],
)
def test_a_lost_intermediate_is_noticed(copy: Experiment, file: str, rule: str) -> None:
    (copy.folder / "results" / file).unlink()
    assert rule in copy.plan()


def test_a_new_feature_touches_only_its_own_probes(copy: Experiment) -> None:
    adjective = {"name": "adjective", "category": "part_of_speech", "where": "upos = 'ADJ'"}
    copy.edit("catalog/datasets/words.yaml", lambda dataset: dataset["features"].append(adjective))
    before = {p: p.stat().st_mtime_ns for p in copy.folder.glob("results/probes/*/*/*/*.parquet")}
    assert copy.build() <= {
        "fit_probe", "score_neurons", "compare_probes", "stack_statistics", "fit_unigram",
        "tabulate_features", "collect", "tabulate_confounds",
        *DRAWS_OF_TABLES, "report",
        "sum_classes", "rank_sums",  # one pass of the model sums for all features
    }  # fmt: skip
    assert (copy.folder / "results/probes/tiny/words/adjective/dense.parquet").is_file()
    assert {p: p.stat().st_mtime_ns for p in before} == before


def test_a_figure_style_redraws_figures_only(copy: Experiment) -> None:
    copy.edit("config.yaml", lambda config: config["figures"]["style"].update(dpi=61))
    assert copy.plan() == {*DRAWS_OF_TABLES, "draw_training", "report"}


def test_a_mistake_is_told_in_one_line_before_any_job(copy: Experiment) -> None:
    copy.edit("config.yaml", lambda config: config["probing"].update(methds=["dense"]))
    done = copy.snakemake()
    assert done.returncode == 1
    assert (
        done.stderr.splitlines()[-1]
        == "error: config.yaml: probing.methds: unknown key; did you mean 'methods'?"
    )
    assert "Traceback" not in done.stdout + done.stderr
    assert "Building DAG" not in done.stdout + done.stderr


def test_a_missing_source_file_is_told_before_any_job(copy: Experiment) -> None:
    source = {"format": "jsonl", "files": ["letters.jsonl"], "annotations": {"lang": "lang"}}
    copy.edit("catalog/datasets/languages.yaml", lambda dataset: dataset.update(source=source))
    done = copy.snakemake()
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "error: catalog/datasets/languages.yaml: source.files: "
        "no 'letters.jsonl' under data_dir, which is 'data'"
    )
