import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from sparse_probing import stamp
from sparse_probing.stamp import code_hash, make_stamp, reachable_files

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted((ROOT / "scripts").glob("*.py"))
REACHABLE = sorted(set().union(*map(reachable_files, SCRIPTS)))
"""All code that can shape a result."""

TREE = {
    "scripts/job.py": """
        from sparse_probing.direct import used
        import sparse_probing.part.module as module

        def main():
            from sparse_probing import late
            return used() + module.value + late.value
        """,
    "src/sparse_probing/__init__.py": "",
    "src/sparse_probing/direct.py": '''
        """A module."""
        from sparse_probing.indirect import helper
        import json

        def used():
            """Say something."""
            return helper(1)  # a comment
        ''',
    "src/sparse_probing/indirect.py": "def helper(x): return x + 1",
    "src/sparse_probing/late.py": "from .part import sibling\nvalue = 1",
    "src/sparse_probing/part/__init__.py": "",
    "src/sparse_probing/part/module.py": "from . import sibling\nfrom ..up import value",
    "src/sparse_probing/part/sibling.py": "x = 1",
    "src/sparse_probing/up.py": "value = 1",
    "src/sparse_probing/unused.py": "x = 1",
    "src/other/__init__.py": "",
}


def clear_caches() -> None:
    for function in (stamp.code_hash, stamp.reachable_files, stamp._code):
        function.cache_clear()


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small project, in which the stamp's root is set."""
    for name, text in TREE.items():
        write(tmp_path / name, text)
    monkeypatch.setattr(stamp, "PACKAGE_ROOT", tmp_path / "src")
    clear_caches()
    yield tmp_path
    clear_caches()


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = text.strip("\n").splitlines()
    margin = len(lines[0]) - len(lines[0].lstrip()) if lines else 0
    path.write_text("\n".join(line[margin:] for line in lines) + "\n")


def hash_of(tree: Path) -> str:
    clear_caches()
    return code_hash(tree / "scripts" / "job.py")


def edited(tree: Path, name: str, old: str, new: str) -> bool:
    """Whether replacing `old` by `new` in a file changes the hash."""
    before = hash_of(tree)
    text = (tree / name).read_text()
    assert old in text
    (tree / name).write_text(text.replace(old, new, 1))
    return hash_of(tree) != before


def test_the_closure_of_imports_is_complete(tree: Path) -> None:
    found = {str(path.relative_to(tree)) for path in reachable_files(tree / "scripts" / "job.py")}
    assert found == set(TREE) - {"src/sparse_probing/unused.py", "src/other/__init__.py"}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("scripts/job.py", "module.value", "module.value + 1"),
        ("src/sparse_probing/direct.py", "helper(1)", "helper(2)"),
        ("src/sparse_probing/indirect.py", "x + 1", "x + 2"),
        ("src/sparse_probing/late.py", "value = 1", "value = 2"),
        ("src/sparse_probing/part/module.py", "value", "value as value"),
        ("src/sparse_probing/part/sibling.py", "x = 1", "x = '1'"),
        ("src/sparse_probing/up.py", "value = 1", "value = 1.0"),
        ("src/sparse_probing/__init__.py", "", "x = 1"),
        ("src/sparse_probing/part/__init__.py", "", "x = 1"),
    ],
)
def test_an_edit_of_reachable_code_changes_the_hash(tree: Path, name: str, old: str, new: str) -> None:
    assert edited(tree, name, old, new)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("src/sparse_probing/direct.py", "# a comment", "# another"),
        ("src/sparse_probing/direct.py", "Say something.", "Say more."),
        ("src/sparse_probing/direct.py", '"""A module."""', ""),
        ("src/sparse_probing/direct.py", "helper(1)", "helper( 1 )"),
        ("src/sparse_probing/direct.py", "helper(1)", "helper(\n        1\n    )"),
        ("src/sparse_probing/part/sibling.py", "x = 1", "x = 1\n'''The number.'''"),
        ("src/sparse_probing/unused.py", "x = 1", "x = 2"),
        ("src/other/__init__.py", "", "x = 1"),
    ],
)
def test_an_edit_that_changes_no_reachable_code_does_not(tree: Path, name: str, old: str, new: str) -> None:
    assert not edited(tree, name, old, new)


def test_code_that_moves_to_another_module_changes_the_hash(tree: Path) -> None:
    before = hash_of(tree)
    (tree / "src/sparse_probing/late.py").write_text(TREE["src/sparse_probing/up.py"])
    (tree / "src/sparse_probing/up.py").write_text(TREE["src/sparse_probing/late.py"])
    assert hash_of(tree) != before


def test_the_hash_does_not_depend_on_where_the_project_lies(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = hash_of(tree)
    for name, text in TREE.items():
        write(tree / "moved" / name, text)
    monkeypatch.setattr(stamp, "PACKAGE_ROOT", tree / "moved" / "src")
    assert hash_of(tree / "moved") == before


def test_a_stamp_is_canonical_json_of_settings_code_and_packages(tree: Path) -> None:
    script = tree / "scripts" / "job.py"
    first = make_stamp(script, settings={"a": 1, "b": {"c": [1, 2], "d": "é"}}, packages=["polars", "numpy"])
    second = make_stamp(script, settings={"b": {"d": "é", "c": (1, 2)}, "a": 1}, packages=["numpy", "polars"])
    assert first == second
    assert json.loads(first) == {
        "settings": {"a": 1, "b": {"c": [1, 2], "d": "é"}},
        "code": code_hash(script),
        "packages": {"numpy": version("numpy"), "polars": version("polars")},
    }


@pytest.mark.parametrize(
    "settings", [{"a": 2, "b": 1}, {"a": 1, "c": 2}, {"a": 1, "b": "2"}, {"a": 1, "b": [2]}]
)
def test_any_change_of_settings_changes_the_stamp(tree: Path, settings: dict[str, object]) -> None:
    script = tree / "scripts" / "job.py"
    assert make_stamp(script, settings=settings) != make_stamp(script, settings={"a": 1, "b": 2})


LOADED_BY = """
import importlib.util, sys
from pathlib import Path

script, root = sys.argv[1:]
spec = importlib.util.spec_from_file_location("script", script)
spec.loader.exec_module(importlib.util.module_from_spec(spec))
files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
print("\\n".join(file for file in files if file and Path(file).is_relative_to(root)))
"""


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_every_module_that_a_script_loads_is_in_its_closure(script: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", LOADED_BY, str(script), str(ROOT / "src")],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {Path(line) for line in result.stdout.split("\n") if line}
    assert ROOT / "src" / "sparse_probing" / "errors.py" in loaded
    assert loaded <= reachable_files(script)


@pytest.mark.parametrize("path", REACHABLE, ids=lambda path: path.stem)
def test_no_code_imports_by_a_name_that_is_made_up_at_run_time(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        assert name not in ("import_module", "__import__", "exec_module", "run_path", "run_module")
        if isinstance(node, ast.ImportFrom):
            assert not {alias.name for alias in node.names} & {"import_module", "*"}
