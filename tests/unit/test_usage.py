from sparse_probing.planned_jobs import PlannedJob
from sparse_probing.usage import Measured, usage_table

HEADER = "s\th:m:s\tmax_rss\tmax_vms\n"


def job(folder, name, *, rule="fit", line=None, memory=1000, minutes=10):
    file = folder / f"{name}.tsv"
    if line:
        file.write_text(HEADER + line)
    return PlannedJob(
        rule,
        outputs=[name],
        inputs=[],
        stamp={},
        by_products=[f"{name}.log", str(file)],
        resources={"mem_mb": memory, "runtime": minutes},
    )


def test_what_a_job_took_is_the_last_line_of_its_benchmark(tmp_path):
    measured = Measured.of(job(tmp_path, "a", line="1.0\t0:00:01\t5.0\t9\n60.0\t0:01:00\t250.5\t900\n"))
    assert measured == Measured(memory_mb=250.5, seconds=60)


def test_a_job_too_short_to_be_looked_at_has_no_memory(tmp_path):
    assert Measured.of(job(tmp_path, "a", line="0.1\t0:00:00\tNA\tNA\n")) == Measured(None, 0.1)


def test_a_job_that_has_not_run_was_not_measured(tmp_path):
    assert Measured.of(job(tmp_path, "a")) is None
    assert usage_table([job(tmp_path, "a")]).is_empty()


def test_shares_are_of_what_each_job_itself_asked_for(tmp_path):
    jobs = [
        job(tmp_path, "large", line="60\t0:01:00\t1000\t0\n", memory=4000),
        job(tmp_path, "small", line="300\t0:05:00\t900\t0\n", memory=1000, minutes=20),
        job(tmp_path, "other", line="6\t0:00:06\t10\t0\n", rule="draw"),
        job(tmp_path, "never"),
    ]
    draw, fit = usage_table(jobs).rows(named=True)
    assert (draw["rule"], draw["jobs"], draw["used MB"]) == ("draw", 1, 10)
    assert (fit["jobs"], fit["asked MB"], fit["used MB"], fit["of memory"]) == (2, 4000, 1000, 0.9)
    assert (fit["asked minutes"], fit["used minutes"], fit["of time"]) == (20, 5, 0.25)
