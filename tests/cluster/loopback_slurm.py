"""A Slurm cluster of one node on the loopback of this machine, of Debian's munge, slurmctld and slurmd."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from waiting import wait_until

CONF = Path("/etc/slurm/slurm.conf")  # where jobs look for it: they do not inherit SLURM_CONF
PROGRAMS = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "scontrol"]


def why_not() -> str | None:
    """Why a cluster cannot be started here; None where it can."""
    missing = [program for program in PROGRAMS if find(program) is None]
    if missing:
        return f"needs {missing[0]}: apt-get install munge slurmctld slurmd slurm-client"
    if os.geteuid() != 0:
        return "needs root: slurmd starts jobs as their users"
    if CONF.exists():
        return f"{CONF} is there: the cluster of this machine is left alone"
    return None


def find(program: str) -> str | None:
    """The path of a program, which may be one for administrators alone."""
    return shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")


@dataclass(frozen=True)
class SlurmJob:
    """A line of squeue."""

    number: int
    state: str
    comment: str
    """Says the rule and the wildcards."""
    memory: str


@contextmanager
def loopback_slurm(folder: Path) -> Iterator[None]:
    """Run a cluster whose files are in `folder`; Slurm's jobs end with it."""
    folder.chmod(0o755)
    for name in ("state", "spool"):
        (folder / name).mkdir()
    key = folder / "munge.key"
    key.write_bytes(os.urandom(128))
    key.chmod(0o600)
    CONF.parent.mkdir(exist_ok=True)
    CONF.write_text(configuration(folder), encoding="utf-8")
    daemons: list[subprocess.Popen[bytes]] = []
    try:
        for command in (
            ["munged", "--foreground", "--force", *munge_options(folder)],
            ["slurmctld", "-D", "-c"],
            ["slurmd", "-D"],
        ):
            daemons.append(start(command, folder))
            if command[0] == "munged":
                wait_until((folder / "munge.socket").exists, "munged listens")
        wait_until(lambda: "idle" in said(["sinfo", "--noheader", "--format=%T"]), "the node is idle")
        yield
    finally:
        said(["scancel", "--user=root"])
        for daemon in reversed(daemons):
            daemon.terminate()
            daemon.wait()
        CONF.unlink()


def start(command: list[str], folder: Path) -> "subprocess.Popen[bytes]":
    """Start a daemon in the foreground, its words in a file."""
    program = find(command[0])
    assert program is not None
    with (folder / f"{command[0]}.out").open("wb") as out:
        return subprocess.Popen([program, *command[1:]], stdout=out, stderr=subprocess.STDOUT)


def munge_options(folder: Path) -> list[str]:
    """All files of munged in `folder`, so that a munged of this machine is left alone."""
    files = {
        "socket": "munge.socket",
        "key-file": "munge.key",
        "pid-file": "munge.pid",
        "seed-file": "munge.seed",
    }
    return [f"--{option}={folder / name}" for option, name in files.items()] + [
        f"--log-file={folder / 'munged.log'}"
    ]


def configuration(folder: Path) -> str:
    """slurm.conf: jobs that take more memory than they asked for are killed; a busy machine is waited for."""
    host = socket.gethostname().partition(".")[0]
    megabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    controller, node = free_port(), free_port()
    return f"""
ClusterName=loopback
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller}
SlurmdPort={node}
SlurmUser=root
SlurmdUser=root
AuthInfo=socket={folder}/munge.socket
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=task=1
JobAcctGatherParams=OverMemoryKill
MinJobAge=3600
ReturnToService=2
KillWait=1
MessageTimeout=100
SlurmdTimeout=0
BatchStartTimeout=600
NodeName={host} NodeAddr=127.0.0.1 CPUs={os.cpu_count()} RealMemory={megabytes}
PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE
"""


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def said(command: list[str]) -> str:
    """What a client of Slurm prints."""
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def slurm_jobs() -> list[SlurmJob]:
    """All jobs that the cluster has seen, finished or not, in order."""
    lines = said(["squeue", "--noheader", "--states=all", "--format=%i|%T|%m|%k"]).splitlines()
    fields = [line.split("|", 3) for line in lines]
    return sorted(
        (SlurmJob(int(number), state, comment, memory) for number, state, memory, comment in fields),
        key=lambda job: job.number,
    )
