"""Documents as readers follow them: the files that they show, their commands in a copy of the project."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tiny_experiment import ROOT, copy_project, edit_yaml

DOCS = ROOT / "docs"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
"""A block of code: its kind and its text."""


def blocks(document: Path, kind: str = "") -> list[str]:
    """The code blocks of a kind, such as `yaml`; those of no kind hold commands."""
    found = BLOCK.findall(document.read_text(encoding="utf-8"))
    return [text for named, text in found if named == kind]


def shown_files(document: Path) -> dict[str, str]:
    """The YAML files that a document shows whole, by the name in the comment that they begin with."""
    named = (re.match(r"# (\S+\.yaml)\n", block) for block in blocks(document, "yaml"))
    return {name.group(1): name.string for name in named if name}


def commands(document: Path) -> list[str]:
    """Every command of a document, in order."""
    return [line for block in blocks(document) for line in block.splitlines()]


def change_lines(file: Path, changed: str) -> None:
    """Put a document's lines `key: value` in the place of those of a YAML file, or of its `# key: value`."""
    text = file.read_text(encoding="utf-8")
    for line in changed.splitlines():
        if not line.startswith("#"):
            key = line.partition(":")[0]
            text, found = re.subn(rf"^(# )?{key}:.*$", line, text, flags=re.MULTILINE)
            assert found == 1, f"{file}: {found} lines for {key}"
    file.write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Clone:
    """A copy of the project, as a reader has it."""

    folder: Path

    def write(self, files: dict[str, str]) -> None:
        """Write files, by their names in the project."""
        for name, text in files.items():
            (self.folder / name).write_text(text, encoding="utf-8")

    def start(self, command: str) -> "subprocess.Popen[str]":
        """Start what stands in a line of a document, in a shell at the root of the project."""
        programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        own = {"PATH": programs, "PYTHONPATH": str(self.folder / "src"), "COLUMNS": "200"}
        return subprocess.Popen(
            ["bash", "-c", command],
            cwd=self.folder,
            env={**os.environ, **own},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, command: str) -> str:
        """Run it to success; what it says."""
        started = self.start(command)
        said, _ = started.communicate()
        assert started.returncode == 0, f"{command}\n{said}"
        return said

    def python(self, document: Path) -> str:
        """Run the Python of a document as one session; what it prints."""
        self.write({"session.py": "".join(blocks(document, "python"))})
        return self.run("python session.py")


def clone(folder: Path) -> Clone:
    """Copy the project, its default config and its tutorials into `folder`."""
    copy_project(folder, "config.yaml", "docs/tutorials")
    return Clone(folder)


def train_briefly(project: Clone) -> None:
    """Let forty steps on half of the texts of one dataset stand for the training of `demo-small`."""

    def shorten(models: dict[str, Any]) -> None:
        models["tokenizers"]["demo"]["datasets"] = ["demo_languages"]
        short = {"datasets": ["demo_languages"], "steps": 40, "threads": 1}
        models["models"]["demo-small"]["origin"] |= short

    catalog = project.folder / "workflow" / "catalog"
    edit_yaml(catalog / "models.yaml", shorten)
    edit_yaml(
        catalog / "datasets" / "demo_languages.yaml",
        lambda dataset: dataset["source"]["generator"].update(documents=900),
    )
