import pytest
from probe_table import MAJORITY, UNIGRAM, neurons_of, probe_table

from sparse_probing.confounds import tabulate_confounds
from sparse_probing.findings import find

SMALL = {"model": "small", "parameters": 1_000}
LARGE = {"model": "large", "parameters": 2_000}


def findings(*rows):
    probes = probe_table(*rows)
    return find(probes, neurons_of(probes), tabulate_confounds(probes))


def sentence(found, words):
    (one,) = [text for text in found if words in text]
    return one


def test_neurons_of_the_largest_model_above_the_threshold_are_counted_by_category():
    scores = {"a": ("language", 0.95), "b": ("language", 0.5), "c": ("code", 0.92), "d": ("text", 0.2)}
    rows = [
        {**model, "feature": name, "category": category, "f1": f1 if model is LARGE else 1.0, "layer": 3}
        for model in (SMALL, LARGE)
        for name, (category, f1) in scores.items()
    ]
    assert sentence(findings(*rows), "or more for") == (
        "One neuron of large reaches a test F1 of 0.90 or more for 2 of 4 features: 1 of 1 in code and "
        "1 of 2 in language. The clearest on validation is neuron 3.7 for a, with a test F1 of 0.95."
    )


def test_the_neuron_is_the_one_that_validation_chose():
    rows = [
        {"layer": 0, "validation_f1": 0.9, "test_f1": 0.3},
        {"layer": 1, "validation_f1": 0.8, "test_f1": 1.0},
    ]
    assert findings(*rows)[0] == (
        "No single neuron of small that was chosen reaches a test F1 of 0.90. "
        "The clearest on validation is neuron 0.7 for verb, with a test F1 of 0.30."
    )


def test_needed_neurons_name_the_sparsest_and_the_most_spread_category():
    f1_by_category = {"spread": (0.1, 0.2), "middle": (0.1, 0.9), "sparse": (0.9, 0.9)}
    rows = [
        {"category": category, "feature": category, "k": k, "f1": f1}
        for category, f1s in f1_by_category.items()
        for k, f1 in zip((1, 8), f1s, strict=True)
    ]
    dense = [
        {"category": name, "feature": name, "method": "dense", "k": 64, "f1": 0.9} for name in f1_by_category
    ]
    assert sentence(findings(*rows, *dense), "dense probe") == (
        "The median feature needs 8 neurons for 95% of the F1 of a dense probe, from 1 neuron in sparse "
        "to more than 8 neurons in spread; 1 feature never came so far."
    )


def test_baselines_are_compared_feature_by_feature():
    rows = [{"feature": name, "f1": f1} for name, f1 in {"a": 0.9, "b": 0.5}.items()]
    unigram = [UNIGRAM | {"feature": name, "f1": f1} for name, f1 in {"a": 0.4, "b": 0.6}.items()]
    random = [{"feature": name, "method": "random", "f1": 0.1} for name in ("a", "b")]
    found = findings(*rows, *unigram, *random)
    assert sentence(found, "tokens alone").startswith(
        "With one neuron, the test F1 is above that of the tokens alone for 1 of 2 features "
        "(mean 0.70 against 0.50)"
    )
    assert "2 of 2 features (mean 0.70 against 0.10)" in sentence(found, "at random")


def test_features_that_a_unigram_solves_are_counted_in_the_largest_model():
    rows = [
        {**model, "feature": name, "f1": f1}
        for model in (SMALL, LARGE)
        for name, f1 in (("a", 0.8), ("b", 0.9))
    ]
    baselines = [
        baseline | {**LARGE, "feature": name}
        for baseline in (UNIGRAM | {"f1": 0.8}, MAJORITY)
        for name in "ab"
    ]
    assert sentence(findings(*rows, *baselines), "nothing about context") == (
        "A unigram reaches 95% of the best probe's test F1 for 1 of 2 features: "
        "what can be read off a row's tokens says nothing about context."
    )


def test_models_are_compared_from_the_smallest_to_the_largest():
    found = findings(LARGE | {"f1": 0.8}, SMALL | {"f1": 0.5})
    assert sentence(found, "goes from") == (
        "From small to large, the mean test F1 of one neuron goes from 0.50 to 0.80; "
        "it is higher in the larger model for 1 of 1 feature."
    )


def test_a_neuron_that_is_best_for_several_features_is_named():
    found = findings(
        *({"feature": name, "neurons": [neuron]} for name, neuron in zip("abc", (4, 5, 4), strict=True))
    )
    assert sentence(found, "several features") == (
        "1 neuron of small is the best one for several features, 0.4 for most: a and c."
    )


@pytest.mark.parametrize(
    "words", ["dense probe", "tokens alone", "about context", "at random", "goes from", "several features"]
)
def test_nothing_is_said_about_what_was_not_run(words):
    assert not [text for text in findings({"f1": 0.5}) if words in text]
