"""YAML into settings models, with mistakes told in one line that names file and key."""

import difflib
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError

from sparse_probing.errors import UserError

S = TypeVar("S", bound=BaseModel)
_MESSAGES = {
    "missing": "is needed, but missing",
    "union_tag_not_found": "is needed, but missing",
    "extra_forbidden": "unknown key",
    "string_pattern_mismatch": "expected letters, digits, '_', '.' and '-', beginning with a letter or digit",
    "tuple_type": "expected a list",
    "model_type": "expected keys with values",
    "dict_type": "expected keys with values",
    "too_short": "expected at least one entry",
}
_WITHOUT_FOUND = ("missing", "union_tag_not_found", "extra_forbidden", "value_error")
"""Kinds of errors whose message says all, so that the value that was found is not shown."""
_DISCRIMINATORS = ("format", "kind")
"""Keys whose value says which member of a union a mapping is."""
_LONGEST_VALUE = 80
"""Characters of a wrong value that are shown."""


class _UniqueKeys(yaml.SafeLoader):
    """Refuses a key that stands twice in one mapping, where YAML would silently take the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.tag == "tag:yaml.org,2002:merge" or not isinstance(key.value, str):
                continue
            if key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"key '{key.value}' occurs twice", problem_mark=key.start_mark
                )
            seen.add(key.value)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return mapping


def load_yaml(path: Path) -> Any:
    """The content of a YAML file.

    Raises UserError that names the file and, for bad syntax or a key that occurs twice, the line.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeys)
    except OSError as error:
        raise UserError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise UserError(f"{path}: expected UTF-8 text, found byte {error.start} ({error.reason})") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "not valid YAML"
        raise UserError(f"{path}{line}: {problem}") from None
    except ValueError as error:  # YAML reads a date that there is not
        raise UserError(f"{path}: a value that looks like a date is none: {error}") from None


def load_mapping(path: Path) -> dict[str, Any]:
    """The content of a YAML file of keys. Raises UserError as `load_yaml` does, or where it holds none."""
    content = load_yaml(path)
    _check_mapping(content, str(path))
    return dict(content)


def _check_mapping(content: Any, name: str) -> None:
    if not isinstance(content, dict):
        found = "nothing" if content is None else type(content).__name__
        raise UserError(f"{name}: expected a mapping of keys, found {found}")


def parse(model: type[S], content: Any, *, origins: Sequence[tuple[str, Any]]) -> S:
    """`content` as an instance of `model`.

    `origins` are (name, content) of the files that `content` was merged from, the last one strongest; they
    serve to name the file that holds a mistake. Raises UserError for the first mistake, unknown keys before
    others.
    """
    _check_mapping(content, origins[0][0])
    try:
        return model.model_validate(content)
    except ValidationError as error:
        mistakes = _of_likeliest_members([_Mistake.of(details, content) for details in error.errors()])
        first = min(mistakes, key=lambda mistake: mistake.kind != "extra_forbidden")
        raise UserError(_describe(model, first, origins)) from None


def closest(name: str, known: Iterable[str]) -> str:
    """A hint at the known name nearest to `name`; empty where none is near."""
    matches = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"; did you mean '{matches[0]}'?" if matches else ""


def shown(value: Any) -> str:
    """A wrong value as messages show it: cut where it is long."""
    text = repr(list(value) if isinstance(value, tuple) else value)
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "..."


def holder(location: Sequence[str | int], origins: Sequence[tuple[str, Any]]) -> str:
    """Name of the strongest origin that holds the key at `location`, or as much of the way to it as any does.

    The weakest origin is named where none holds anything: that is where everybody looks for a missing key.
    """
    for length in range(len(location), 0, -1):
        holders = [name for name, content in origins if _holds(content, location[:length])]
        if holders:
            return holders[-1]
    return origins[0][0]


def _holds(content: Any, location: Sequence[str | int]) -> bool:
    for part in location:
        try:
            content = content[part]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def _chooses(content: Any, tag: str | int) -> bool:
    """Whether a mapping says itself that it is the member `tag` of a union, which a key may be called too."""
    return isinstance(content, dict) and tag in [content.get(key) for key in _DISCRIMINATORS]


@dataclass(frozen=True)
class _Mistake:
    """An error of pydantic: where, and which parts of its path are no keys but name a member of a union."""

    kind: str
    details: Mapping[str, Any]
    path: tuple[str | int, ...]
    tags: tuple[int, ...]

    @classmethod
    def of(cls, details: Mapping[str, Any], content: Any) -> Self:
        tags: list[int] = []
        for position, part in enumerate(details["loc"]):
            if position - 1 not in tags and _chooses(content, part):
                tags.append(position)
            elif _holds(content, [part]):
                content = content[part]
            elif details["type"] != "missing" or position < len(details["loc"]) - 1:
                tags.append(position)
        return cls(details["type"], details, tuple(details["loc"]), tuple(tags))

    @property
    def key(self) -> list[str | int]:
        """The path without tags, to the discriminator where that is the mistake."""
        keys = [part for position, part in enumerate(self.path) if position not in self.tags]
        if self.kind.startswith("union_tag"):
            keys.append(self.details["ctx"]["discriminator"].strip("'"))
        return keys


def _of_likeliest_members(mistakes: list[_Mistake]) -> list[_Mistake]:
    """Of each union only the mistakes of one member, the one that the user most likely meant.

    That is a member which does not refuse the value as a whole, and among these the one with the fewest
    mistakes. Inner unions are settled before outer ones.
    """
    for depth in reversed(range(max(len(mistake.tags) for mistake in mistakes))):
        members: dict[Any, dict[Any, list[_Mistake]]] = {}
        settled = []
        for mistake in mistakes:
            if len(mistake.tags) > depth:
                at = mistake.tags[depth]
                members.setdefault(mistake.path[:at], {}).setdefault(mistake.path[at], []).append(mistake)
            else:
                settled.append(mistake)
        for of_member in members.values():
            settled += min(of_member.values(), key=_distance)
        mistakes = settled
    return mistakes


def _distance(mistakes: Iterable[_Mistake]) -> tuple[bool, int]:
    """How far a value is from a member of a union that made these mistakes of it."""
    refusals = [m.kind.endswith("_type") and m.tags[-1:] == (len(m.path) - 1,) for m in mistakes]
    return any(refusals), len(refusals)


def _describe(model: type[BaseModel], mistake: _Mistake, origins: Sequence[tuple[str, Any]]) -> str:
    kind, details, context = mistake.kind, mistake.details, mistake.details.get("ctx", {})
    message = _MESSAGES.get(kind) or re.sub("^Value error, |, unable to parse.*", "", details["msg"])
    message = re.sub("^Input should be (?=greater|less)", "expected a number ", message)
    message = message.replace("Input should be", "expected")
    if kind == "extra_forbidden":
        message += closest(str(mistake.path[-1]), _keys_at(model, mistake.path[:-1]))
    elif kind == "union_tag_invalid":
        message = f"expected {context['expected_tags']}, found '{context['tag']}'"
        message += closest(context["tag"], re.findall(r"'([^']+)'", context["expected_tags"]))
    elif kind not in _WITHOUT_FOUND:
        message += f", found {shown(details['input'])}"
        if kind == "literal_error":
            message += closest(str(details["input"]), re.findall(r"'([^']+)'", context["expected"]))
    origin = holder(mistake.key, origins)
    key = ".".join(str(part) for part in mistake.key)
    return f"{origin}: {key}: {message}" if key else f"{origin}: {message}"


def _keys_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """Field names of the settings models that may stand at `path` in `model`."""
    models: list[type[BaseModel]] = [model]
    for part in path:
        named = [m for m in models if part in (m.__name__, *_tags(m))]
        fields = [m.model_fields[part] for m in models if isinstance(part, str) and part in m.model_fields]
        if named and len(models) > 1:
            models = named
        elif fields:
            models = [found for field in fields for found in _models_in(field.annotation)]
    return [name for m in models for name in m.model_fields]


def _tags(model: type[BaseModel]) -> list[str]:
    """The values of its discriminator that choose a settings model in a union."""
    fields = [model.model_fields[key] for key in _DISCRIMINATORS if key in model.model_fields]
    return [value for field in fields for value in get_args(field.annotation)]


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in get_args(annotation) for found in _models_in(part)]
