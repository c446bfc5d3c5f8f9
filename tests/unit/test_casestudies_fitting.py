"""Case studies are made where an experiment has features that fit, and nowhere else."""

from pathlib import Path
from typing import Any

import pytest

from sparse_probing.casestudies.fitting import FIGURES_OF_STUDIES, TABLES_OF_STUDIES, fitting_features
from sparse_probing.errors import UserError
from sparse_probing.experiment import Experiment, load_experiment

ROOT = Path(__file__).parents[2]
CONFIG = {"models": ["demo-small"], "datasets": ["demo_treebank", "demo_languages", "demo_compounds"]}


def experiment(**changes: Any) -> Experiment:
    config = {**CONFIG, **changes}
    return load_experiment(config, origins=[("config.yaml", config)], catalog_dir=ROOT / "workflow/catalog")


def test_each_study_has_the_features_that_fit() -> None:
    loaded = experiment()
    fitting = {study: fitting_features(loaded, study, "demo-small") for study in TABLES_OF_STUDIES}
    assert {study: set(found) for study, found in fitting.items()} == {
        "top_neurons": set(CONFIG["datasets"]),
        "weights": set(CONFIG["datasets"]),
        "context_neurons": {"demo_languages"},
        "ngrams": {"demo_treebank", "demo_compounds"},
        "superposition": {"demo_compounds"},
        "pruning": {"demo_compounds"},
        "bases": {"demo_compounds"},
        "facts": set(),
        "sentence_ends": {"demo_treebank"},
    }
    assert fitting["sentence_ends"] == {"demo_treebank": ("eos",)}
    assert "fr" in fitting["context_neurons"]["demo_languages"]


def test_a_study_that_is_not_included_has_none() -> None:
    loaded = experiment(casestudies={"include": ["weights"]})
    assert fitting_features(loaded, "weights", "demo-small")
    assert not fitting_features(loaded, "ngrams", "demo-small")


def test_named_features_alone_are_studied() -> None:
    loaded = experiment(casestudies={"context_neurons": {"features": ["fr", "de"]}})
    assert fitting_features(loaded, "context_neurons", "demo-small") == {"demo_languages": ("de", "fr")}


def test_excluded_features_are_not_studied() -> None:
    loaded = experiment(exclude=[{"features": ["eos", "social_security"]}])
    assert not fitting_features(loaded, "sentence_ends", "demo-small")
    names = fitting_features(loaded, "superposition", "demo-small")["demo_compounds"]
    assert "social_security" not in names
    assert "high_school" in names


def test_a_name_that_is_no_feature_of_documents_is_told_before_any_job() -> None:
    message = "config.yaml: casestudies.context_neurons.features: no 'french' among the features of documents"
    with pytest.raises(UserError, match=message):
        experiment(casestudies={"context_neurons": {"features": ["french"]}})


def test_a_name_that_is_no_feature_to_search_for_is_told_before_any_job() -> None:
    message = "config.yaml: probing.optimal.features: no 'french' among the features"
    with pytest.raises(UserError, match=message):
        experiment(probing={"optimal": {"features": ["french"]}})


def test_every_figure_shows_a_table_and_has_its_caption_and_script() -> None:
    tables = {table for of_study in TABLES_OF_STUDIES.values() for table in of_study}
    assert tables - set(FIGURES_OF_STUDIES) == {*TABLES_OF_STUDIES["top_neurons"], "sentence_end_logits"}
    for figure in FIGURES_OF_STUDIES:
        assert (ROOT / "workflow/report" / f"{figure}.rst").is_file()
        assert (ROOT / "scripts" / f"draw_{figure}.py").is_file()
