"""What Snakemake does not notice is noticed here: see docs/staleness.md.

While Snakemake builds its graph, the records beside outputs are compared with today's stamps and bytes, and the jobs
whose records do not fit are forced. That nothing is there is noticed by Snakemake itself; of a job with several
outputs, it looks only at those that are asked for.
"""

import atexit
import json
from dataclasses import asdict, replace
from types import SimpleNamespace

from snakemake.iocontainers import Wildcards

from sparse_probing.audit import examine
from sparse_probing.code_notes import note_code
from sparse_probing.contents import Contents
from sparse_probing.lock import lock
from sparse_probing.memory import ADVICE
from sparse_probing.planned_jobs import JOBS_WANTED, WITH_RESOURCES, PlannedJob, PlannedJobs

MISSING_SOURCES = {f"{DATA}/{file}" for file in DOWNLOADS}


def producer(file):
    """The rule that makes `file`, or None for a source."""
    return next((made_by for made_by in workflow.rules if made_by.is_producer(file)), None)


def planned_job(made_by, wildcards):
    """A job as the audit needs it. The manifest beside an ancient input stands for its content."""
    inputs, *_ = made_by.expand_input(wildcards)
    outputs, _ = made_by.expand_output(wildcards)
    by_products = [*made_by.expand_log(wildcards), made_by.expand_benchmark(wildcards)]
    return PlannedJob(
        made_by.name,
        outputs=[str(file) for file in outputs],
        inputs=[str(file) for file in inputs if not file.is_ancient],
        downloads=[str(file) for file in inputs if str(file) in MISSING_SOURCES],
        stamp=json.loads(made_by.params.stamp(SimpleNamespace(**wildcards))),
        by_products=[str(file) for file in by_products if file],
    )


def with_resources(job):
    """The job with what it asks of a scheduler at its first attempt."""
    made_by = producer(job.outputs[0])
    wildcards = made_by.get_wildcards(job.outputs[0])
    inputs, *_ = made_by.expand_input(wildcards)
    asked = made_by.expand_resources(Wildcards(fromdict=wildcards), inputs, 1)
    return replace(job, resources={name: asked.get(name) for name in ("mem_mb", "runtime", "disk_mb")})


def planned_jobs():
    """All jobs of the experiment, whatever their state."""
    everything, *_ = workflow.get_rule("all").expand_input({})
    pending = [str(file) for file in everything]
    jobs = []
    seen = set()
    while pending:
        file = pending.pop()
        made_by = None if file in seen else producer(file)
        seen.add(file)
        if made_by is not None:
            job = planned_job(made_by, made_by.get_wildcards(file))
            jobs.append(job)
            seen.update(job.outputs)
            pending.extend(file for file in job.inputs if file not in job.downloads)
    return jobs


def forcing(made_by, contents):
    """An input function that gives no files, but forces each job of a rule whose records do not fit."""
    asking = []

    def no_files(wildcards):
        if not asking:  # else it is planned_job that asks for the inputs
            asking.append(made_by)
            job = planned_job(made_by, dict(wildcards.items()))
            asking.clear()
            is_there = any(Path(output).exists() for output in job.outputs)
            if is_there and examine(job, contents).state != "fresh":
                workflow.dag.forcefiles.update(job.outputs)
        return []

    return no_files


def note_today():
    """Write down the code of today, so that another day a change of it can be told by module."""
    note_code(Path(CACHE), sorted((BASE / "scripts").glob("*.py")))


if os.environ.get(JOBS_WANTED):
    if Path(CACHE).is_dir():
        note_today()
    jobs = planned_jobs()
    if os.environ[JOBS_WANTED] == WITH_RESOURCES:
        jobs = [with_resources(job) for job in jobs]
    logs_of_commands = [str(log) for each in workflow.rules if not each.output for log in each.log]
    print(json.dumps(asdict(PlannedJobs(RESULTS, tuple(jobs), tuple(logs_of_commands)))))
    sys.exit()
if workflow.is_main_process and LOCAL:
    contents = Contents(Path(CACHE) / "contents.json")
    atexit.register(contents.save)
    for made_by in [each for each in workflow.rules if each.output]:
        made_by.set_input(forcing(made_by, contents))


def lift_default_rate(scheduler):
    """Take back Snakemake's limit of 100 starts of jobs a second, unless somebody has set another.

    Where there is one, Snakemake 9.27 sets a timer whenever it looks at the jobs that are ready, and the timer
    makes it look again: each job that ends adds a look a second, until a core does nothing else.
    """
    rate = scheduler.job_rate_limiter
    if rate is not None and (rate.max_jobs, rate.timespan) == (100, 1):
        scheduler.job_rate_limiter = None


onstart:
    lift_default_rate(workflow.scheduler)
    try:
        lock(Path(RESULTS))
        note_today()
    except UserError as error:
        sys.exit(f"error: {error}")


# A process that the system kills says nothing itself; a shell tells of SIGKILL and SIGABRT by 137 and 134.
onerror:
    told = "".join(
        Path(file).read_text(encoding="utf-8") for file in ([log] if isinstance(log, str) else log)
    )
    if re.search("died with <Signals.SIG(KILL|ABRT)|exit status (137|134)", told):
        print(f"error: a job was killed by the system, most likely {ADVICE}", file=sys.stderr)
