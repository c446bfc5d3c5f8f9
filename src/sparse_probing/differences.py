"""Differences between two JSON values, in words, key by key."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_LONGEST = 60
_BEFORE = 20
"""Of a long text, how much is shown before the first difference."""


def differences(recorded: Any, now: Any, *, key: str = "") -> Iterator[str]:
    """A line for each key at which the values differ; keys of nested objects are joined with dots.

    The key of an object in a list is its `name` where all objects of the list have names, else its place.
    """
    if isinstance(recorded, Mapping) and isinstance(now, Mapping):
        for name in [*recorded, *(name for name in now if name not in recorded)]:
            inner = f"{key}.{name}" if key else str(name)
            if name not in now:
                yield f"{inner}: was {_shown(recorded[name])}, is gone"
            elif name not in recorded:
                yield f"{inner}: is new, {_shown(now[name])}"
            else:
                yield from differences(recorded[name], now[name], key=inner)
    elif _objects(recorded) and _objects(now):
        before, after = _by_name(recorded), _by_name(now)
        if before is None or after is None:
            before, after = dict(enumerate(recorded)), dict(enumerate(now))
        yield from differences(before, after, key=key)
        if set(before) == set(after) and list(before) != list(after):
            yield f"{key}: is in another order"
    elif recorded != now:
        pairs = enumerate(zip(_text(recorded), _text(now), strict=False))
        at = next((place for place, (before, after) in pairs if before != after), 0)
        yield f"{key}: was {_shown(recorded, at=at)}, is {_shown(now, at=at)}"


def _objects(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(element, Mapping) for element in value)


def _by_name(objects: Sequence[Mapping[str, Any]]) -> dict[Any, Any] | None:
    named = {str(each["name"]): each for each in objects if "name" in each}
    return named if len(named) == len(objects) else None


def _shown(value: Any, *, at: int = 0) -> str:
    """The value as text; of a long one, the part around the place `at`."""
    text = _text(value)
    if len(text) <= _LONGEST:
        return text
    start = max(0, min(at - _BEFORE, len(text) - _LONGEST + 3))
    cut = "..." * (start > 0) + text[start:]
    return cut if len(cut) <= _LONGEST else cut[: _LONGEST - 3] + "..."


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
