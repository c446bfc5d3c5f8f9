"""`sparse-probing` says what is fresh, stale, missing and orphaned, and why."""

import pytest
from edits import OTHER_K, forget, remove, remove_feature, spoil
from workbench import Workbench

PROBE = "results/probes/tiny/notes/digits/mean_difference.parquet"


def test_a_finished_experiment_is_fresh(built: Workbench) -> None:
    assert built.audit("status") == ["24 jobs fresh, 0 stale, 0 missing"]


@pytest.mark.parametrize("with_notes", [True, False])
def test_status_names_the_key_and_what_follows(bench: Workbench, with_notes: bool) -> None:
    OTHER_K(bench)
    if not with_notes:
        forget(bench)
    lines = bench.audit("status")
    assert lines[0] == "21 jobs fresh, 3 stale, 0 missing"
    at = lines.index(f"stale: {PROBE} (fit_probe)")
    assert lines[at + 1] == "    settings.k: was [1, 2], is [1, 2, 4]"
    assert any(line.startswith("follows: results/report/index.html") for line in lines)


def test_status_names_what_is_missing_and_harmed(bench: Workbench) -> None:
    remove("figures/depth.csv")(bench)
    spoil("tables/neurons.csv")(bench)
    lines = bench.audit("status")
    assert lines[0] == "21 jobs fresh, 2 stale, 1 missing"
    at = lines.index("stale: results/report/index.html (report)")
    assert lines[at + 1] == "    results/figures/depth.csv is missing"
    assert "    results/figures/depth.csv is missing" in lines
    assert "    results/tables/neurons.csv is not as it was written" in lines


def test_why_names_the_module_that_changed(bench: Workbench) -> None:
    bench.replace("src/sparse_probing/probes.py", "    records = []\n", "    records = list()\n")
    lines = bench.audit("why", "results/figures/depth.png")
    assert lines[0] == "results/figures/depth.png: fresh (draw_depth)"
    assert lines[1].startswith("    follows from results/probes/tiny/")
    assert lines[2].endswith("mean_difference.parquet: stale (fit_probe)")
    assert lines[3] == "    code: sparse_probing/probes.py"


@pytest.mark.parametrize("spelling", ["./results//{}", "results/models/../{}", "{results}/{}"])
def test_why_knows_a_file_by_any_of_its_paths(built: Workbench, spelling: str) -> None:
    file = spelling.format("figures/depth.png", results=built.results)
    assert built.audit("why", file) == [f"{file}: fresh (draw_depth)"]


def test_why_refuses_what_nothing_makes(built: Workbench) -> None:
    assert built.audit("why", "results/nothing") == [
        "error: results/nothing: expected a file that the experiment makes, found no rule for it"
    ]


def test_logs_of_commands_are_no_orphans(bench: Workbench) -> None:
    for command in ("features", "plan"):
        bench.build(command)
    assert (bench.results / "logs/print_features.log").is_file()
    assert (bench.results / "logs/show_plan.log").is_file()
    assert bench.audit("prune") == ["no orphans"]


def test_orphans_are_listed_and_removed_when_told(bench: Workbench) -> None:
    remove_feature(bench)
    bench.build()
    verb = "tiny/words/verb"
    gone = [f"results/neurons/{verb}.parquet"]
    gone += [f"results/probes/{verb}/{method}.parquet" for method in ("mean_difference", "unigram")]
    jobs = (f"fit_probe/{verb}/mean_difference", f"fit_unigram/{verb}/unigram", f"score_neurons/{verb}")
    by_products = [f"results/benchmarks/{job}.tsv" for job in jobs]
    by_products += [f"results/logs/{job}.log" for job in jobs]
    listed = bench.audit("prune")
    assert listed == [*(f"orphaned: {path}" for path in by_products + gone), "add --delete to remove them"]
    assert bench.audit("why", gone[0]) == [f"{gone[0]}: orphaned, no job of this experiment makes it"]
    bench.audit("prune", "--delete")
    assert not (bench.results / "probes/tiny/words/verb").exists()
    assert bench.audit("status") == ["21 jobs fresh, 0 stale, 0 missing"]
    assert bench.plan() == frozenset()


def test_older_results_leave_the_cache_when_told(bench: Workbench) -> None:
    assert bench.audit("prune-cache") == ["0 older results, 0 files of their own, 0.0 MB"]
    OTHER_K(bench)
    bench.build()
    assert bench.audit("prune-cache")[0].startswith("8 older results, ")
    assert bench.audit("prune-cache", "--delete")[-1] == "removed"
    assert bench.audit("prune-cache") == ["0 older results, 0 files of their own, 0.0 MB"]
    assert bench.build("--forceall").computed == frozenset()
