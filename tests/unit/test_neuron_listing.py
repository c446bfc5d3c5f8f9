from pathlib import Path

import polars as pl
import pytest
import yaml
from probe_table import UNIGRAM, neurons_of, probe_table

from sparse_probing.errors import UserError
from sparse_probing.neuron_listing import CALLED, list_neurons
from sparse_probing.settings.dataset import FeatureList

LISTS = Path(__file__).parents[2] / "workflow" / "catalog" / "features"
FRENCH = {"feature": "fr", "category": "natural_language", "dataset": "texts"}
PROBES = probe_table(
    {**FRENCH, "f1": 0.7, "validation_f1": 0.72, "neurons": [1031], "layer": 1},
    {**FRENCH, "f1": 0.6, "neurons": [9]},
    {**FRENCH, "f1": 0.95, "k": 4, "layer": 1},
    {**FRENCH, "f1": 0.97, "k": 64, "method": "dense", "layer": 1},
    {**FRENCH, **UNIGRAM, "f1": 0.42},
    {**FRENCH, "f1": 0.9, "validation_f1": 0.8, "neurons": [3], "model": "large"},
    {"feature": "verb", "f1": 0.5},
)
NEURONS = neurons_of(PROBES)


def listed(feature: str = "French", *, top: int = 12, **only: str) -> list[list[str]]:
    return lines_of(list_neurons(NEURONS, PROBES, feature=feature, top=top, **only))


def lines_of(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


def neurons(lines: list[list[str]]) -> list[tuple[str, str]]:
    """Model and neuron of each line of the first table."""
    first = lines[2 : lines.index([]) - 1]
    return [(line[0], line[4]) for line in first]


def test_the_best_neurons_on_validation_come_first_whatever_their_test_score() -> None:
    lines = listed()
    assert neurons(lines) == [("large", "3"), ("small", "1031"), ("small", "9")]
    assert lines[3] == "small texts fr 1 1031 + 0.72 0.70 0.40 to 0.60 0.50 0.50".split()


def test_a_sign_tells_which_activations_speak_for_the_feature() -> None:
    turned = NEURONS.with_columns(sign=-pl.col("sign"))
    text = list_neurons(turned, PROBES, feature="fr", top=1)
    assert text.splitlines()[2].split()[5] == "-"


def test_probes_stand_beside_the_neurons() -> None:
    lines = listed(model="small")
    assert "small texts fr 0.70 0.97 0.42 4".split() in lines
    assert lines[-1][0] == "Enough:"


def test_a_feature_that_no_probe_tells_needs_more_neurons_than_were_tried() -> None:
    few = PROBES.filter(pl.col("k").is_null() | (pl.col("k") != 4))
    text = list_neurons(NEURONS, few, feature="fr", top=1, model="small")
    assert "small texts fr 0.70 0.97 0.42 more than 1".split() in lines_of(text)


def test_baselines_alone_are_no_probes_to_show() -> None:
    dense = PROBES.filter(method="dense")
    assert list_neurons(NEURONS, dense, feature="fr", top=1).splitlines()[-1].startswith("Sign:")


@pytest.mark.parametrize("name", ["fr", "FR", "French", "french"])
def test_names_are_told_by_any_case_and_languages_by_their_names(name: str) -> None:
    assert listed(name) == listed()


def test_what_features_are_called_stands_for_features_of_the_catalog() -> None:
    names = {
        feature.name
        for file in ("natural_language", "code_language")
        for feature in FeatureList.model_validate(
            yaml.safe_load((LISTS / f"{file}.yaml").read_text())
        ).expand()
    }
    assert set(CALLED.values()) <= names


def test_only_so_many_are_shown_of_only_one_model_and_dataset() -> None:
    assert neurons(listed(top=1)) == [("large", "3")]
    assert neurons(listed(model="small", dataset="texts")) == [("small", "1031"), ("small", "9")]


@pytest.mark.parametrize(
    "asked, message",
    [
        ({"feature": "Frensh"}, "no feature 'Frensh' in the tables; did you mean 'french'?"),
        ({"feature": "Vreb"}, "no feature 'Vreb' in the tables; did you mean 'verb'?"),
        ({"feature": "German"}, "no feature 'German' in the tables"),
        ({"model": "smal"}, "no model 'smal' in the tables; did you mean 'small'?"),
        ({"dataset": "tests"}, "no dataset 'tests' in the tables; did you mean 'texts'?"),
        (
            {"dataset": "corpus"},
            "no neurons of 'French' there; the tables have those of large with texts and small with texts",
        ),
    ],
)
def test_a_wrong_name_is_told_with_the_nearest_one(asked: dict[str, str], message: str) -> None:
    with pytest.raises(UserError) as error:
        listed(**asked)
    assert str(error.value) == message
