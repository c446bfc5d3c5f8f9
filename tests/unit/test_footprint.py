import json

import numpy as np
import pytest
from tiny_models import ARCHITECTURES, LAYERS, NEURONS, WIDTH, save

from sparse_probing.footprint import (
    memory_to_read,
    memory_to_run,
    memory_to_train,
    minutes,
    rough_shape,
    store_mb,
    weight_mb,
)
from sparse_probing.manifest import StoreShape
from sparse_probing.settings.model import Shape

GPT2 = Shape(layers=12, width=768, neurons=3072, parameters=85_056_000)
LARGE = Shape(layers=32, width=4096, neurons=16384, parameters=6_444_163_072)


def stored(**changes):
    known = dict(layers=(0, 1, 2), rows=1000, neurons=500, dtype="float16")
    return StoreShape(**(known | changes))


@pytest.mark.parametrize("build", ARCHITECTURES)
def test_the_shape_is_read_off_a_config_without_building_the_model(build, tmp_path):
    config = json.loads((save(build, tmp_path) / "config.json").read_text())
    shape = rough_shape(config)
    assert shape is None or (shape.layers, shape.width, shape.neurons) == (LAYERS, WIDTH, NEURONS)


def test_a_config_that_says_it_in_other_words_has_no_rough_shape():
    assert rough_shape({"depth": 12, "dim": 768}) is None


def test_parameters_of_a_rough_shape_are_no_less_than_there_are():
    assert rough_shape({"n_layer": 12, "n_embd": 768}).parameters >= GPT2.parameters


def test_weights_hold_both_embeddings():
    of_gpt2 = 124_439_808 * 4 / 1e6  # as published, with its one embedding of 50,257 entries
    assert of_gpt2 < weight_mb(GPT2, dtype="float32") < 2 * of_gpt2
    assert weight_mb(GPT2, dtype="bfloat16") == pytest.approx(weight_mb(GPT2, dtype="float32") / 2, abs=1)


def test_memory_to_run_holds_the_weights_and_what_is_held_besides():
    asked = memory_to_run(LARGE, dtype="bfloat16", tokens_per_batch=1000, held_mb=256)
    assert asked > 1.2 * weight_mb(LARGE, dtype="bfloat16") + 256
    more = memory_to_run(LARGE, dtype="bfloat16", tokens_per_batch=2000, held_mb=256)
    a_layer = np.empty((1000, LARGE.neurons), dtype=np.float32)
    assert more - asked > a_layer.nbytes / 1e6


def test_memory_to_train_holds_weights_gradients_and_two_moments():
    assert memory_to_train(GPT2, tokens_per_batch=1) > 4 * weight_mb(GPT2, dtype="float32")


def test_memory_to_read_holds_a_layer_of_the_largest_shard_and_the_examples():
    small, large = stored(rows=10), stored(rows=4_000_000)
    layer = np.lib.stride_tricks.as_strided(np.float32(0), (4_000_000, 500), (0, 0))
    assert memory_to_read([small, large], examples=10) > layer.nbytes / 1e6
    assert memory_to_read([small], examples=10**9) == memory_to_read([small], examples=10)
    fewer, more = (memory_to_read([large], examples=rows) for rows in (1000, 100_000))
    assert more - fewer > 3 * 99_000 * 500 * 4 / 1e6


def test_stores_take_the_bytes_of_their_number_type():
    megabytes = [store_mb([stored(rows=10**6, dtype=dtype)] * 2) for dtype in ("int8", "float16", "float32")]
    assert megabytes == [3000, 6000, 12000]


def test_a_limit_leaves_room():
    assert [minutes(seconds, least=10) for seconds in (0, 1, 600)] == [10, 11, 40]
