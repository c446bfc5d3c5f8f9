"""Results of jobs by what made them: who asks for the same thing again gets links, and computes nothing.

The key of a result is the hash of the job's stamp and of the content of its inputs. The cache keeps, for each
key, the hashes of the outputs, and each file once, under the hash of its bytes:

    actions/{key}.json         name of an output -> its content
    objects/{aa}/{sha256}      a file, a hard link to outputs with these bytes

Hard links cost no space, but a program that writes into an output writes into the cache too. So nothing is
taken out before its bytes have been compared with its name.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sparse_probing.files import Content, aside, link, sha256, write_text
from sparse_probing.record import Inputs


def action_key(stamp: Mapping[str, Any], inputs: Inputs) -> str:
    """The key of a job: equal stamps and equal inputs, under equal names and paths, have equal keys."""
    text = json.dumps([stamp, inputs], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class ActionCache:
    """The cache in `folder`; it is made when the first result comes in."""

    folder: Path

    def take(self, key: str, outputs: Mapping[str, Path]) -> dict[str, Content] | None:
        """Put the result of `key` at `outputs` and return its content; None if it is not here unharmed."""
        contents = self._contents(key)
        if contents is None or set(contents) != set(outputs):
            return None
        files = [file for name, target in outputs.items() for file in _files(contents[name], target)]
        if not all([self._is_sound(digest) for digest, _ in files]):
            return None
        for name, target in outputs.items():
            if isinstance(contents[name], dict):
                target.mkdir(parents=True, exist_ok=True)
        for digest, path in files:
            link(self._object(digest), path)
        return contents

    def keep(self, key: str, outputs: Mapping[str, Path], contents: Mapping[str, Content]) -> None:
        """Remember the finished `outputs` as the result of `key`. Raises OSError, as on a full disk."""
        for name, target in outputs.items():
            for digest, path in _files(contents[name], target):
                self._add(digest, path)
        write_text(self._action(key), json.dumps(contents, sort_keys=True, indent=1) + "\n")

    def keys(self) -> list[str]:
        """The keys of all results."""
        return sorted(path.stem for path in (self.folder / "actions").glob("*.json"))

    def objects_of(self, keys: list[str]) -> frozenset[str]:
        """Names of the files that the results of `keys` need."""
        contents = [self._contents(key) or {} for key in keys]
        return frozenset(digest for one in contents for c in one.values() for digest, _ in _files(c, Path()))

    def objects(self) -> dict[str, Path]:
        """All files by their hash."""
        return {path.name: path for path in sorted((self.folder / "objects").glob("*/*"))}

    def drop(self, key: str) -> None:
        """Forget the result of `key`; its files stay."""
        self._action(key).unlink(missing_ok=True)

    def _contents(self, key: str) -> dict[str, Content] | None:
        try:
            return dict(json.loads(self._action(key).read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return None

    def _is_sound(self, digest: str) -> bool:
        """Whether a file is here with the bytes that it should have; one with others goes."""
        path = self._object(digest)
        try:
            if sha256(path) == digest:
                return True
            path.unlink()
        except OSError:  # not there, or not readable
            pass
        return False

    def _add(self, digest: str, path: Path) -> None:
        target = self._object(digest)
        partial = aside(target)
        partial.unlink(missing_ok=True)  # of a killed job, should its process number come again
        link(path, partial)
        os.replace(partial, target)
        partial.unlink(missing_ok=True)  # where both were one file, replacing does nothing

    def _action(self, key: str) -> Path:
        return self.folder / "actions" / f"{key}.json"

    def _object(self, digest: str) -> Path:
        return self.folder / "objects" / digest[:2] / digest


def _files(content: Content, path: Path) -> Iterator[tuple[str, Path]]:
    """(hash, path) of every file of an output at `path`."""
    if isinstance(content, str):
        yield content, path
    else:
        for name, digest in content.items():
            yield digest, path / name
