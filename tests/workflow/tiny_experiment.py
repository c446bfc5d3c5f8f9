"""A tiny experiment in a folder of its own, and the means to run the project's Snakefile on it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
PARTS = ("Snakefile", "profiles", "scripts", "src", "workflow")
"""Of the project, what a run reads, but for its config."""

CONFIG: dict[str, Any] = {
    "catalog_dir": "catalog",
    "models": ["tiny", "wider"],
    "datasets": ["words", "languages"],
    "probing": {
        "methods": ["mean_difference", "dense", "unigram"],
        "k": [1, 2, 4],
        "bootstrap": {"draws": 100},
    },
    "casestudies": {"include": []},
    "extraction": {"best_from_sums": 4},
    "figures": {"style": {"dpi": 60}},
}
RECIPE = {
    "kind": "trained",
    "datasets": ["words", "languages"],
    "layers": 2,
    "heads": 1,
    "steps": 5,
    "context": 32,
}
CATALOG: dict[str, Any] = {
    "models.yaml": {
        "tokenizers": {"bpe": {"kind": "trained", "vocabulary": 400, "datasets": ["words", "languages"]}},
        "models": {
            "tiny": {"origin": {**RECIPE, "width": 8}, "tokenizer": "bpe"},
            "wider": {"origin": {**RECIPE, "width": 16}, "tokenizer": "bpe"},
        },
    },
    "datasets/words.yaml": {
        "description": "words of a generated treebank",
        "source": {"format": "conllu", "generator": {"name": "treebank", "documents": 60}},
        "unit": "span",
        "sample": {"rows": 800},
        "features": [
            {"name": "noun", "category": "part_of_speech", "where": "upos = 'NOUN'"},
            {"name": "verb", "category": "part_of_speech", "where": "upos = 'VERB'"},
        ],
    },
    "datasets/languages.yaml": {
        "description": "generated texts in nine languages, in two shards",
        "source": {
            "format": "jsonl",
            "generator": {"name": "languages", "documents": 450},
            "annotations": {"lang": "lang"},
        },
        "unit": "document",
        "aggregation": "mean",
        "context": 64,
        "shards": 2,
        "features": [
            {"one_vs_rest": {"column": "lang", "values": ["el", "sv"]}, "category": "natural_language"}
        ],
    },
}


@dataclass(frozen=True)
class Experiment:
    """A folder with a config and a catalog, and the results that Snakemake builds in it."""

    folder: Path

    def snakemake(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the project's workflow in the folder."""
        command = [sys.executable, "-m", "snakemake", "--snakefile", str(ROOT / "Snakefile"), "--cores", "2"]
        return subprocess.run(
            [*command, "--directory", str(self.folder), *arguments],
            cwd=self.folder,
            env={**os.environ, "COLUMNS": "200"},
            capture_output=True,
            text=True,
            check=False,
        )

    def build(self, *arguments: str) -> set[str]:
        """Run to success; return the rules of which jobs ran."""
        done = self.snakemake(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return rules_in(done.stdout + done.stderr)

    def plan(self) -> set[str]:
        """The rules of which jobs would run."""
        return self.build("--dry-run")

    def edit(self, file: str, change: Callable[[Any], None]) -> None:
        """Apply `change` to the content of a YAML file."""
        edit_yaml(self.folder / file, change)


def edit_yaml(path: Path, change: Callable[[Any], None]) -> None:
    """Apply `change` to the content of a YAML file; keys keep their order."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


def copy_project(folder: Path, *more: str) -> None:
    """Copy what a run reads, and `more` of the project, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in (*PARTS, *more):
        source, target = ROOT / part, folder / part
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy(source, target)


def rules_in(output: str) -> set[str]:
    """Names of the rules in Snakemake's table of jobs; empty if there was nothing to do."""
    return set(jobs_in(output))


def jobs_in(output: str) -> dict[str, int]:
    """How many jobs of each rule there are in Snakemake's table of jobs."""
    jobs = {}
    for table in output.split("Job stats:")[1:]:
        lines = table.strip().splitlines()[2:]
        for line in lines:
            name, _, count = line.strip().rpartition(" ")
            if not count.isdigit():
                break
            jobs[name.strip()] = int(count)
    return {name: count for name, count in jobs.items() if name not in ("all", "total")}


def write_experiment(folder: Path) -> Experiment:
    """Write the tiny experiment into `folder`."""
    for name, content in CATALOG.items():
        path = folder / "catalog" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content), encoding="utf-8")
    (folder / "config.yaml").write_text(yaml.safe_dump(CONFIG), encoding="utf-8")
    return Experiment(folder)
