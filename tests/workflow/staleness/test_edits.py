"""An edit starts exactly the jobs that depend on it, and the results equal a build from scratch."""

from pathlib import Path

import pytest
from edits import (
    BELOW,
    DENSE,
    EDITS,
    EVERYTHING,
    FITS,
    MODEL,
    MUCH_LIKE_OTHERS,
    ON_STORES,
    TOKENIZER,
    Edit,
    Jobs,
    jobs,
    of_config,
    upgrade,
)
from foundry import Foundry
from workbench import Workbench, set_up

ALL_EDITS = [
    pytest.param(edit, id=edit.name, marks=[pytest.mark.heavy] * (edit.name in MUCH_LIKE_OTHERS))
    for edit in EDITS
]


@pytest.mark.parametrize("edit", ALL_EDITS)
def test_an_edit_runs_what_depends_on_it(
    bench: Workbench, built: Workbench, foundry: Foundry, tmp_path: Path, edit: Edit
) -> None:
    edit.make(bench)
    assert bench.plan() == edit.started
    run = bench.build()
    assert run.started == edit.started
    assert run.computed == edit.computed
    expected = foundry.build(bench, tmp_path / "anew") if edit.computed else built.content()
    found = bench.content()
    assert {name: found.get(name) for name in expected} == expected
    orphans = orphaned(bench)
    others = found.keys() - expected.keys()
    assert {next((place for place in orphans if within(name, place)), name) for name in others} == orphans


def orphaned(bench: Workbench) -> set[str]:
    """The orphans among the results, as `prune` lists them."""
    listed = [line.removeprefix("orphaned: results/") for line in bench.audit("prune")[:-1]]
    return {name for name in listed if not name.startswith(("logs/", "benchmarks/"))}


def within(name: str, place: str) -> bool:
    """Whether a file is at a place, which may be a folder, or below it."""
    return f"{name}/".startswith(f"{place}/")


@pytest.mark.parametrize(
    ("package", "started"),
    [
        ("polars", EVERYTHING - jobs("write_corpus/words.conllu")),
        ("tokenizers", TOKENIZER),
        ("torch", MODEL),
        ("transformers", MODEL),
    ],
)
def test_another_version_of_a_package_is_planned_for(bench: Workbench, package: str, started: Jobs) -> None:
    upgrade(package)(bench)
    assert bench.plan() == started


@pytest.mark.parametrize(
    ("package", "methods"), [("scikit-learn", "l1_logistic optimal"), ("pyscipopt", "optimal")]
)
def test_another_version_is_in_the_stamps_of_what_it_shapes(
    tmp_path: Path, package: str, methods: str
) -> None:
    bench = set_up(tmp_path / "bench")
    of_config("probing", "methods", to=["mean_difference", "l1_logistic", "optimal"])(bench)
    of_config("synthetic", to={"trials": 1, "methods": ["random", "optimal"]})(bench)
    of_config("figures", "include", to=["recovery"])(bench)
    before = bench.stamps()
    upgrade(package)(bench)
    now = bench.stamps()
    shaped = {job.replace("mean_difference", method) for job in FITS for method in methods.split()}
    assert {job for job in now if now[job] != before[job]} == {*shaped, "recover_support/0000"}


def test_another_version_counts_for_the_method_that_uses_it(bench: Workbench) -> None:
    of_config("probing", "methods", to=["mean_difference", "unigram", "dense"])(bench)
    bench.build()
    upgrade("scipy")(bench)
    assert bench.plan() == DENSE | (ON_STORES - FITS) | BELOW
