from pathlib import Path

import pytest

from sparse_probing.commands import why
from sparse_probing.errors import UserError
from sparse_probing.files import content_of
from sparse_probing.planned_jobs import PlannedJob, PlannedJobs
from sparse_probing.record import Record

FETCH = PlannedJob("fetch_model", ["out/models/m/model.json"], [], {}, ["out/logs/m.log"])
WEIGHTS = "out/models/m/model.safetensors"


def made(*outputs: str) -> None:
    """Write outputs with their record, as a job does."""
    for output in outputs:
        Path(output).parent.mkdir(parents=True, exist_ok=True)
        Path(output).write_text(output)
    Record({}, {}, {output: content_of(Path(output)) for output in outputs}).save()


@pytest.fixture(autouse=True)
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlannedJobs:
    """A fetched model, whose job declares the card alone."""
    monkeypatch.chdir(tmp_path)
    made("out/models/m/model.json", WEIGHTS)
    return PlannedJobs("out", (FETCH,))


@pytest.mark.parametrize("file", ["out/models/m/model.json", WEIGHTS, f"./{WEIGHTS}", "out/logs/m.log"])
def test_why_knows_all_files_of_a_job(plan: PlannedJobs, file: str) -> None:
    assert list(why(plan, file)) == [f"{file}: fresh (fetch_model)"]


def test_why_names_the_reason_by_any_file_of_the_job(plan: PlannedJobs) -> None:
    Path(WEIGHTS).write_text("spoilt")
    assert list(why(plan, WEIGHTS)) == [
        f"{WEIGHTS}: stale (fetch_model)",
        f"    {WEIGHTS} is not as it was written",
    ]


def test_a_file_is_of_the_job_that_makes_it_today(plan: PlannedJobs) -> None:
    train = PlannedJob("train", [WEIGHTS], [], {}, [])
    for jobs in ((train, FETCH), (FETCH, train)):
        assert next(why(PlannedJobs("out", jobs), WEIGHTS)).endswith("(train)")


def test_what_no_job_makes_any_more_is_orphaned(plan: PlannedJobs) -> None:
    made("out/gone")
    assert list(why(plan, "./out/gone")) == ["./out/gone: orphaned, no job of this experiment makes it"]
    with pytest.raises(UserError, match="out/never: expected a file that the experiment makes"):
        list(why(plan, "out/never"))
