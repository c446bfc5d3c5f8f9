"""Case studies are built from the tables of a real run, and a second run has nothing to do."""

import shutil
from typing import Any

import polars as pl
import pytest
from tiny_experiment import Experiment

from sparse_probing.casestudies.fitting import FIGURES_OF_STUDIES, TABLES_OF_STUDIES
from sparse_probing.settings.casestudies import Study

FEATURES = [
    {"name": "eos", "category": "morphology", "where": "eos"},
    {"name": "adposition", "category": "compound_word", "where": "upos = 'ADP'"},
    {"name": "plural", "category": "fact", "where": "Number = 'Plur'"},
]
STUDIES: dict[str, Any] = {
    "top_neurons": {"sequences": 5, "sequences_of_feature": 1, "snippets": 2},
    "context_neurons": {"neurons": 1, "documents": 4, "ablated_documents": 2, "min_occurrences": 2},
    "ngrams": {"neurons": 2, "sequences": 10, "contexts": 20, "max_depth": 1.0},
    "pruning": {"k": 2, "drops": 2},
    "bases": {"bases": 1, "directions": 3, "k": [1, 2]},
}


@pytest.fixture(scope="module")
def studied(finished: Experiment, tmp_path_factory: pytest.TempPathFactory) -> Experiment:
    """A copy of the finished experiment with a feature for every study, built."""
    folder = tmp_path_factory.mktemp("studied") / "copy"
    shutil.copytree(finished.folder, folder)
    experiment = Experiment(folder)
    words = "catalog/datasets/words.yaml"
    experiment.edit(words, lambda dataset: dataset["source"].update(feats=["Number"]))
    experiment.edit(words, lambda dataset: dataset["features"].extend(FEATURES))
    experiment.edit("config.yaml", lambda config: config.update(casestudies=STUDIES))
    experiment.build()
    return experiment


def test_every_study_has_its_tables_and_figures(studied: Experiment) -> None:
    results = studied.folder / "results"
    for table in (table for of_study in TABLES_OF_STUDIES.values() for table in of_study):
        found = pl.read_parquet(results / "casestudies" / f"{table}.parquet")
        assert found["model"].unique(maintain_order=True).to_list() == ["tiny", "wider"], table
        assert (
            pl.read_csv(results / "casestudies" / f"{table}.csv", infer_schema=False).height == found.height
        )
    for figure in FIGURES_OF_STUDIES:
        for suffix in ("pdf", "png", "csv"):
            assert (results / "figures" / f"{figure}.{suffix}").stat().st_size > 0
    published = pl.read_csv(results / "casestudies/published_weights.csv")
    assert published["model"].null_count() == published.height  # none of these models is here


@pytest.mark.parametrize(
    ("study", "features"),
    {
        "top_neurons": {"noun", "verb", "eos", "adposition", "plural", "el", "sv"},
        "context_neurons": {"el", "sv"},
        "superposition": {"adposition"},
        "pruning": {"adposition"},
        "bases": {"adposition"},
        "facts": {"plural"},
        "sentence_ends": {"eos"},
    }.items(),
)  # fmt: skip
def test_of_a_dataset_with_many_features_those_that_fit_alone_are_studied(
    studied: Experiment, study: Study, features: set[str]
) -> None:
    for name in TABLES_OF_STUDIES[study]:
        table = pl.read_parquet(studied.folder / "results/casestudies" / f"{name}.parquet")
        assert not table.is_empty(), name
        assert set(table["feature"]) <= features, name
        if "class" in table.columns and study == "facts":
            assert set(table["class"]) == {"plural", "not plural"}


def test_the_report_has_a_page_for_every_best_neuron_and_every_category(studied: Experiment) -> None:
    results = studied.folder / "results"
    best = pl.read_parquet(results / "tables/neurons.parquet").filter(rank=1)
    pages = {
        *(f"{model}/neurons/{layer}.{neuron}.html" for model, layer, neuron in
          best.select("model", "layer", "neuron").iter_rows()),
        *(f"{model}/{category}.html" for model, category in best.select("model", "category").iter_rows()),
    }  # fmt: skip
    folder = results / "report/pages"
    assert {str(page.relative_to(folder)) for page in folder.rglob("*.html")} == pages
    for page in folder.rglob("neurons/*.html"):
        assert 'id="snippets"' in page.read_text(encoding="utf-8"), page
    for figure in FIGURES_OF_STUDIES:
        assert (results / "report/assets/figures" / f"{figure}.pdf").is_file()


def test_a_second_run_does_nothing(studied: Experiment) -> None:
    assert "Nothing to be done" in studied.snakemake().stderr


def test_snakemake_makes_its_own_report_of_figures_and_tables(studied: Experiment) -> None:
    done = studied.snakemake("--report", "snakemake.html")
    assert done.returncode == 0, done.stderr
    html = (studied.folder / "snakemake.html").read_text(encoding="utf-8")
    for name in (*FIGURES_OF_STUDIES, "sparsity", "neurons"):
        assert name in html


def test_settings_of_one_study_touch_that_study_alone(studied: Experiment) -> None:
    before = (studied.folder / "config.yaml").read_text(encoding="utf-8")
    studied.edit("config.yaml", lambda config: config["casestudies"]["pruning"].update(drops=1))
    assert studied.build("--dry-run", "casestudies") == {
        "study_pruning", "collect_case_study", "draw_pruning", "casestudies"
    }  # fmt: skip
    (studied.folder / "config.yaml").write_text(before, encoding="utf-8")
