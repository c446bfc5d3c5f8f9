"""The generated files are those that are committed, and say what holds."""

from pathlib import Path

import jsonschema
import pytest
import yaml

from sparse_probing.schemas import generated_files
from sparse_probing.settings.experiment import Config

ROOT = Path(__file__).parents[2]
WORKFLOW = ROOT / "workflow"


@pytest.mark.parametrize("name", generated_files())
def test_committed_files_are_in_step(name: str) -> None:
    committed = (WORKFLOW / "schemas" / name).read_text(encoding="utf-8")
    assert committed == generated_files()[name], "run `make schemas`"


def test_the_commented_default_is_the_default() -> None:
    chosen = {"models": ["a"], "datasets": ["b"]}
    shown = yaml.safe_load(generated_files()["config.default.yaml"])
    assert Config.model_validate(shown | chosen) == Config.model_validate(chosen)
    assert Config.model_validate(chosen).model_dump(mode="json").keys() == (shown | chosen).keys()


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("config", [ROOT / "config.yaml", *sorted((WORKFLOW / "experiments").glob("*.yaml"))]),
        ("models", [WORKFLOW / "catalog" / "models.yaml"]),
        ("dataset", sorted((WORKFLOW / "catalog" / "datasets").glob("*.yaml"))),
        ("features", sorted((WORKFLOW / "catalog" / "features").glob("*.yaml"))),
    ],
)
def test_shipped_files_fit_their_schema(schema: str, files: list[Path]) -> None:
    validator = jsonschema.Draft202012Validator(
        yaml.safe_load((WORKFLOW / "schemas" / f"{schema}.schema.json").read_text(encoding="utf-8"))
    )
    assert files
    for file in files:
        validator.validate(yaml.safe_load(file.read_text(encoding="utf-8")))
