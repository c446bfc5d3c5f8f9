"""The stamp of a job: the settings it uses, the code it runs and the packages that shape its result.

A stamp is canonical JSON, so equal stamps are equal strings. Code enters as a hash over the syntax trees of a
script and of every first-party module that it can reach by imports, with comments, docstrings and
formatting taken out.
"""

import ast
import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

PACKAGE_ROOT = Path(__file__).resolve().parent.parent
_PACKAGE = Path(__file__).resolve().parent.name
"""The first-party package; whatever else is installed beside it enters the stamp by its version."""


def make_stamp(script: Path, *, settings: Any, packages: Sequence[str] = ()) -> str:
    """The stamp of a job that runs `script` with `settings` (JSON-able), given the installed `packages`."""
    stamp = {
        "settings": settings,
        "code": code_hash(script.resolve()),
        "packages": {name: _version(name) for name in sorted(packages)},
    }
    return json.dumps(stamp, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@cache
def _version(package: str) -> str:
    """The installed version, read from disk once for all stamps."""
    return version(package)


@cache
def code_hash(script: Path) -> str:
    """Hash (16 hex digits) of the code of `script` and of all first-party modules it can reach."""
    return _short_hash("".join(f"{name} {digest}\n" for name, digest in code_of(script).items()))


def code_of(script: Path) -> dict[str, str]:
    """The hash of the code of `script`, by its file name, and of each first-party module it can reach."""
    files = sorted(reachable_files(script), key=lambda path: (path != script, path))
    return {_name(path): _code(path)[0] for path in files}


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE_ROOT).as_posix() if path.is_relative_to(PACKAGE_ROOT) else path.name


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def reachable_files(script: Path) -> frozenset[Path]:
    """`script` and every first-party module that it reaches by imports, those inside functions included."""
    found: set[Path] = set()
    pending = [script]
    while pending:
        path = pending.pop()
        if path not in found:
            found.add(path)
            pending.extend(_code(path)[1])
    return frozenset(found)


@cache
def _code(path: Path) -> tuple[str, tuple[Path, ...]]:
    """A file, read once for all scripts that reach it: the hash of its syntax tree, docstrings and positions
    left out, and the first-party files that it imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    imported: list[Path] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [statement for statement in node.body if not _is_bare_string(statement)]
        elif isinstance(node, ast.Import | ast.ImportFrom):
            imported.extend(_files_of(node, path))
    return _short_hash(ast.dump(tree)), tuple(imported)


def _is_bare_string(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _files_of(node: ast.Import | ast.ImportFrom, path: Path) -> Iterator[Path]:
    """The first-party files that an import in the file `path` runs."""
    module = f"{_absolute(node, path)}." if isinstance(node, ast.ImportFrom) else ""
    for alias in node.names:
        yield from _module_files(module + alias.name)


def _absolute(node: ast.ImportFrom, path: Path) -> str:
    """The full name of the module that `from ... import` names in the file `path`."""
    module = node.module or ""
    if node.level == 0:
        return module
    package = path.relative_to(PACKAGE_ROOT).parts[: -node.level]
    return ".".join([*package, module] if module else package)


def _module_files(module: str) -> Iterator[Path]:
    """The files that importing `module` runs, if it is first-party: itself and its parent packages."""
    parts = module.split(".")
    if parts[0] != _PACKAGE:
        return
    for depth in range(1, len(parts) + 1):
        base = PACKAGE_ROOT.joinpath(*parts[:depth])
        if (base / "__init__.py").is_file():
            yield base / "__init__.py"
        elif base.with_suffix(".py").is_file():
            yield base.with_suffix(".py")
