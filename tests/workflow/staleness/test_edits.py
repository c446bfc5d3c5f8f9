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
from workbench import Workbench

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


def test_another_version_counts_for_the_method_that_uses_it(bench: Workbench) -> None:
    of_config("probing", "methods", to=["mean_difference", "unigram", "dense"])(bench)
    bench.build()
    upgrade("scipy")(bench)
    assert bench.plan() == DENSE | (ON_STORES - FITS) | BELOW
