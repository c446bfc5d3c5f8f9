"""Whatever is edited, lost and spoilt in whatever order: a run makes what a build from scratch makes."""

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from edits import forget, in_file, of_config, remove, spoil, touch
from foundry import Foundry
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from workbench import Workbench

FILES = [
    "corpora/words.conllu",
    "documents/notes.parquet",
    "tokenizers/bpe/tokenizer.json",
    "tokens/bpe/words/rows.parquet",
    "models/tiny/model.safetensors",
    "activations/tiny/notes/0000.manifest.json",
    "probes/tiny/words/noun/unigram.parquet",
    "probes/tiny/words/noun/mean_difference.parquet.stamp.json",
    "neurons/tiny/words/verb.parquet",
    "tables/neurons.csv",
    "figures/depth.png",
    "report/index.html",
]
VALUES: dict[str, list[Any]] = {
    "k": [[1, 2], [1, 2, 4]],
    "methods": [["mean_difference", "unigram"], ["mean_difference"]],
}


class Edits(RuleBasedStateMachine):
    """A user at work. `built`, `foundry` and `folders` are set by the test."""

    built: Workbench
    foundry: Foundry
    folders: Iterator[Path]
    scratch: dict[str, dict[str, bytes]]
    """Builds from scratch by what the experiment's files say."""

    def __init__(self) -> None:
        super().__init__()
        self.bench = self.built.copy(next(self.folders))

    @rule(choice=st.sampled_from([(key, value) for key, values in VALUES.items() for value in values]))
    def set_probing(self, choice: tuple[str, Any]) -> None:
        of_config("probing", choice[0], to=choice[1])(self.bench)

    @rule(dpi=st.sampled_from([60, 70]))
    def set_style(self, dpi: int) -> None:
        of_config("figures", "style", to={"dpi": dpi})(self.bench)

    @rule(where=st.sampled_from(["upos = 'VERB'", "upos = 'ADJ'"]))
    def set_predicate(self, where: str) -> None:
        in_file("catalog/datasets/words.yaml", "features", 1, "where", to=where)(self.bench)

    @rule(file=st.sampled_from(FILES))
    def spoil(self, file: str) -> None:
        if (self.bench.results / file).exists():
            spoil(file)(self.bench)

    @rule(file=st.sampled_from(FILES))
    def lose(self, file: str) -> None:
        if (self.bench.results / file).exists():
            remove(file)(self.bench)

    @rule()
    def lose_notes(self) -> None:
        if (self.bench.work / ".snakemake").exists():
            forget(self.bench)

    @rule()
    def touch(self) -> None:
        touch(self.bench)

    @rule()
    def build(self) -> None:
        self.bench.build()

    def teardown(self) -> None:
        self.bench.build()
        assert self.bench.plan() == frozenset()
        expected = self.from_scratch()
        found = self.bench.content()
        assert {name: found.get(name) for name in expected} == expected

    def from_scratch(self) -> dict[str, bytes]:
        files = [self.bench.work / "config.yaml", *sorted((self.bench.work / "catalog").rglob("*.yaml"))]
        state = json.dumps([path.read_text(encoding="utf-8") for path in files])
        if state not in self.scratch:
            self.scratch[state] = self.foundry.build(self.bench, next(self.folders))
        return self.scratch[state]


@pytest.mark.parametrize(
    ("first", "sequences", "steps"),
    [(1, 10, 4), (2, 10, 4), pytest.param(3, 150, 12, marks=pytest.mark.heavy)],
)
def test_any_sequence_of_edits_ends_as_a_build_from_scratch(
    built: Workbench, foundry: Foundry, tmp_path: Path, first: int, sequences: int, steps: int
) -> None:
    @seed(first)
    class Machine(Edits):
        pass

    Machine.built, Machine.foundry, Machine.scratch = built, foundry, {}
    Machine.folders = (tmp_path / str(number) for number in count())
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=sequences,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
