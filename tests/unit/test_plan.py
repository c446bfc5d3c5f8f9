import pytest

from sparse_probing.dataset_size import DatasetSize
from sparse_probing.model_shape import forward_flops
from sparse_probing.plan import Cost, Workload, cost_of_model, extraction_seconds, probe_seconds, total
from sparse_probing.plan_listing import list_plan
from sparse_probing.settings.model import Shape
from sparse_probing.settings.plan import Plan

SHAPE = Shape(layers=3, width=8, neurons=32, parameters=2664)
SIZE = DatasetSize(sequences=10, rows=100, tokens=160, basis="counted")
LOAD = Workload(size=SIZE, context=16, shards=2, probe_jobs=6, token_jobs=3)
MACHINE = Plan(
    machine="a machine",
    devices=4,
    flops_per_second=1000,
    utilisation=0.5,
    cores=2,
    disk_bytes_per_second=100,
    extraction_start_seconds=10,
    probe_start_seconds=1,
    probe_bytes_per_second=50,
)


def cost(*loads, site="mlp", store_dtype="float16"):
    return cost_of_model(SHAPE, loads or (LOAD,), site=site, store_dtype=store_dtype)


def test_stores_hold_every_layer_of_every_row():
    assert cost().store_bytes == 100 * 3 * 32 * 2
    assert cost(store_dtype="float32").store_bytes == 100 * 3 * 32 * 4
    assert cost(store_dtype="int8").store_bytes == 100 * 3 * 32
    assert cost(site="mlp_pre").store_bytes == 100 * 3 * 32 * 2
    assert cost(site="residual").store_bytes == 100 * 3 * 8 * 2
    assert cost(site="attention").store_bytes == 100 * 3 * 8 * 2


def test_every_job_that_reads_activations_reads_all_of_them():
    found = cost()
    assert (found.probe_jobs, found.extraction_jobs) == (9, 2)
    assert found.probe_bytes == 6 * found.store_bytes


def test_costs_of_datasets_add_up():
    both = cost(LOAD, LOAD)
    assert both == total([cost(), cost()])
    assert both.flops == 2 * forward_flops(SHAPE, tokens=160, context=16)


def test_extraction_is_shared_by_devices_and_then_written():
    work = Cost(store_bytes=300, flops=4000, extraction_jobs=2, probe_jobs=0, probe_bytes=0)
    # (2 jobs x 10 s + 4000 / 500) / 4 devices + 300 / 100
    assert extraction_seconds(work, MACHINE) == pytest.approx(7 + 3)


@pytest.mark.parametrize(
    ("machine", "seconds"),
    [
        (
            MACHINE,
            (4 * 1 + 1000 / 50) / 2,
        ),  # two cores take 50 bytes a second each, as much as the disk gives
        (MACHINE.model_copy(update={"cores": 8}), 1000 / 100),  # more cores wait for the disk
    ],
)
def test_probes_take_what_cores_or_disk_take(machine, seconds):
    work = Cost(store_bytes=0, flops=0, extraction_jobs=0, probe_jobs=4, probe_bytes=1000)
    assert probe_seconds(work, machine) == pytest.approx(seconds)


def listing(size=SIZE, costs=None):
    return list_plan(
        jobs={"tokenize": 1, "fit_probe": 1234},
        sizes={("bpe", "words"): size},
        costs=costs or {"tiny": cost()},
        machine=MACHINE,
    )


def test_the_listing_tells_jobs_sizes_costs_and_the_machine():
    text = listing(costs={"tiny": cost(), "twin": cost()})
    lines = [line.split() for line in text.splitlines()]
    assert ["fit_probe", "1,234"] in lines and ["total", "1,235"] in lines
    assert ["bpe", "words", "100", "160", "counted"] in lines
    (tiny,) = [line for line in lines if line[:1] == ["tiny"]]
    assert tiny[1] == "0.0000192" and tiny[3] == "9"
    assert "Time on a machine\n" in text
    assert "4 devices at 50% of 1e+03 FLOP/s" in text


def test_the_listing_says_what_is_a_bound():
    bound = DatasetSize(sequences=10, rows=100, tokens=160, basis="upper bound")
    text = listing(bound)
    assert ["bpe", "words", "100", "160", "upper", "bound"] in [line.split() for line in text.splitlines()]
    assert "Time on a machine, from sizes that are estimates or bounds in part\n" in text


def test_a_model_of_unknown_shape_is_named_and_left_out_of_the_sums():
    text = listing(costs={"tiny": cost(), "far": None})
    totals = [line.split()[1:] for line in text.splitlines() if line.split()[:1] in (["tiny"], ["total"])]
    assert totals[1] == totals[2]  # behind the total of jobs: the model, and the sum
    assert "Left out: far." in text
