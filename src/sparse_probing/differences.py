"""Differences between two JSON values, in words, key by key."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

_LONGEST = 60


def differences(recorded: Any, now: Any, *, key: str = "") -> Iterator[str]:
    """A line for each key at which the values differ; keys of nested objects are joined with dots."""
    if isinstance(recorded, Mapping) and isinstance(now, Mapping):
        for name in [*recorded, *(name for name in now if name not in recorded)]:
            inner = f"{key}.{name}" if key else str(name)
            if name not in now:
                yield f"{inner}: was {_shown(recorded[name])}, is gone"
            elif name not in recorded:
                yield f"{inner}: is new, {_shown(now[name])}"
            else:
                yield from differences(recorded[name], now[name], key=inner)
    elif recorded != now:
        yield f"{key}: was {_shown(recorded)}, is {_shown(now)}"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
