"""A small experiment beside a copy of the project, so that tests may edit both, and builds of it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from tiny_experiment import copy_project, edit_yaml

from sparse_probing.files import RECORD_SUFFIX
from sparse_probing.planned_jobs import JOBS_WANTED

CONFIG: dict[str, Any] = {
    "catalog_dir": "catalog",
    "models": ["tiny"],
    "datasets": ["words", "notes"],
    "probing": {"methods": ["mean_difference", "unigram"], "k": [1, 2], "bootstrap": {"draws": 100}},
    "casestudies": {"include": []},
    "figures": {"include": ["sparsity", "depth"], "style": {"dpi": 60}},
}
RECIPE = {"kind": "trained", "datasets": ["words"], "layers": 2, "heads": 1, "context": 32, "threads": 1}
CATALOG: dict[str, Any] = {
    "models.yaml": {
        "tokenizers": {"bpe": {"kind": "trained", "vocabulary": 400, "datasets": ["words"]}},
        "models": {
            "tiny": {"origin": {**RECIPE, "width": 8, "steps": 2}, "tokenizer": "bpe"},
            "wider": {"origin": {**RECIPE, "width": 16, "steps": 2}, "tokenizer": "bpe"},
            "tiny-stream": {"weights_of": "tiny", "tokenizer": "bpe", "site": "residual"},
        },
    },
    "datasets/words.yaml": {
        "description": "words of a generated treebank",
        "source": {"format": "conllu", "generator": {"name": "treebank", "documents": 40}},
        "unit": "span",
        "sample": {"rows": 500},
        "features": [
            {"name": "noun", "category": "part_of_speech", "where": "upos = 'NOUN'"},
            {"name": "verb", "category": "part_of_speech", "where": "upos = 'VERB'"},
        ],
    },
    "datasets/notes.yaml": {
        "description": "short texts from a file",
        "source": {"format": "jsonl", "files": ["notes.jsonl"], "annotations": {"kind": "kind"}},
        "unit": "document",
        "aggregation": "mean",
        "context": 32,
        "features": [{"name": "digits", "category": "text", "where": "kind = 'digits'"}],
    },
    "datasets/more.yaml": {
        "description": "a second treebank, which config.yaml does not choose at first",
        "source": {"format": "conllu", "generator": {"name": "treebank", "documents": 40, "seed": 1}},
        "unit": "span",
        "sample": {"rows": 300},
        "features": [{"name": "noun", "category": "part_of_speech", "where": "upos = 'NOUN'"}],
    },
}
NOTES = [
    {"id": f"note{number}", "text": text, "kind": kind}
    for number in range(150)
    for kind, text in [
        ("digits", f"{number} and {number * 7} make {number * 8}")
        if number % 3 == 0
        else ("words", "so much for that " * (1 + number % 4))
    ]
]


@dataclass(frozen=True)
class Run:
    """What a run of Snakemake did; jobs are named by their logs, as in fit_probe/tiny/words/noun/dense."""

    status: int
    output: str
    started: frozenset[str]
    computed: frozenset[str]
    """Those of the started jobs that found no result in the cache."""


@dataclass(frozen=True)
class Workbench:
    """A folder with a copy of the project and an experiment in work/."""

    folder: Path

    @property
    def project(self) -> Path:
        """The copy of the project."""
        return self.folder / "project"

    @property
    def work(self) -> Path:
        """The folder of the experiment, in which Snakemake runs."""
        return self.folder / "work"

    @property
    def results(self) -> Path:
        """What was built."""
        return self.work / "results"

    def copy(self, folder: Path) -> "Workbench":
        """All of it once more, times of change and hard links included."""
        subprocess.run(["cp", "-a", self.folder, folder], check=True)
        return Workbench(folder)

    def command(self, *arguments: str) -> list[str]:
        """The command line of a run."""
        snakefile = str(self.project / "Snakefile")
        return [sys.executable, "-m", "snakemake", "--snakefile", snakefile, "--cores", "2", *arguments]

    def environment(self) -> dict[str, str]:
        """The environment of a run: BLAS on one thread, packages of this folder and its library first."""
        threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
        return {**os.environ, **threads, "PYTHONPATH": f"{self.folder / 'packages'}:{self.project / 'src'}"}

    def call(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run any command in the experiment's folder."""
        return subprocess.run(
            command, cwd=self.work, env=self.environment(), capture_output=True, text=True, check=False
        )

    def run(self, *arguments: str) -> Run:
        """Run Snakemake, whether it succeeds or not."""
        done = self.call(*self.command(*arguments))
        output = done.stdout + done.stderr
        started = re.findall(r"^    log: results/logs/(.*)\.log(?: \(.*\))?$", output, flags=re.MULTILINE)
        computed = [job for job in started if not self._from_cache(job)]
        return Run(done.returncode, output, frozenset(started), frozenset(computed))

    def build(self, *arguments: str) -> Run:
        """Run Snakemake to success."""
        done = self.run(*arguments)
        assert done.status == 0, done.output
        return done

    def plan(self) -> frozenset[str]:
        """The jobs that would start."""
        return self.build("--dry-run").started

    def audit(self, *arguments: str) -> list[str]:
        """What the command `sparse-probing` says, by line."""
        options = ["--", "--snakefile", str(self.project / "Snakefile")]
        done = self.call(sys.executable, "-m", "sparse_probing.commands", *arguments, *options)
        return (done.stdout + done.stderr).splitlines()

    def stamps(self) -> dict[str, Any]:
        """Today's stamp of every job, built or not."""
        done = self.call("env", f"{JOBS_WANTED}=1", *self.command())
        assert done.returncode == 0, done.stderr
        prefix = "results/logs/"
        return {
            job["by_products"][0].removeprefix(prefix).removesuffix(".log"): job["stamp"]
            for job in json.loads(done.stdout)["jobs"]
        }

    def commands(self) -> list[str]:
        """The shell commands of all jobs that would start, each after those that it needs."""
        output = self.build("--dry-run", "--printshellcmds").output
        return re.findall(r"^Shell command: (OMP_NUM_THREADS=.*)$", output, flags=re.MULTILINE)

    def edit(self, file: str, change: Callable[[Any], None]) -> None:
        """Apply `change` to the content of a YAML file of the experiment."""
        edit_yaml(self.work / file, change)

    def replace(self, file: str, old: str, new: str) -> None:
        """Replace a text that occurs once in a file of the project."""
        path = self.project / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file}: {text.count(old)} times {old!r}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def content(self) -> dict[str, bytes]:
        """All results by name: no records, logs, benchmarks or hidden files, nor what a kill left half done.

        That has a name of its own, which `prune` lists.
        """
        return {
            str(path.relative_to(self.results)): path.read_bytes()
            for path in sorted(self.results.rglob("*"))
            if path.is_file()
            and not path.name.endswith(RECORD_SUFFIX)
            and not any(
                part.startswith(".") or part.endswith(".partial")
                for part in path.relative_to(self.results).parts
            )
            and path.relative_to(self.results).parts[0] not in ("logs", "benchmarks")
        }

    def _from_cache(self, job: str) -> bool:
        log = self.results / "logs" / f"{job}.log"
        return log.is_file() and "from cache" in log.read_text(encoding="utf-8")


def set_up(folder: Path) -> Workbench:
    """Write the experiment, and copy the project beside it."""
    bench = Workbench(folder)
    copy_project(bench.project)
    files: Mapping[str, str] = {
        "config.yaml": yaml.safe_dump(CONFIG, sort_keys=False),
        "data/notes.jsonl": "".join(json.dumps(note) + "\n" for note in NOTES),
        **{f"catalog/{name}": yaml.safe_dump(content, sort_keys=False) for name, content in CATALOG.items()},
    }
    for name, text in files.items():
        path = bench.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return bench
