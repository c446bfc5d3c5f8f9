"""What Snakemake by itself misses or repeats: see docs/staleness.md."""

import os
import shutil

import pytest
from edits import BELOW, DIGITS, EVERYTHING, FITS, NOTHING, OTHER_K, in_file, jobs, of_config, spoil
from workbench import Workbench

THESE_K = of_config("probing", "k", to=[1, 2])


def test_everything_forced_computes_nothing(bench: Workbench, built: Workbench) -> None:
    run = bench.build("--forceall")
    assert (run.started, run.computed) == (EVERYTHING, NOTHING)
    assert bench.content() == built.content()


def test_a_config_flipped_there_and_back_computes_once(bench: Workbench, built: Workbench) -> None:
    OTHER_K(bench)
    assert bench.build().computed == FITS | BELOW
    THESE_K(bench)
    run = bench.build()
    assert (run.started, run.computed) == (FITS | BELOW, NOTHING)
    assert bench.content() == built.content()


def test_a_job_that_failed_after_an_edit_is_made_up_for(bench: Workbench, built: Workbench) -> None:
    bench.replace("src/sparse_probing/probes.py", "    records = []\n", "    raise RuntimeError\n")
    assert bench.run().status == 1
    bench.replace("src/sparse_probing/probes.py", "    raise RuntimeError\n", "    records = []\n")
    run = bench.build()
    assert (run.started, run.computed) == (FITS | BELOW, NOTHING)
    assert bench.content() == built.content()


def test_settings_that_change_places_are_seen(bench: Workbench) -> None:
    shares = {"train": 0.5, "validation": 0.3, "test": 0.2}
    of_config("probing", "split", to=shares)(bench)
    bench.build()
    of_config("probing", "split", to={**shares, "validation": 0.2, "test": 0.3})(bench)
    assert bench.plan() >= FITS


def test_touching_results_does_not_pass_them_off_as_made_today(bench: Workbench) -> None:
    OTHER_K(bench)
    bench.build("--touch")
    assert bench.plan() == FITS | BELOW


def test_an_edited_output_is_seen_without_the_notes_of_snakemake(bench: Workbench) -> None:
    shutil.rmtree(bench.work / ".snakemake")
    spoil("probes/tiny/notes/digits/unigram.parquet")(bench)
    assert bench.plan() == jobs_below("fit_unigram/tiny/notes/digits/unigram")


def test_a_result_without_its_record_is_not_trusted(bench: Workbench) -> None:
    (bench.results / "probes/tiny/notes/digits/unigram.parquet.stamp.json").unlink()
    run = bench.build()
    assert run.started == jobs_below("fit_unigram/tiny/notes/digits/unigram")
    assert run.computed == NOTHING


def test_only_what_is_asked_for_is_made(bench: Workbench) -> None:
    OTHER_K(bench)
    spoil("tables/probes.csv")(bench)
    target = "results/probes/tiny/notes/digits/mean_difference.parquet"
    assert bench.build("--dry-run", target).started == FITS & DIGITS


def test_what_is_asked_for_is_not_trusted_beside_a_lost_output(bench: Workbench) -> None:
    in_file("catalog/models.yaml", "models", "tiny", "origin", "steps", to=3)(bench)
    (bench.results / "models/tiny/training.parquet").unlink()
    assert bench.build("--dry-run", "results/models/tiny/model.json").started == jobs("train_model/tiny")


def test_results_go_on_without_the_cache(bench: Workbench, built: Workbench) -> None:
    shutil.rmtree(bench.results / ".cache")
    assert bench.plan() == NOTHING
    assert bench.build("--forcerun", "collect").computed == BELOW
    assert bench.content() == built.content()


@pytest.mark.parametrize("target", ["catalog", "data/notes.jsonl"])
def test_a_run_leaves_what_it_reads_as_it_is(bench: Workbench, target: str) -> None:
    path = bench.work / target
    before = [(found, found.read_bytes()) for found in [path, *path.rglob("*")] if found.is_file()]
    OTHER_K(bench)
    bench.build()
    assert [(found, os.path.exists(found) and found.read_bytes()) for found, _ in before] == before


def jobs_below(job: str) -> frozenset[str]:
    """A probe's job and all that follows from probes."""
    return frozenset({job}) | BELOW
