"""What README.md, CONTRIBUTING.md and docs/ name is there: files, headings, commands, targets, keys."""

import io
import re
import subprocess
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
import yaml
from document_blocks import BLOCK, DOCS, blocks
from pydantic import BaseModel
from tiny_experiment import ROOT

from sparse_probing.commands import main
from sparse_probing.settings.dataset import Dataset, FeatureList
from sparse_probing.settings.experiment import Config
from sparse_probing.settings.loading import parse
from sparse_probing.settings.model import Models

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
NOTEBOOKS = sorted(DOCS.rglob("*.ipynb"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINK = re.compile(r"\]\(([^()\s]+)\)")
DEFAULTS = yaml.safe_load((ROOT / "workflow/schemas/config.default.yaml").read_text(encoding="utf-8"))

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return BLOCK.sub("", page.read_text(encoding="utf-8"))


def code(page: Path) -> str:
    """The code of a page: its blocks, and a line for each piece of code within its sentences."""
    blocks = [text for _, text in BLOCK.findall(page.read_text(encoding="utf-8"))]
    return "\n".join([*blocks, *re.findall(r"`([^`]+)`", prose(page))])


def anchors(page: Path) -> set[str]:
    """What links to the headings of a page are called."""
    headings = re.findall(r"^#+ (.*)$", prose(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(page: Path) -> list[tuple[Path, str]]:
    """The file and the anchor of every link to a file."""
    found = [link.partition("#") for link in LINK.findall(prose(page)) if "://" not in link]
    return [((page.parent / path).resolve() if path else page, anchor) for path, _, anchor in found]


def names_behind(command: str, text: str) -> set[str]:
    """The first word behind a command, wherever it has one."""
    return set(re.findall(rf"(?<![\w/'-]){command} ([a-z][a-z_-]*)\b(?![/.])", text))


@every_page
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for file, anchor in links(page):
        if file.is_relative_to(ROOT / "results"):
            continue  # a run builds it
        assert file.exists(), f"{page.name}: {file}"
        assert not anchor or anchor in anchors(file), f"{page.name}: {file.name}#{anchor}"


def test_every_page_can_be_reached_from_the_index() -> None:
    reached, pending = set(), [DOCS / "index.md"]
    while pending:
        page = pending.pop()
        reached.add(page)
        if page.suffix == ".md" and page.exists():
            pending += [file for file, _ in links(page) if file.is_relative_to(DOCS) and file not in reached]
    assert {*DOCS.rglob("*.md"), *NOTEBOOKS} <= reached


def test_every_picture_is_shown_somewhere_with_words_for_those_who_cannot_see_it() -> None:
    shown = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", README)
    assert {ROOT / path for _, path in shown} == set((DOCS / "pictures").glob("*"))
    assert all(len(words.split()) > 5 for words, _ in shown)
    assert all((ROOT / path).stat().st_size < 250_000 for _, path in shown)


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) < 200


def test_the_folder_picture_is_the_tree() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    there = {path.split("/")[0] + "/" * ("/" in path) for path in tracked.splitlines()}
    (picture,) = [text for _, text in BLOCK.findall(README) if text.startswith("README.md ")]
    assert [line.split()[0] for line in picture.splitlines()] == sorted(
        (name for name in there if not name.startswith(".")),
        key=picture.index,
    )


@every_page
def test_every_target_of_make_that_is_named_is_there(page: Path) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert names_behind("make", code(page)) <= set(targets)


@pytest.mark.parametrize("arguments", [[], ["help"]], ids=["make", "make help"])
def test_make_lists_every_target_with_what_it_does(arguments: list[str]) -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", text, flags=re.MULTILINE)
    command = ["make", "--no-print-directory", *arguments]  # `make test` runs this as a make within a make
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [line.split()[0] for line in said.splitlines()] == phony.split()
    assert all(len(line.split()) > 3 for line in said.splitlines())


def help_of(*command: str) -> str:
    """What `sparse-probing COMMAND --help` prints on a wide terminal."""
    shown = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(shown), pytest.raises(SystemExit, match="0"):
        patch.setenv("COLUMNS", "200")
        main([*command, "--help"])
    return shown.getvalue()


COMMANDS = re.findall(r"^    ([a-z-]+)\s", help_of().partition("options:")[0], flags=re.MULTILINE)


@every_page
def test_every_command_of_sparse_probing_that_is_named_is_there(page: Path) -> None:
    assert names_behind("sparse-probing", code(page)) <= set(COMMANDS)


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)], ids=" ".join)
def test_help_says_where_options_of_snakemake_go(command: list[str]) -> None:
    assert "sparse-probing neurons --feature French -- --configfile my.yaml" in help_of(*command)


def test_the_readme_names_every_command() -> None:
    assert names_behind("sparse-probing", code(ROOT / "README.md")) == set(COMMANDS)


@every_page
def test_every_target_of_snakemake_that_is_named_is_there(page: Path) -> None:
    files = [ROOT / "Snakefile", *(ROOT / "workflow/rules").glob("*.smk")]
    rules = {
        name
        for file in files
        for name in re.findall(r"^rule (\w+):", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    }
    for targets in re.findall(r"(?<![\w/'-])snakemake ((?:[a-z][a-z_]*(?![\w/.-]) ?)+)", code(page)):
        assert set(targets.split()) <= rules


def yaml_blocks() -> Iterator[Any]:
    for page in PAGES:
        for number, text in enumerate(blocks(page, "yaml"), start=1):
            if text.startswith("# in profiles/"):
                continue  # those are Snakemake's own keys
            yield pytest.param(yaml.safe_load(text), id=f"{page.relative_to(ROOT)}-{number}")


def kind_of(content: Any) -> tuple[type[BaseModel], Any]:
    """The settings that a block of YAML shows, and the block made whole."""
    if isinstance(content, list):
        return FeatureList, {"features": content}
    if "source" in content:
        return Dataset, content
    if isinstance(content.get("models"), dict) or "tokenizers" in content:
        return Models, {"models": {}, "tokenizers": {}} | content
    if "features" in content:
        return FeatureList, content
    return Config, {"models": ["any"], "datasets": ["any"]} | content


@pytest.mark.parametrize("content", list(yaml_blocks()))
def test_every_block_of_yaml_is_what_the_project_reads(content: Any) -> None:
    model, whole = kind_of(content)
    parse(model, whole, origins=[("page", whole)])


@every_page
def test_every_key_of_the_config_within_a_sentence_is_there(page: Path) -> None:
    for text in re.findall(r"`([^`\n]+)`", prose(page)):
        if match := re.fullmatch(r"(\w+)((?:\.[a-z_]+)+)(?:: .*)?", text):
            if match[1] not in DEFAULTS or text.endswith(".py"):
                continue
            place = DEFAULTS
            for key in text.partition(":")[0].split("."):
                assert key in place, text
                place = place[key]
        elif re.fullmatch(r"(\w+): \{.*\}", text) and text.partition(":")[0] in Config.model_fields:
            model, whole = kind_of(yaml.safe_load(text))
            parse(model, whole, origins=[("page", whole)])
