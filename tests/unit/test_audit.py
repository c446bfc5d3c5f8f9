"""What makes a job stale, by records and bytes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sparse_probing.audit import Finding, below, examine
from sparse_probing.contents import Contents
from sparse_probing.files import content_of
from sparse_probing.planned_jobs import PlannedJob
from sparse_probing.record import Record, record_path

STAMP = {"settings": {"k": [1, 2]}, "code": "abc", "packages": {"polars": "1.0"}}
JOB = PlannedJob("fit", ["out/probe", "out/store"], ["rows", "probes/a"], STAMP, ["logs/fit.log"])


@pytest.fixture(autouse=True)
def finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A finished job in the current folder; it read one file, and one of two in a folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("rows", "probes/a", "probes/b", "out/probe", "out/store/part"):
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    inputs = {name: [(name, content_of(Path(name)))] for name in ("rows", "probes")}
    Record(STAMP, inputs, {name: content_of(Path(name)) for name in JOB.outputs}).save()


def look(job: PlannedJob = JOB) -> Finding:
    return examine(job, Contents(Path("memory.json")))


def test_a_finished_job_is_fresh() -> None:
    assert look() == Finding(JOB, "fresh", ())


def test_a_missing_output_is_missing() -> None:
    Path("out/probe").unlink()
    assert look() == Finding(JOB, "missing", ("out/probe is missing",))


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lambda: Path("out/probe").write_text("edited"), "out/probe is not as it was written"),
        (lambda: Path("out/store/part").write_text("cut"), "out/store/part is not as it was written"),
        (lambda: Path("out/store/more").write_text("new"), "out/store/more is not as it was written"),
        (lambda: Path("rows").write_text("edited"), "rows has changed"),
        (lambda: Path("probes/a").write_text("edited"), "probes/a has changed"),
        (lambda: Path("rows").unlink(), "rows is missing"),
        (lambda: record_path(Path("out/probe")).unlink(), "out/probe has no record of how it was made"),
    ],
)  # fmt: skip
def test_harm_is_named(harm: Callable[[], object], reason: str) -> None:
    harm()
    assert look() == Finding(JOB, "stale", (reason,))


def test_a_file_that_was_in_a_folder_but_is_not_asked_for_does_not_count() -> None:
    Path("probes/b").write_text("edited")
    assert look().state == "fresh"


def test_a_source_that_can_be_downloaded_again_may_go() -> None:
    Path("rows").unlink()
    assert look(replace(JOB, downloads=["rows"])).state == "fresh"


@pytest.mark.parametrize(
    ("stamp", "inputs", "reason"),
    [
        ({**STAMP, "settings": {"k": [1]}}, JOB.inputs, "settings.k: was [1, 2], is [1]"),
        ({**STAMP, "code": "abd"}, JOB.inputs, 'code: was "abc", is "abd"'),
        ({**STAMP, "packages": {"polars": "2.0"}}, JOB.inputs, 'packages.polars: was "1.0", is "2.0"'),
        (STAMP, [*JOB.inputs, "late"], "late is a new input"),
        (STAMP, ["probes/a"], "rows is no input any more"),
    ],
)
def test_another_plan_is_named_by_key(stamp: dict[str, object], inputs: list[str], reason: str) -> None:
    job = PlannedJob(JOB.rule, JOB.outputs, inputs, stamp, JOB.by_products)
    assert look(job) == Finding(job, "stale", (reason,))


def test_outputs_of_two_runs_do_not_belong_together() -> None:
    other = Record({**STAMP, "code": "old"}, {}, {name: content_of(Path(name)) for name in JOB.outputs})
    text = record_path(Path("out/probe")).read_text()
    other.save()
    record_path(Path("out/probe")).write_text(text)
    assert look().reasons == ("the outputs are of different runs",)


def test_a_record_of_another_file_is_no_record() -> None:
    Path("moved").write_text("out/probe")
    record_path(Path("moved")).write_text(record_path(Path("out/probe")).read_text())
    job = PlannedJob("fit", ["moved"], JOB.inputs, STAMP, [])
    assert look(job).reasons == ("the record of moved is that of another file",)


def test_fresh_jobs_below_a_stale_one_wait_for_it() -> None:
    def finding(output: str, source: str, reasons: tuple[str, ...] = ()) -> Finding:
        job = PlannedJob("rule", [output], [source], {}, [])
        return Finding(job, "stale" if reasons else "fresh", reasons)

    findings = [finding("c", "b"), finding("b", "a"), finding("a", "source", ("changed",)), finding("d", "e")]
    assert below(findings) == {"c": "a", "b": "a"}
