"""Documents, activations by class, ambiguous tokens and ablations of planted neurons."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
import torch
from tiny_models import CONTEXT, NEURONS, VOCABULARY, gpt_neox, save

from sparse_probing.bootstrap import ClusterBootstrap
from sparse_probing.casestudies.ablation import REPLACEMENTS, Ablated, ablation_study, matched_neurons
from sparse_probing.casestudies.context import ambiguous_tokens, document_activations, token_histogram
from sparse_probing.casestudies.documents import Documents, draw_documents
from sparse_probing.casestudies.model import StudiedModel
from sparse_probing.casestudies.token_stream import TokenStream
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import Split
from sparse_probing.settings.statistics import Bootstrap

LANGUAGES = ("de", "fr")
FEATURES = [
    Feature(name=name, category="natural_language", where=f"lang = '{name}'", among="lang <> 'none'")
    for name in LANGUAGES
]
SPLIT = Split()


def corpus(count: int, length: int = 10) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows and sequences of documents in three languages, of which the first two are features."""
    generator = np.random.default_rng(0)
    numbers = np.arange(count)
    rows = pl.DataFrame(
        {
            "row": numbers,
            "sequence": numbers,
            "start": np.full(count, 2),
            "stop": np.full(count, length),
            "document": [f"d{n}" for n in numbers],
            "group": [f"g{n // 2}" for n in numbers],
            "lang": [("de", "fr", "sv")[n % 3] for n in numbers],
        },
        schema_overrides=dict.fromkeys(("row", "sequence", "start", "stop"), pl.UInt32),
    )
    tokens = generator.integers(0, VOCABULARY, size=(count, length)).tolist()
    return rows, pl.DataFrame(
        {"sequence": numbers, "document": rows["document"], "tokens": tokens},
        schema_overrides={"sequence": pl.UInt32},
    )


def documents(per_class: int, count: int = 120) -> Documents:
    return draw_documents(*corpus(count), FEATURES, SPLIT, per_class=per_class, seed=0)


def test_documents_are_drawn_evenly_from_test_and_keep_their_tokens() -> None:
    rows, sequences = corpus(300)
    drawn = draw_documents(rows, sequences, FEATURES, SPLIT, per_class=5, seed=0)
    assert sorted(drawn.classes.value_counts().rows()) == [("de", 5), ("fr", 5), ("other", 5)]
    again = draw_documents(rows, sequences, FEATURES, SPLIT, per_class=9, seed=0)
    assert set(drawn.frame["document"]) <= set(again.frame["document"])
    assert again.first(5).frame.equals(drawn.frame)
    tokens = sequences.filter(pl.col("sequence") == drawn.frame["sequence"][1])["tokens"][0].to_list()
    assert drawn.stream.ids[drawn.of_token == 1].tolist() == tokens
    assert drawn.probed.reshape(-1, 10)[0].tolist() == [False] * 2 + [True] * 8


def test_test_groups_alone_are_studied() -> None:
    rows, sequences = corpus(300)
    drawn = draw_documents(rows, sequences, FEATURES, SPLIT, per_class=300, seed=0)
    assert 0.1 < drawn.frame.height / rows.height < 0.3
    other_seed = SPLIT.model_copy(update={"seed": 1})
    moved = draw_documents(rows, sequences, FEATURES, other_seed, per_class=300, seed=0)
    assert set(moved.frame["group"]) != set(drawn.frame["group"])


def test_means_and_maxima_are_over_the_tokens_that_probes_see() -> None:
    drawn = documents(2)
    values = np.tile(np.arange(10, dtype=np.float32), drawn.frame.height)
    summary = document_activations(drawn, values, drawn.holds(FEATURES[0]))
    assert set(summary["mean"]) == {5.5}
    assert set(summary["maximum"]) == {9.0}
    assert summary.filter("positive")["class"].unique().to_list() == ["de"]
    assert summary.select("document", "group").equals(drawn.frame.select("document", "group"))


def test_histograms_of_both_sides_have_common_bins_and_add_up() -> None:
    drawn = documents(4)
    positive = drawn.holds(FEATURES[1])
    values = positive[drawn.of_token].astype(np.float32) * 3
    bars = token_histogram(drawn, values, positive, bins=6)
    outside, inside = bars.partition_by("positive", maintain_order=True)
    assert outside["low"].to_list() == inside["low"].to_list()
    assert (outside["count"][0], inside["count"][-1]) == (8 * 8, 4 * 8)
    assert outside["share"].sum() == inside["share"].sum() == pytest.approx(1)


def test_tokens_whose_activation_hangs_on_the_context_come_first() -> None:
    """Token 7 is 5 in the feature and 0 outside; token 8 is always 3; token 9 stands on one side alone."""
    drawn = documents(6)
    positive = drawn.holds(FEATURES[0])
    ids = np.where(np.arange(len(drawn.stream.ids)) % 2 == 0, 7, 8)
    ids[positive[drawn.of_token] & (drawn.stream.position == 5)] = 9
    inside = positive[drawn.of_token]
    values = np.select([ids == 7, ids == 8], [np.where(inside, 5.0, 0.0), 3.0], 9.0).astype(np.float32)
    planted = Documents(drawn.frame, drawn.classes, drawn.draws, TokenStream(ids, drawn.stream.bounds))
    words = [f"t{n}" for n in range(VOCABULARY)]
    found = ambiguous_tokens(planted, values, positive, words, count=5, min_occurrences=3)
    assert found["token"].to_list() == ["t7", "t7", "t8", "t8"]
    assert found["gap"].to_list() == [5.0, 5.0, 0.0, 0.0]
    assert dict(found.filter(token="t7").select("positive", "mean").iter_rows()) == {False: 0.0, True: 5.0}
    assert found.filter(token="t7", positive=True)["count"].to_list() == [6 * 4]


def test_without_frequent_tokens_there_is_nothing_to_tell_apart() -> None:
    drawn = documents(2)
    values = np.zeros(len(drawn.stream.ids), np.float32)
    positive = drawn.holds(FEATURES[0])
    words = [str(n) for n in range(VOCABULARY)]
    found = ambiguous_tokens(drawn, values, positive, words, count=5, min_occurrences=1000)
    assert found.is_empty()


def test_replacements() -> None:
    values = np.array([1.0, 2.0, 6.0], np.float32)
    generator = np.random.default_rng(0)
    assert REPLACEMENTS["zero"](values, generator).tolist() == [0, 0, 0]
    assert REPLACEMENTS["mean"](values, generator).tolist() == [3, 3, 3]
    assert sorted(REPLACEMENTS["resample"](values, generator)) == [1, 2, 6]


def test_random_neurons_are_near_in_mean_activation() -> None:
    means = np.arange(100.0)
    matched = matched_neurons(means, 50, count=5, seed=0)
    assert len(set(matched)) == 5
    assert 50 not in matched
    assert all(abs(neuron - 50) <= 8 for neuron in matched)
    assert matched_neurons(means, 50, count=5, seed=1) != matched
    assert matched_neurons(np.zeros(4), 2, count=20, seed=0) == [0, 1, 3]


def planted_model(folder: Path) -> StudiedModel:
    """A model in which neuron 4 of the last layer is a constant that counts; others hardly do."""
    save(gpt_neox, folder)
    model = StudiedModel.load(folder, device="cpu", tokens_per_batch=200)
    with torch.no_grad():
        model.projections[1].weight *= 1e-3
        model.projections[1].weight[:, 4] = torch.linspace(-4, 4, len(model.projections[1].weight))
        block = model.blocks[1]
        block.mlp.dense_h_to_4h.weight[4] = 0
        block.mlp.dense_h_to_4h.bias[4] = 3.0
    return model


def test_a_neuron_that_matters_stands_out_from_random_ones(tmp_path: Path) -> None:
    model = planted_model(tmp_path)
    drawn = documents(8, count=200)
    positive = drawn.holds(FEATURES[1])
    study = ablation_study(
        model,
        drawn,
        Ablated(layer=1, neuron=4, feature="fr", positive=positive),
        random_neurons=20,
        bootstrap=Bootstrap(draws=100),
        seed=0,
    )
    studied, others = study.filter(role="studied"), study.filter(role="random")
    assert studied["class"].to_list() == ["fr", "de", "other"] * 3
    assert studied.filter("positive")["class"].unique().to_list() == ["fr"]
    assert others["ablated"].n_unique() == 20
    assert 4 not in others["ablated"]
    assert set(studied["tokens"]) == {8 * 9}  # the first token of ten is not predicted
    assert studied["groups"][0] == drawn.frame.filter(pl.Series(positive))["group"].n_unique()
    zeroed = studied.filter(ablation="zero", positive=True)["increase"].abs()[0]
    assert zeroed > 10 * others.filter(ablation="zero")["increase"].abs().max()
    # The neuron is a constant: its mean and its own values elsewhere are what it is anyway.
    same = studied.filter(pl.col("ablation") != "zero")["increase"].abs()
    assert same.max() < 1e-5
    assert (study["increase_low"] <= study["increase"]).all()
    assert (study["increase"] <= study["increase_high"]).all()
    np.testing.assert_allclose(studied["document_increase"], 9 * studied["increase"], atol=1e-9)


def test_the_same_study_twice_is_the_same(tmp_path: Path) -> None:
    model = planted_model(tmp_path)
    drawn = documents(3)
    study = [
        ablation_study(
            model,
            drawn,
            Ablated(layer=0, neuron=2, feature="de", positive=drawn.holds(FEATURES[0])),
            random_neurons=20,
            bootstrap=Bootstrap(draws=100),
            seed=5,
        )
        for _ in range(2)
    ]
    assert study[0].equals(study[1])
    assert study[0].filter(role="random")["ablated"].n_unique() == min(20, NEURONS - 1)
    assert CONTEXT >= 10


def test_intervals_of_ratios_resample_groups_whole() -> None:
    """Rows that repeat within a group add nothing; one group has no spread."""
    generator = np.random.default_rng(0)
    values = generator.normal(size=50)
    groups = np.arange(50)
    single = ClusterBootstrap(groups, draws=500).ratio_interval(values, np.ones(50))
    repeated = ClusterBootstrap(np.repeat(groups, 4), draws=500).ratio_interval(
        np.repeat(values, 4), np.ones(200)
    )
    assert (repeated.low, repeated.high) == pytest.approx((single.low, single.high))
    standard_error = values.std(ddof=1) / np.sqrt(50)
    assert single.high - single.low == pytest.approx(2 * 1.96 * standard_error, rel=0.15)
    alone = ClusterBootstrap(np.zeros(50), draws=100).ratio_interval(values, np.full(50, 2.0))
    assert (alone.low, alone.high) == pytest.approx((values.sum() / 100, values.sum() / 100))
