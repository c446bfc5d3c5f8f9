from pathlib import Path

import pytest

from sparse_probing.action_cache import ActionCache, action_key
from sparse_probing.files import content_of
from sparse_probing.orphans import older_results, orphans, remove_orphan
from sparse_probing.planned_jobs import PlannedJob, PlannedJobs
from sparse_probing.record import Record

WANTED = PlannedJob("fit", ["out/probes/wanted"], [], {}, ["out/logs/fit/wanted.log"])
PLAN = PlannedJobs("out", (WANTED,), ("out/logs/plan.log",))


def made(*outputs: str, code: str = "now") -> Record:
    """Write outputs with their record, as a job does."""
    for output in outputs:
        path = Path(output)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{output} {code}")
    record = Record({"code": code}, {}, {output: content_of(Path(output)) for output in outputs})
    record.save()
    return record


@pytest.fixture(autouse=True)
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A results folder with one wanted output, beside which its job left another, and its log."""
    monkeypatch.chdir(tmp_path)
    made("out/probes/wanted", "out/probes/beside")
    Path("out/logs/fit").mkdir(parents=True)
    Path("out/logs/fit/wanted.log").write_text("")
    return Path("out")


def test_what_is_wanted_is_no_orphan(results: Path) -> None:
    (results / "logs/plan.log").write_text("")
    assert orphans(PLAN) == []


def test_what_no_job_makes_any_more_is_an_orphan(results: Path) -> None:
    made("out/probes/gone/a")
    for name in ("logs/fit/gone.log", "benchmarks/gone.tsv", "probes/wanted.host-12.partial"):
        Path("out", name).parent.mkdir(exist_ok=True)
        Path("out", name).write_text("")
    assert [str(path) for path in orphans(PLAN)] == [
        "out/benchmarks/gone.tsv",
        "out/logs/fit/gone.log",
        "out/probes/gone/a",
        "out/probes/wanted.host-12.partial",
    ]


def test_files_of_the_user_and_other_experiments_are_left_alone(results: Path) -> None:
    for name in ("notes.md", "probes/mine.csv", "logs/mine.txt"):
        Path("out", name).write_text("mine")
    made("out/other/probes/a")
    Path("out/other/.cache").mkdir()
    assert orphans(PLAN) == []


def test_a_store_is_an_orphan_as_a_whole_and_goes_with_its_record_and_folder(results: Path) -> None:
    store = Path("out/activations/gone/0000.zarr")
    (store / "layers").mkdir(parents=True)
    (store / "layers" / "00").write_text("layer")
    Record({}, {}, {str(store): content_of(store)}).save()
    assert orphans(PLAN) == [store]
    remove_orphan(store, results)
    assert not Path("out/activations").exists()
    assert Path("out/probes/wanted").exists()


def test_results_that_are_not_of_what_stands_there_are_older(results: Path) -> None:
    cache = ActionCache(results / ".cache")
    for code in ("before", "now"):
        record = made("out/probes/wanted", code=code)
        path = Path("out/probes/wanted")
        cache.keep(action_key(record.stamp, record.inputs), {"probes": path}, {"probes": content_of(path)})
        path.unlink()
    made("out/probes/wanted", code="now")
    keys, files = older_results(results, [WANTED])
    assert keys == [action_key({"code": "before"}, {})]
    assert [path.read_text() for path in files] == ["out/probes/wanted before"]
