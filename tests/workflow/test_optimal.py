"""Method `optimal` in a real run: its proofs reach the tables and the report, the same bytes on every run."""

import polars as pl
from tiny_experiment import Experiment

PROOF = ["objective", "bound", "gap", "status", "nodes", "cuts"]


def with_optimal_probes(config: dict) -> None:
    config["probing"]["methods"] = ["mean_difference", "optimal", "unigram"]
    config["probing"]["optimal"] = {"nodes": 5}


def test_proofs_are_in_the_tables_and_the_report_and_repeat_themselves(copy: Experiment) -> None:
    copy.edit("config.yaml", with_optimal_probes)
    ran = copy.build()
    assert {"fit_probe", "draw_optimality"} <= ran and not ran & {"extract_activations", "train_model"}
    results = copy.folder / "results"

    probes = pl.read_parquet(results / "tables/probes.parquet")
    optimal = probes.filter(method="optimal")
    assert optimal.height == 4 * 2 * 2 * 3  # features, models, layers, k
    assert optimal.select(PROOF).null_count().row(0) == (0,) * len(PROOF)
    assert optimal.filter(pl.col("bound") > pl.col("objective")).is_empty()
    assert set(optimal["status"]) <= {"optimal", "work"}
    others = probes.filter(pl.col("method") != "optimal")
    assert set(others.select(PROOF).null_count().row(0)) == {others.height}

    assert "proven optimal" in (results / "report/index.html").read_text(encoding="utf-8")
    pairs = pl.read_csv(results / "figures/optimality.csv")
    assert pairs["method"].unique().to_list() == ["mean_difference"]

    files = sorted(results.glob("probes/*/*/*/optimal.parquet"))
    first = [path.read_bytes() for path in files]
    for path in files:
        path.unlink()
    assert "fit_probe" in copy.build()
    assert [path.read_bytes() for path in files] == first


def test_features_can_be_chosen(copy: Experiment) -> None:
    def of_one_feature(config: dict) -> None:
        with_optimal_probes(config)
        config["probing"]["optimal"]["features"] = ["noun"]

    copy.edit("config.yaml", of_one_feature)
    copy.build()
    probes = pl.read_parquet(copy.folder / "results/tables/probes.parquet")
    assert probes.filter(method="optimal")["feature"].unique().to_list() == ["noun"]
    assert probes.filter(method="unigram")["feature"].n_unique() == 4


def test_without_the_method_there_is_no_figure_of_it(finished: Experiment) -> None:
    assert not list((finished.folder / "results/figures").glob("optimality*"))
