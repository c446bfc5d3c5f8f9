"""The same results from Slurm, whatever happens to jobs and to the process that sends them."""

import signal
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from cluster_experiment import SLURM, ClusterExperiment, content_of, write_cluster_experiment
from document_blocks import DOCS, blocks, change_lines, clone, commands, shown_files, train_briefly
from loopback_slurm import SlurmJob, slurm_jobs
from tiny_experiment import rules_in
from waiting import wait_until

from sparse_probing.files import RECORD_SUFFIX

pytestmark = [pytest.mark.cluster, pytest.mark.usefixtures("slurm")]

ENDED = ("COMPLETED", "CANCELLED", "FAILED", "OUT_OF_MEMORY")
TUTORIALS = DOCS / "tutorials"
SHORT_WAITS = """
slurm-init-seconds-before-status-checks: 1
seconds-between-status-checks: 1
"""


@pytest.fixture
def jobs(slurm: None) -> "JobsSince":
    """The jobs that a test sends."""
    return JobsSince(len(slurm_jobs()))


class JobsSince:
    """Jobs of the cluster, but the first ones."""

    def __init__(self, before: int) -> None:
        self._before = before

    def __call__(self, rule: str = "") -> list[SlurmJob]:
        """Those of a rule or group, or all."""
        return [job for job in slurm_jobs()[self._before :] if rule in job.comment]


def test_results_are_those_of_a_local_run(
    local: ClusterExperiment, jobs: JobsSince, tmp_path_factory: pytest.TempPathFactory
) -> None:
    remote = write_cluster_experiment(tmp_path_factory.mktemp("remote"))
    remote.build(*SLURM)
    assert remote.content() == local.content()
    # A store is a job, of words one and of languages four; sixteen probe jobs are one; tables are none.
    assert Counter(job.state for job in jobs("extract_activations")) == {"COMPLETED": 5}
    assert len({job.comment for job in jobs("extract_activations") if "languages" in job.comment}) == 4
    assert [job.state for job in jobs("probes")] == ["COMPLETED"]
    assert not jobs("collect") and not jobs("draw")
    assert "Nothing to be done" in remote.build(*SLURM)


def test_a_job_out_of_memory_gets_more(
    local: ClusterExperiment, without_stores: ClusterExperiment, jobs: JobsSince
) -> None:
    store = "results/activations/tiny/words/0000.manifest.json"
    without_stores.build(*SLURM, store, "--set-resources", "extract_activations:mem_mb=250*attempt**2")
    first, *_, last = jobs()
    assert (first.memory, first.state) == ("250M", "FAILED")  # as Slurm calls it where its daemon kills
    assert (last.memory, last.state) == ("1000M", "COMPLETED")
    written = without_stores.content()
    assert {path: local.content()[path] for path in written} == written


def test_a_cancelled_job(
    local: ClusterExperiment, without_stores: ClusterExperiment, jobs: JobsSince
) -> None:
    run = without_stores.start(*SLURM, "--retries", "0", "activations")
    wait_until(lambda: any(job.state == "RUNNING" for job in jobs()), "a job runs")
    victim = next(job for job in jobs() if job.state == "RUNNING")
    subprocess.run(["scancel", str(victim.number)], check=True)
    said, _ = run.communicate()
    assert run.returncode == 1, said
    assert without_stores.content() != local.content()
    without_stores.build(*SLURM, "activations")
    assert without_stores.content() == local.content()


def test_snakemake_killed_while_its_jobs_go_on(
    local: ClusterExperiment, without_stores: ClusterExperiment, jobs: JobsSince
) -> None:
    run = without_stores.start(*SLURM, "activations")
    wait_until(lambda: any(job.state == "RUNNING" for job in jobs()), "a job runs")
    run.send_signal(signal.SIGKILL)
    run.communicate()
    without_stores.build(*SLURM, "activations")
    wait_until(lambda: all(job.state in ENDED for job in jobs()), "the jobs of both runs have ended")
    assert len(jobs()) > 5
    assert without_stores.content() == local.content()


def test_the_tutorial(jobs: JobsSince, tmp_path_factory: pytest.TempPathFactory) -> None:
    project = clone(tmp_path_factory.mktemp("tutorial"))
    train_briefly(project)
    project.write(shown_files(TUTORIALS / "french_neuron.md"))
    document = TUTORIALS / "slurm.md"
    local, new_profile, marked, plan, build, queue, cancel, compare, resources = commands(document)
    project.run(local)
    assert "Nothing to be done" in project.run(local)
    project.run(new_profile)
    profile = project.folder / "profiles" / "mine" / "config.yaml"
    assert len(project.run(marked).splitlines()) >= len(blocks(document, "yaml")[0].splitlines())
    change_lines(profile, blocks(document, "yaml")[0])
    profile.write_text(profile.read_text(encoding="utf-8") + SHORT_WAITS, encoding="utf-8")
    assert {"train_model", "extract_activations", "fit_probe"} <= rules_in(project.run(plan))

    run = project.start(build)
    wait_until(lambda: any(job.state == "RUNNING" for job in jobs("train_model")), "the model is trained")
    (victim,) = jobs("train_model")
    assert f"{victim.number} " in project.run(queue)
    project.run(cancel.replace("12", str(victim.number)))
    said, _ = run.communicate()
    assert run.returncode == 0, said
    again = jobs("train_model")
    assert [job.state for job in again] == ["CANCELLED", "COMPLETED"]
    assert megabytes(again[1]) == 2 * megabytes(again[0])
    assert [job.state for job in jobs("extract_activations")] == ["COMPLETED"]
    assert [job.state for job in jobs("probes")] == ["COMPLETED"]
    assert not jobs("draw") and not jobs("report")

    assert project.run(compare) == ""
    assert results_in(project.folder / "results/slurm") == results_in(project.folder / "results/french")
    used = project.run(resources)
    assert all(word in used for word in ("asked MB", "used MB", "of memory", "train_model", "fit_probe"))


def megabytes(job: SlurmJob) -> int:
    return int(job.memory.removesuffix("M"))


def results_in(folder: Path) -> dict[str, bytes]:
    """Results but for their records, which name the folder."""
    return {name: data for name, data in content_of(folder).items() if not name.endswith(RECORD_SUFFIX)}
