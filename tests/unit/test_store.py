import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray
import zarr

from sparse_probing.errors import UserError
from sparse_probing.manifest import StoreShape
from sparse_probing.store import Activations
from sparse_probing.store_writer import StoreWriter

ATTRIBUTES = {"model": "tiny", "parameters": 7}


def write(
    folder: Path,
    rows: list[int],
    values: np.ndarray,
    *,
    dtype: str = "float32",
    name: str = "0000",
    slab_bytes: int = 2**20,
    **other: Any,
) -> Path:
    """Write a store with layers 0, 1, ... of `values` (layers, rows, neurons), and return its manifest."""
    shape = StoreShape(tuple(range(len(values))), len(rows), values.shape[2], dtype)
    writer = StoreWriter(folder / f"{name}.zarr", shape, {**ATTRIBUTES, **other}, slab_bytes=slab_bytes)
    for start in range(0, len(rows), writer.slab_rows):
        part = slice(start, start + writer.slab_rows)
        writer.append(np.array(rows[part], dtype=np.uint32), values[:, part])
    manifest = folder / f"{name}.manifest.json"
    writer.close().save(manifest)
    return manifest


def values_of(layers: int, rows: int, neurons: int) -> np.ndarray:
    return np.random.default_rng(0).normal(size=(layers, rows, neurons)).astype(np.float32)


@pytest.mark.parametrize(("dtype", "tolerance"), [("float32", 0), ("float16", 2e-3), ("int8", 0.02)])
def test_rows_come_back_in_the_order_in_which_they_are_asked_for(
    tmp_path: Path, dtype: str, tolerance: float
) -> None:
    values = values_of(2, 5, 3)
    activations = Activations.open([write(tmp_path, [8, 2, 30, 4, 11], values, dtype=dtype)])
    assert activations.layers == (0, 1)
    assert activations.neurons == 3
    assert activations.attributes["parameters"] == 7
    assert activations.row().tolist() == [8, 2, 30, 4, 11]
    for layer in (0, 1):
        found = activations.layer(layer, np.array([4, 8, 30, 8]))
        assert found.dtype == np.float32
        np.testing.assert_allclose(found, values[layer, [3, 0, 2, 0]], rtol=0, atol=tolerance)
        for neuron in range(3):
            one = activations.neuron(layer, neuron, np.array([4, 8, 30, 8]))
            np.testing.assert_array_equal(one, found[:, neuron])


@pytest.mark.parametrize("dtype", ["float32", "float16", "int8"])
def test_many_slabs_read_as_one(tmp_path: Path, dtype: str) -> None:
    values = values_of(2, 700, 4)
    rows = np.random.default_rng(1).permutation(700).tolist()
    manifest = write(tmp_path, rows, values, slab_bytes=1, dtype=dtype)
    assert len(list((tmp_path / "0000.zarr" / "layers" / "00" / "c").iterdir())) == 3
    activations = Activations.open([manifest])
    found = activations.layer(1, np.arange(700))
    expected = values[1, np.argsort(rows)]
    np.testing.assert_allclose(
        found, expected, rtol=0, atol={"float32": 0, "float16": 2e-3, "int8": 0.02}[dtype]
    )
    np.testing.assert_array_equal(activations.neuron(1, 3, np.arange(700)), found[:, 3])


def test_int8_errs_by_no_more_than_the_bound_that_is_recorded(tmp_path: Path) -> None:
    values = values_of(2, 700, 6) * np.array([1e-3, 1, 1, 50, 0, 1], dtype=np.float32)
    manifest = write(tmp_path, list(range(700)), values, dtype="int8", slab_bytes=1)
    activations = Activations.open([manifest])
    group = zarr.open_group(tmp_path / "0000.zarr", mode="r")
    for layer in range(2):
        scales = group[f"scales/{layer:02d}"]
        assert isinstance(scales, zarr.Array)
        assert scales.shape == (3, 6)
        error = np.abs(activations.layer(layer, np.arange(700)) - values[layer])
        largest = np.asarray(scales[:]).max(axis=0)
        assert (error <= largest / 2 * (1 + 1e-5)).all()
        assert error[:, 3].max() > largest[3] / 8  # a bound that says something
        assert scales.attrs["error_bound"] == largest.max() / 2
        assert (error[:, 4] == 0).all()  # a silent neuron


def test_int8_takes_a_neuron_for_silent_that_float32_can_hardly_hold(tmp_path: Path) -> None:
    values = np.array([[[0, 1], [1e-44, 2]]], dtype=np.float32)
    activations = Activations.open([write(tmp_path, [0, 1], values, dtype="int8")])
    np.testing.assert_allclose(activations.layer(0, np.arange(2)), [[0, 1], [0, 2]], atol=0.01)


@pytest.mark.parametrize(("dtype", "bytes_each"), [("float16", 2), ("float32", 4), ("int8", 4)])
def test_a_slab_fits_its_budget_and_all_are_about_equally_full(
    tmp_path: Path, dtype: str, bytes_each: int
) -> None:
    shape = StoreShape(layers=tuple(range(8)), rows=10**6, neurons=1024, dtype=dtype)
    budget = 100 * 2**20
    rows = StoreWriter(tmp_path / "0000.zarr", shape, {}, slab_bytes=budget).slab_rows
    assert 0.9 * budget < rows * 8 * 1024 * bytes_each <= budget
    slabs = -(-(10**6) // rows)
    assert slabs * rows - 10**6 < slabs


@pytest.mark.parametrize(("dtype", "tolerance"), [("float32", 0), ("float16", 2e-3), ("int8", 0.02)])
def test_shards_read_as_one_and_one_of_them_may_be_empty(
    tmp_path: Path, dtype: str, tolerance: float
) -> None:
    values = values_of(1, 4, 2)
    manifests = [
        write(tmp_path, [5, 1], values[:, :2], name="0000", dtype=dtype),
        write(tmp_path, [], values[:, :0], name="0001", dtype=dtype),
        write(tmp_path, [3, 0], values[:, 2:], name="0002", dtype=dtype),
    ]
    activations = Activations.open(manifests)
    assert activations.row().tolist() == [5, 1, 3, 0]
    found = activations.layer(0, np.array([0, 1, 3, 5]))
    np.testing.assert_allclose(found, values[0, [3, 1, 2, 0]], rtol=0, atol=tolerance)
    np.testing.assert_array_equal(activations.neuron(0, 1, np.array([0, 1, 3, 5])), found[:, 1])


def test_the_same_values_make_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, [1, 2, 3], values_of(2, 3, 4), dtype="float16")
    assert (tmp_path / "a" / "0000.manifest.json").read_bytes() == (
        tmp_path / "b" / "0000.manifest.json"
    ).read_bytes()


def test_the_manifest_holds_the_shape_and_the_hash_of_every_file(tmp_path: Path) -> None:
    content = json.loads(write(tmp_path, [1, 2, 3], values_of(2, 3, 4), dtype="float16").read_text())
    assert (content["layers"], content["rows"], content["neurons"], content["dtype"]) == (
        [0, 1],
        3,
        4,
        "float16",
    )
    assert content["model"] == "tiny"
    store = tmp_path / "0000.zarr"
    hashes = {
        path.relative_to(store).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in store.rglob("*")
        if path.is_file()
    }
    assert content["files"] == hashes
    assert "layers/01/c/0/0" in hashes


def test_a_store_opens_as_a_zarr_group_with_named_dimensions(tmp_path: Path) -> None:
    values = values_of(2, 3, 4)
    write(tmp_path, [1, 2, 3], values)
    group = zarr.open_group(tmp_path / "0000.zarr", mode="r")
    assert group.attrs["model"] == "tiny"
    layer, row = group["layers/01"], group["row"]
    assert isinstance(layer, zarr.Array)
    assert isinstance(row, zarr.Array)
    assert layer.metadata.zarr_format == 3
    assert layer.metadata.dimension_names == ("row", "neuron")
    assert row.metadata.dimension_names == ("row",)
    np.testing.assert_array_equal(layer[:], values[1])
    np.testing.assert_array_equal(row[:], [1, 2, 3])


def test_a_store_opens_in_xarray_with_rows_as_a_coordinate(tmp_path: Path) -> None:
    values = values_of(2, 3, 4)
    write(tmp_path, [1, 2, 9], values)
    tree = xarray.open_datatree(tmp_path / "0000.zarr", engine="zarr", consolidated=False)
    layer = tree["layers/01"]
    assert layer.dims == ("row", "neuron")
    np.testing.assert_array_equal(layer.sel(row=9), values[1, 2])


def test_a_row_that_is_in_no_store_is_named(tmp_path: Path) -> None:
    activations = Activations.open([write(tmp_path, [1, 2, 9], values_of(1, 3, 2))])
    for missing in (0, 5, 10):
        with pytest.raises(UserError, match=f"row {missing} is in none of its stores; delete {tmp_path} and"):
            activations.layer(0, np.array([1, missing, 2]))


def flip_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def flip_the_last_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 0x80
    path.write_bytes(content)


def lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"more")


def write_zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def replace_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: list[Callable[[Path], None]] = [
    flip_a_byte,
    flip_the_last_byte,
    truncate,
    empty,
    lengthen,
    write_zeros,
    replace_by_a_folder,
    Path.unlink,
]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("file", ["layers/00/c/0/0", "layers/00/zarr.json", "row/c/0", "row/zarr.json"])
def test_damage_is_noticed_and_the_store_to_delete_is_named(
    tmp_path: Path, damage: Callable[[Path], None], file: str
) -> None:
    activations = Activations.open([write(tmp_path, [1, 2, 3], values_of(2, 3, 4))])
    store = tmp_path / "0000.zarr"
    damage(store / file)
    with pytest.raises(UserError) as error:
        activations.layer(0, np.array([1, 2]))
    message = str(error.value)
    assert message.startswith(f"{store / file}: ")
    assert message.endswith(f"delete {store} and run again")
    assert "\n" not in message


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("file", ["layers/00/c/1/0", "layers/00/zarr.json", "scales/00/c/1/0", "row/c/1"])
def test_damage_is_noticed_when_one_neuron_is_read(
    tmp_path: Path, damage: Callable[[Path], None], file: str
) -> None:
    rows = list(range(700))
    activations = Activations.open([write(tmp_path, rows, values_of(1, 700, 4), dtype="int8", slab_bytes=1)])
    store = tmp_path / "0000.zarr"
    damage(store / file)
    with pytest.raises(UserError) as error:
        activations.neuron(0, 3, np.array([1, 500]))
    assert str(error.value).startswith(f"{store / file}: ")
    assert str(error.value).endswith(f"delete {store} and run again")


def test_damage_of_one_layer_does_not_keep_others_from_being_read(tmp_path: Path) -> None:
    values = values_of(2, 3, 4)
    activations = Activations.open([write(tmp_path, [1, 2, 3], values)])
    flip_a_byte(tmp_path / "0000.zarr" / "layers" / "00" / "c" / "0" / "0")
    np.testing.assert_array_equal(activations.layer(1, np.array([1, 2, 3])), values[1])


def test_a_store_of_another_run_is_not_taken_for_the_one_in_the_manifest(tmp_path: Path) -> None:
    manifest = write(tmp_path, [1, 2, 3], values_of(1, 3, 4))
    shutil.rmtree(tmp_path / "0000.zarr")
    other = tmp_path / "other"
    other.mkdir()
    write(other, [1, 2, 3], values_of(1, 3, 4) + 1)
    (other / "0000.zarr").rename(tmp_path / "0000.zarr")
    with pytest.raises(UserError, match="its hash is not the one in the manifest"):
        Activations.open([manifest]).layer(0, np.array([1]))


def test_a_missing_store_is_named(tmp_path: Path) -> None:
    manifest = write(tmp_path, [1], values_of(1, 1, 1))
    shutil.rmtree(tmp_path / "0000.zarr")
    with pytest.raises(UserError, match=r"0000\.zarr: store is missing; delete .*0000\.manifest\.json"):
        Activations.open([manifest])


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"layers": [0]}'])
def test_a_damaged_manifest_is_named(tmp_path: Path, content: str) -> None:
    manifest = write(tmp_path, [1], values_of(1, 1, 1))
    manifest.write_text(content)
    with pytest.raises(
        UserError, match=r"0000\.manifest\.json: not a manifest \(.*\); delete it and run again"
    ):
        Activations.open([manifest])


def test_shards_of_different_models_do_not_go_together(tmp_path: Path) -> None:
    manifests = [
        write(tmp_path, [1], values_of(1, 1, 1), name="0000", revision="a"),
        write(tmp_path, [2], values_of(1, 1, 1), name="0001", revision="b"),
    ]
    with pytest.raises(UserError, match=r"0001\.manifest\.json: .* differ from .*0000\.manifest\.json"):
        Activations.open(manifests)


def test_a_value_too_large_for_float16_is_refused_with_the_remedy(tmp_path: Path) -> None:
    values = values_of(2, 3, 4)
    values[1, 2, 3] = 70_000
    with pytest.raises(
        UserError,
        match=r"layer 1, neuron 3: .* float16; set extraction.store_dtype: float32",
    ):
        write(tmp_path, [1, 2, 3], values, dtype="float16")


@pytest.mark.parametrize("value", [np.nan, -np.inf])
def test_what_the_model_itself_computes_wrongly_is_not_blamed_on_the_store(
    tmp_path: Path, value: float
) -> None:
    values = values_of(1, 3, 4)
    values[0, 0, 2] = value
    with pytest.raises(
        UserError, match=rf"layer 0, neuron 2: the model computes {value}; .* extraction.dtype"
    ):
        write(tmp_path, [1, 2, 3], values)


def test_a_store_with_too_few_or_too_many_rows_is_refused(tmp_path: Path) -> None:
    shape = StoreShape((0,), 3, 2, "float32")
    writer = StoreWriter(tmp_path / "a.zarr", shape, {}, slab_bytes=2**20)
    writer.append(np.array([0, 1], dtype=np.uint32), np.ones((1, 2, 2), dtype=np.float32))
    with pytest.raises(ValueError, match="expected 3 rows, found 2"):
        writer.close()
    with pytest.raises(ValueError, match="expected 3 rows, found at least 4"):
        writer.append(np.array([2, 3], dtype=np.uint32), np.ones((1, 2, 2), dtype=np.float32))
