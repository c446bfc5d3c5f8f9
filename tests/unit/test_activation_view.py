import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from sparse_probing.activation_view import open_activations
from sparse_probing.errors import UserError
from sparse_probing.manifest import ROWS_FILE, StoreShape
from sparse_probing.store_writer import StoreWriter

VALUES = np.random.default_rng(0).normal(size=(2, 5, 4)).astype(np.float32)
"""(layers, rows, neurons), in the order of rows.parquet."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two shards of layers 2 and 5, and the rows they belong to."""
    rows = tmp_path / "tokens" / "rows.parquet"
    rows.parent.mkdir()
    pl.DataFrame(
        {"row": range(5), "token": list("abcde")}, schema_overrides={"row": pl.UInt32}
    ).write_parquet(rows)
    folder = tmp_path / "activations" / "tiny" / "letters"
    folder.mkdir(parents=True)
    for number, part in enumerate(([3, 0], [1, 4, 2])):
        write_shard(folder, number, part)
    return folder


def write_shard(folder: Path, number: int, part: list[int]) -> None:
    """Write a store with the rows `part` and its manifest."""
    shape = StoreShape((2, 5), len(part), 4, "float32")
    attributes = {"model": "tiny", ROWS_FILE: "../../../tokens/rows.parquet"}
    writer = StoreWriter(folder / f"{number:04d}.zarr", shape, attributes, slab_bytes=2**20)
    writer.append(np.array(part, dtype=np.uint32), VALUES[:, part])
    writer.close().save(folder / f"{number:04d}.manifest.json")


def test_activations_stand_in_the_order_of_the_rows(folder: Path) -> None:
    view = open_activations(folder)
    assert (view.layers, view.neurons, view.attributes["model"]) == ((2, 5), 4, "tiny")
    assert view.rows["token"].to_list() == list("abcde")
    np.testing.assert_array_equal(view.layer(5), VALUES[1])
    np.testing.assert_array_equal(view.neuron(2, 3), VALUES[0, :, 3])


def test_neurons_go_into_a_frame_beside_the_annotations(folder: Path) -> None:
    view = open_activations(str(folder))
    frame = view.rows.with_columns(activation=view.neuron(5, 1))
    assert frame.filter(pl.col("token") == "d")["activation"].item() == VALUES[1, 3, 1]


def test_shards_that_are_not_there_yet_are_left_out(folder: Path) -> None:
    (folder / "0001.manifest.json").unlink()
    view = open_activations(folder)
    assert view.rows["token"].to_list() == ["a", "d"]
    np.testing.assert_array_equal(view.layer(2), VALUES[0, [0, 3]])


def test_shards_that_were_left_over_when_their_number_was_lowered_are_refused(folder: Path) -> None:
    shutil.rmtree(folder / "0000.zarr")
    write_shard(folder, 0, [0, 1, 2, 3, 4])
    with pytest.raises(
        UserError, match=f"^{folder}: row 1 is in several stores, .* `sparse-probing prune --delete` removes"
    ):
        open_activations(folder)


def test_rows_may_stand_elsewhere(folder: Path, tmp_path: Path) -> None:
    moved = (tmp_path / "tokens" / "rows.parquet").rename(tmp_path / "moved.parquet")
    with pytest.raises(UserError, match=r"rows\.parquet: no such file; give the path of rows\.parquet"):
        open_activations(folder)
    assert open_activations(folder, rows=moved).rows.height == 5


@pytest.mark.parametrize("kept_bytes", [0, 4, 200])
def test_rows_that_are_cut_off_are_named(folder: Path, tmp_path: Path, kept_bytes: int) -> None:
    rows = tmp_path / "tokens" / "rows.parquet"
    rows.write_bytes(rows.read_bytes()[:kept_bytes])
    with pytest.raises(UserError, match=r"rows\.parquet: not readable \(.*\); delete it and run again$"):
        open_activations(folder)


def test_rows_of_another_dataset_are_refused(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.parquet"
    pl.DataFrame({"row": [0, 1]}, schema={"row": pl.UInt32}).write_parquet(other)
    with pytest.raises(UserError, match=r"expected the 5 rows of .* found 2 of them$"):
        open_activations(folder, rows=other)


def test_a_folder_without_stores_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=f"{tmp_path}: expected activation stores .* found none"):
        open_activations(tmp_path)


def test_layers_and_neurons_that_are_not_there_are_named(folder: Path) -> None:
    view = open_activations(folder)
    with pytest.raises(UserError, match="layer 3: expected one of 2, 5 of tiny"):
        view.layer(3)
    with pytest.raises(UserError, match="neuron 4: expected 0 to 3 of tiny"):
        view.neuron(2, 4)
    with pytest.raises(UserError, match="neuron -1: expected"):
        view.neuron(2, -1)
