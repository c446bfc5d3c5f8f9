"""YAML into settings models, with mistakes told in one line that names file and key."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

import polars as pl
import yaml
from pydantic import BaseModel, ValidationError

from sparse_probing.errors import UserError

S = TypeVar("S", bound=BaseModel)
_MESSAGES = {"missing": "is needed, but missing", "extra_forbidden": "unknown key"}


def load_yaml(path: Path) -> Any:
    """The content of a YAML file. Raises UserError that names the file and, for bad syntax, the line."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UserError(f"{path}: no such file") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "not valid YAML"
        raise UserError(f"{path}{line}: {problem}") from None


def parse(model: type[S], content: Any, *, origins: Sequence[tuple[str, Any]]) -> S:
    """`content` as an instance of `model`.

    `origins` are (name, content) of the files that `content` was merged from, the last one strongest; they serve to
    name the file that holds a mistake. Raises UserError for the first mistake.
    """
    if not isinstance(content, dict):
        raise UserError(f"{origins[-1][0]}: expected a mapping of keys, found {type(content).__name__}")
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = min(error.errors(), key=lambda e: e["type"] != "extra_forbidden")
        raise UserError(_describe(model, first, content, origins)) from None


def closest(name: str, known: Iterable[str]) -> str:
    """A hint at the known name nearest to `name`; empty where none is near."""
    matches = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"; did you mean '{matches[0]}'?" if matches else ""


def check_predicate(predicate: str, columns: Sequence[str], *, where: str) -> None:
    """Raise UserError, beginning with `where`, if `predicate` is no SQL expression over `columns`."""
    try:
        names = pl.sql_expr(predicate).meta.root_names()
    except (pl.exceptions.PolarsError, ValueError) as error:
        raise UserError(f"{where}: not an SQL expression: {predicate!r} ({str(error).splitlines()[0]})") from None
    for name in names:
        if name not in columns:
            hint = closest(name, columns) or f"; there are: {', '.join(columns)}"
            raise UserError(f"{where}: no column '{name}' in {predicate!r}{hint}")


def _describe(
    model: type[BaseModel], error: Mapping[str, Any], content: Any, origins: Sequence[tuple[str, Any]]
) -> str:
    location = _without_tags(error["loc"], content)
    key = ".".join(str(part) for part in location)
    message = _MESSAGES.get(error["type"]) or re.sub("^Value error, ", "", error["msg"])
    if error["type"] == "extra_forbidden":
        message += closest(str(location[-1]), _keys_at(model, error["loc"][:-1]))
    elif error["type"] != "missing" and not isinstance(error["input"], dict):
        found = repr(list(error["input"]) if isinstance(error["input"], tuple) else error["input"])
        message += f", found {found}"
        if error["type"] == "literal_error":
            message += closest(str(error["input"]), re.findall(r"'([^']+)'", error["ctx"]["expected"]))
    origin = _origin_of(location, origins)
    return f"{origin}: {key}: {message}" if key else f"{origin}: {message}"


def _without_tags(location: Sequence[str | int], content: Any) -> list[str | int]:
    """`location` without the parts that name a member of a union and not a key of `content`."""
    path: list[str | int] = []
    for position, part in enumerate(location):
        here = isinstance(content, dict) and part in content
        there = isinstance(content, list) and isinstance(part, int) and part < len(content)
        if here or there:
            content = content[part]  # type: ignore[index]
        elif position < len(location) - 1 or not isinstance(part, str) or part[:1].isupper():
            continue
        path.append(part)
    return path


def _origin_of(location: Sequence[str | int], origins: Sequence[tuple[str, Any]]) -> str:
    """The strongest origin that holds the key, or as much of the way to it as any does."""
    for length in range(len(location), 0, -1):
        for name, content in reversed(origins):
            for part in location[:length]:
                try:
                    content = content[part]
                except (KeyError, IndexError, TypeError):
                    break
            else:
                return name
    return origins[-1][0]


def _keys_at(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    """Field names of the settings models that may stand at `location` in `model`."""
    models: list[type[BaseModel]] = [model]
    for part in location:
        fields = [m.model_fields[part] for m in models if isinstance(part, str) and part in m.model_fields]
        if fields:
            models = [found for field in fields for found in _models_in(field.annotation)]
    return [name for m in models for name in m.model_fields]


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in get_args(annotation) for found in _models_in(part)]
