"""The manifest beside a store: what it holds, and the hash of each of its files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from sparse_probing.errors import UserError

SUFFIX = ".manifest.json"
ROWS_FILE = "rows_file"
"""The attribute that leads from a store's folder to rows.parquet."""


@dataclass(frozen=True)
class StoreShape:
    """What a store holds: layers by number, rows, neurons a layer, number type on disk."""

    layers: tuple[int, ...]
    rows: int
    neurons: int
    dtype: str


@dataclass(frozen=True)
class Manifest:
    """The content of a manifest."""

    shape: StoreShape
    attributes: Mapping[str, Any]
    """Model, site, and so on: what the shards of a dataset have in common."""
    files: Mapping[str, str]
    """Path in the store -> sha256."""

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a manifest. Raises UserError that says what to delete when it is damaged."""
        try:
            content = dict(json.loads(path.read_text(encoding="utf-8")))
            shape = StoreShape(
                layers=tuple(content.pop("layers")),
                rows=content.pop("rows"),
                neurons=content.pop("neurons"),
                dtype=content.pop("dtype"),
            )
            return cls(shape=shape, files=dict(content.pop("files")), attributes=content)
        except KeyError as error:
            problem = f"no {error}"
        except (OSError, ValueError, TypeError) as error:
            problem = str(error)
        raise UserError(f"{path}: not a manifest ({problem}); delete it and run again")

    def save(self, path: Path) -> None:
        """Write the manifest, one flat object."""
        shape = self.shape
        content = {
            **self.attributes,
            "layers": list(shape.layers),
            "rows": shape.rows,
            "neurons": shape.neurons,
            "dtype": shape.dtype,
            "files": dict(self.files),
        }
        path.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")

    @property
    def common(self) -> tuple[Any, ...]:
        """What all shards of a dataset must agree on."""
        return self.shape.layers, self.shape.neurons, self.shape.dtype, self.attributes


def store_of(manifest: Path) -> Path:
    """The store that the manifest at this path describes."""
    return manifest.with_name(manifest.name.removesuffix(SUFFIX) + ".zarr")
