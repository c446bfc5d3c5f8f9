"""Activations by fact, readings of precision and recall, and the summaries that figures draw."""

import numpy as np
import polars as pl
import pytest

from sparse_probing.casestudies.distributions import boxes, histogram
from sparse_probing.casestudies.facts import activations_by_fact, precision_and_recall
from sparse_probing.casestudies.frames import NEURON, about, together
from sparse_probing.settings.dataset import Feature


def fact(name: str, where: str, among: str = "TRUE") -> Feature:
    return Feature(name=name, category="fact", where=where, among=among)


FACTS = [
    fact("baseball", "sport = 'baseball'", "sport IS NOT NULL"),
    fact("soccer", "sport = 'soccer'", "sport IS NOT NULL"),
    fact("alive", "alive"),
]
PEOPLE = pl.DataFrame(
    {
        "sport": ["baseball", "baseball", "soccer", "soccer", None, None],
        "alive": [True, False, True, False, True, None],
    }
)


def test_activations_are_told_for_those_of_whom_a_fact_holds() -> None:
    values = np.array([5, 7, 1, 3, 100, 200], np.float32)
    told = activations_by_fact(PEOPLE, values, FACTS[0], FACTS)
    assert told.select("class", "holds", "count", "mean").rows() == [
        ("baseball", True, 2, 6.0),
        ("not baseball", False, 2, 2.0),  # those who have no sport were not asked
        ("soccer", False, 2, 2.0),
        ("alive", False, 3, pytest.approx((5 + 1 + 100) / 3)),
    ]


def test_a_precise_neuron_without_recall_tells_something_finer() -> None:
    neurons = pl.DataFrame(
        {
            "rank": [1, 2, 3, 4],
            "test_precision": [0.9, 0.5, 0.3, 1.0],
            "test_recall": [0.4, 0.6, 0.9, 0.0],
        }
    )
    told = precision_and_recall(neurons, count=3)
    assert told["reading"].to_list() == ["finer", "same", "coarser"]


def test_boxes_hold_the_quantiles_of_each_group() -> None:
    frame = pl.DataFrame({"group": ["b"] * 101 + ["a"], "value": [*np.arange(101.0), 3.0]})
    (b, a) = boxes(frame, ["group"], "value").to_dicts()
    assert b == {
        **{"group": "b", "count": 101, "mean": 50.0},
        **{"p05": 5.0, "p25": 25.0, "p50": 50.0, "p75": 75.0, "p95": 95.0},
    }
    assert (a["group"], a["p05"], a["p95"]) == ("a", 3.0, 3.0)


def test_histograms_count_every_value_once_in_common_bins() -> None:
    generator = np.random.default_rng(0)
    frame = pl.DataFrame({"group": ["x"] * 700 + ["y"] * 300, "value": generator.normal(size=1000)})
    bars = histogram(frame, ["group"], "value", bins=20)
    assert bars.group_by("group", maintain_order=True).agg(pl.col("count").sum()).rows() == [
        ("x", 700),
        ("y", 300),
    ]
    x = bars.filter(group="x")
    values = frame.filter(group="x")["value"].to_numpy()
    expected, _ = np.histogram(values, bins=[*x["low"], np.inf])
    assert x["count"].to_list() == expected.tolist()
    assert (x["high"][:-1] == x["low"][1:]).all()


def test_histograms_of_one_value_and_of_none() -> None:
    frame = pl.DataFrame({"group": ["x", "x"], "value": [2.0, 2.0]})
    bars = histogram(frame, ["group"], "value", bins=4)
    assert bars["count"].sum() == 2
    assert histogram(frame.head(0), ["group"], "value", bins=4).is_empty()


def test_tables_begin_with_what_they_are_about_even_when_they_are_empty() -> None:
    values = {"model": "m", "parameters": 5, "dataset": "d", "feature": "f", "layer": 1, "neuron": 2, "x": 9}
    told = about(pl.DataFrame({"value": [1.0, 2.0]}), NEURON, values)
    assert told.columns == [*NEURON, "value"]
    assert told["neuron"].to_list() == [2, 2]
    empty = together([], NEURON, {"value": pl.Float64()})
    assert empty.schema == told.schema
    assert together([told, told], NEURON, {"value": pl.Float64()}).height == 4
