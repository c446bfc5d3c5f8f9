"""docs/tutorials but that of Slurm, as they say; a short training stands for the minutes of theirs."""

import re
import shutil
from pathlib import Path

import nbformat
import polars as pl
import pytest
from document_blocks import DOCS, Clone, blocks, clone, commands, shown_files, train_briefly
from nbclient import NotebookClient
from tiny_experiment import jobs_in, rules_in

TUTORIALS = DOCS / "tutorials"
FRENCH, OWN_FEATURE = TUTORIALS / "french_neuron.md", TUTORIALS / "own_feature.md"
NOTEBOOK = TUTORIALS / "stores.ipynb"
FEATURES = "workflow/catalog/features/natural_language.yaml"


@pytest.fixture(scope="module")
def french(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """A copy of the project in which the commands of the French neuron's tutorial were run."""
    project = clone(tmp_path_factory.mktemp("project"))
    train_briefly(project)
    project.write(shown_files(FRENCH))
    for command in commands(FRENCH):
        project.run(command)
    return project


@pytest.fixture
def onward(french: Clone, tmp_path: Path) -> Clone:
    """A copy of it, for a tutorial that goes on from there."""
    shutil.copytree(french.folder, tmp_path / "project")
    return Clone(tmp_path / "project")


def table(project: Clone, name: str) -> pl.DataFrame:
    return pl.read_parquet(project.folder / "results" / "french" / f"{name}.parquet")


def columns(text: str) -> list[list[str]]:
    """The names of the columns of each table that Polars printed."""
    headings = re.findall(r"^┌.*\n│ (.*) │$", text, flags=re.MULTILINE)
    return [[name.strip() for name in heading.split("┆")] for heading in headings]


def without_numbers(text: str) -> set[str]:
    """The lines of a table without their numbers."""
    return {" ".join(re.findall(r"[^\s\d,]+", line)) for line in text.splitlines()}


def test_the_french_neuron_is_found_and_beats_a_random_one(french: Clone) -> None:
    said = french.python(FRENCH)
    assert columns(said) == columns("".join(blocks(FRENCH, "text"))) != []
    (page,) = re.findall(r"^results/\S+\.html$", said, flags=re.MULTILINE)
    assert (french.folder / page).is_file()

    best = table(french, "tables/neurons").filter(feature="fr", rank=1).row(0, named=True)
    probes = table(french, "tables/probes").filter(feature="fr", k=1, layer=best["layer"])
    assert best["test_f1"] > probes.filter(method="random")["test_f1"].item()
    ablated = table(french, "casestudies/context_ablations").filter(role="studied")
    assert set(ablated["ablated"]) == {best["neuron"]}
    assert ablated.filter(pl.col("positive"))["class"].unique().to_list() == ["fr"]


def test_of_an_own_feature_only_its_probes_run(onward: Clone) -> None:
    features, plan, build, again, prune = commands(OWN_FEATURE)
    file = onward.folder / "workflow" / "catalog" / "features" / "natural_language.yaml"
    before = file.read_text(encoding="utf-8")
    (line,) = blocks(OWN_FEATURE, "yaml")
    file.write_text(before + line, encoding="utf-8")
    counts, job_table, _ = blocks(OWN_FEATURE, "text")
    assert without_numbers(counts) < without_numbers(onward.run(features))

    assert jobs_in(onward.run(plan)) == jobs_in(job_table)
    probes = onward.folder / "results/french/probes/demo-small/demo_languages"
    old = {path: path.stat().st_mtime_ns for path in probes.glob("*/*.parquet")}
    assert rules_in(onward.run(build)) == rules_in(job_table)
    assert {path: path.stat().st_mtime_ns for path in old} == old
    new = {path.parent.name for path in probes.glob("*/*.parquet")} - {path.parent.name for path in old}
    assert new == {"fr_of_romance"}
    assert "Nothing to be done" in onward.run(again)
    assert columns(onward.python(OWN_FEATURE)) == columns("".join(blocks(OWN_FEATURE, "text")))

    file.write_text(before, encoding="utf-8")
    onward.run(build)
    orphaned = [line for line in onward.run(prune).splitlines() if line.startswith("orphaned: ")]
    assert orphaned and all("fr_of_romance" in line for line in orphaned)


def test_the_notebook_runs_from_top_to_bottom(french: Clone) -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    place = {"metadata": {"path": str(french.folder / "docs" / "tutorials")}}
    NotebookClient(notebook, kernel_name="python3", resources=place).execute()
    results = {cell.id: cell.outputs[-1].data for cell in notebook.cells if cell.get("outputs")}
    assert "French" in results["draw-chart"]["image/svg+xml"]
    assert results["compare-xarray"]["text/plain"] == "True"


def test_the_notebook_is_kept_without_outputs_and_without_paths_of_a_machine() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert cells and not any(cell.outputs or cell.execution_count for cell in cells)
    assert not any(re.search(r"""["'(]([/~]|[A-Z]:)""", cell.source) for cell in notebook.cells)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", cell.id) for cell in notebook.cells)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
