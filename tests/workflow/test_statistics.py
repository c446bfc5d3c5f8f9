"""What the config can ask for besides probes: comparisons, stability, the recovery of planted neurons."""

from typing import Any

import polars as pl
from tiny_experiment import Experiment

from sparse_probing import comparison, stability
from sparse_probing.probe_schema import SCHEMA


def ask(config: dict[str, Any]) -> None:
    """Switch on what is off by default, small."""
    config["probing"]["comparison"] = {"k": [1, 4]}
    config["probing"]["stability"] = {"methods": ["mean_difference"], "draws": 3}
    config["figures"]["include"] = ["sparsity", "scaling", "depth", "training", "recovery"]
    config["synthetic"] = {
        "trials": 2,
        "methods": ["mean_difference", "random"],
        "rows": [300, 400],
        "neurons": [20, 30],
        "planted": [2, 3],
        "shift": [3, 5],
        "positives": [0.3, 0.5],
    }


def test_they_are_made_of_finished_probes(copy: Experiment) -> None:
    copy.edit("config.yaml", ask)
    made = {"compare_probes", "measure_stability", "stack_statistics", "recover_support", "draw_recovery"}
    assert copy.build() == made | {"report"}
    results = copy.folder / "results"

    differences = pl.read_parquet(results / "tables/differences.parquet")
    assert differences.schema == comparison.SCHEMA
    # 4 features x 2 k x (2 models against dense, and the wider model against the other)
    assert differences.height == 4 * 2 * (2 + 1)
    assert (differences["f1_low"] <= differences["f1_high"]).all()

    supports = pl.read_parquet(results / "tables/stability.parquet")
    assert supports.schema == stability.SCHEMA
    assert supports.height == 4 * 2 * 3
    assert supports["jaccard"].is_between(0, 1).all()

    recovered = pl.read_csv(results / "figures/recovery.csv")
    assert set(recovered["method"]) == {"mean_difference", "random"}
    assert 'id="figure-recovery"' in (results / "report/index.html").read_text(encoding="utf-8")
    assert copy.plan() == set()


def test_every_method_runs_on_stores(copy: Experiment) -> None:
    methods = [
        "f_statistic",
        "mutual_information",
        "l1_logistic",
        "adaptive_threshold",
        "random",
        "rotation",
        "control",
    ]
    copy.edit("config.yaml", lambda config: config["probing"]["methods"].extend(methods))
    files = [f"results/probes/tiny/words/noun/{method}.parquet" for method in methods]
    assert copy.build(*files) == {"fit_probe"}
    probes = pl.concat([pl.read_parquet(copy.folder / file) for file in files])
    assert probes.schema == SCHEMA
    assert set(probes["method"]) == set(methods)
    assert probes.select("test_f1", "test_average_precision", "test_brier").null_count().row(0) == (0, 0, 0)
