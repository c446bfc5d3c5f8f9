import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from sparse_probing.errors import UserError
from sparse_probing.experiment import Experiment, load_experiment
from sparse_probing.settings.model import Folder, Recipe

MODELS = """
tokenizers:
  words: {kind: folder, path: words}
  learned: {kind: trained, datasets: [corpus, extra]}
models:
  tiny:
    origin: {kind: folder, path: tiny}
    tokenizer: words
  stream: {weights_of: tiny, tokenizer: words, site: residual}
  made:
    origin: {kind: trained, datasets: [extra], layers: 1, width: 8, heads: 1, steps: 5}
    tokenizer: learned
  absent:
    origin: {kind: folder, path: model, package: no_such_package}
    tokenizer: words
    optional: true
  lost:
    origin: {kind: folder, path: lost}
    tokenizer: words
"""

CORPUS = """
description: A corpus.
unit: token
source: {format: jsonl, files: [a.jsonl], annotations: {lang: language}}
sample: {keep: "lang = 'de'"}
features:
  - {name: german, category: text, where: "lang = 'de'", among: position > 3}
  - {name: french, category: text, where: "lang = 'fr'", negatives: [{where: "lang = 'de'", share: 0.5}]}
"""

EXTRA = """
description: Another one, with features of a shared list.
unit: token
source: {format: table, files: [a.csv], annotations: {lang: language}}
features: {list: languages, select: [lang_fr]}
"""

LANGUAGES = """
features:
  - one_vs_rest: {column: lang, values: [de, fr]}
    category: natural_language
    prefix: lang_
"""

CONFIG: Mapping[str, Any] = {"models": ["tiny"], "datasets": ["corpus"]}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalog, folders of a model and a tokenizer, and the project as working directory."""
    for name, text in {
        "catalog/models.yaml": MODELS,
        "catalog/datasets/corpus.yaml": CORPUS,
        "catalog/datasets/extra.yaml": EXTRA,
        "catalog/features/languages.yaml": LANGUAGES,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    for name in ("tiny", "words"):
        (tmp_path / "models" / name).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def load(**changes: Any) -> Experiment:
    """The experiment of CONFIG in config.yaml, changed by over.yaml."""
    origins = [("config.yaml", CONFIG), ("over.yaml", changes), ("--config", {})]
    return load_experiment({**CONFIG, **changes}, origins=origins, catalog_dir=Path("catalog"))


def problem(**changes: Any) -> str:
    with pytest.raises(UserError) as error:
        load(**changes)
    assert "\n" not in str(error.value)
    return str(error.value)


def edit(project: Path, name: str, old: str, new: str) -> None:
    path = project / "catalog" / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_an_experiment_is_what_the_config_chooses(project: Path) -> None:
    experiment = load(datasets=["extra", "corpus"])
    assert list(experiment.models) == list(experiment.origins) == ["tiny"]
    assert list(experiment.tokenizers) == ["words"]
    assert list(experiment.datasets) == ["extra", "corpus"]
    assert {name: list(features) for name, features in experiment.features.items()} == {
        "extra": ["lang_fr"],
        "corpus": ["german", "french"],
    }
    assert experiment.config.probing.split.train == 0.6
    assert experiment.notes == ()


def test_sizes_change_what_they_name_and_nothing_else(project: Path) -> None:
    asked = load().datasets["corpus"]
    changed = load(sizes={"corpus": {"context": 64, "documents": 5, "rows": 7, "shards": 2}}).datasets[
        "corpus"
    ]
    assert (changed.context, changed.documents, changed.sample.rows, changed.shards) == (64, 5, 7, 2)
    assert changed.sample.keep == asked.sample.keep
    same = {"context": asked.context, "documents": None, "sample": asked.sample, "shards": 1}
    assert changed.model_copy(update=same) == asked


def test_sizes_must_fit_the_dataset(project: Path) -> None:
    edit(project, "datasets/corpus.yaml", "unit: token", "unit: token\nskip: 30")
    assert problem(sizes={"corpus": {"context": 16}}).startswith(
        "over.yaml: sizes.corpus: 'skip' must be below 'context'"
    )
    assert problem(sizes={"corpse": {"rows": 5}}) == (
        "over.yaml: sizes: no dataset 'corpse' in this experiment; did you mean 'corpus'?"
    )


def test_what_is_excluded_is_not_probed(project: Path) -> None:
    choice = {"models": ["tiny", "stream"], "datasets": ["corpus", "extra"]}
    exclude = [{"models": ["stream"], "datasets": ["extra"]}, {"features": ["french"]}]
    assert load(**choice).probed["stream"] == {"corpus": ("german", "french"), "extra": ("lang_fr",)}
    experiment = load(**choice, exclude=exclude)
    assert experiment.probed == {
        "tiny": {"corpus": ("german",), "extra": ("lang_fr",)},
        "stream": {"corpus": ("german",)},
    }
    assert list(experiment.features["corpus"]) == ["german", "french"]


def test_features_can_stay_although_the_rest_is_excluded(project: Path) -> None:
    experiment = load(models=["tiny"], exclude=[{"datasets": ["corpus"], "but": ["french"]}])
    assert experiment.probed == {"tiny": {"corpus": ("french",)}}


@pytest.mark.parametrize(
    ("exclusion", "message"),
    [
        ({"models": ["tiny"], "but": ["frensh"]}, "over.yaml: exclude.0.but: no 'frensh' .*french"),
        ({"features": ["germ"]}, "over.yaml: exclude.0.features: no 'germ' in this experiment; .*german"),
        ({"models": ["stream"]}, "over.yaml: exclude.0.models: no 'stream' in this experiment"),
        ({"datasets": ["corpus"]}, "over.yaml: exclude: nothing is left of model 'tiny'"),
        (
            {"datasets": ["extra"], "features": ["french"]},
            "over.yaml: exclude.0: excludes nothing: none of its datasets has one of its features",
        ),
        ({}, "over.yaml: exclude.0: expected 'models', 'datasets' or 'features', found none"),
    ],
)
def test_an_exclusion_names_what_the_experiment_holds(project: Path, exclusion: Any, message: str) -> None:
    datasets = ["corpus", "extra"] if "extra" in exclusion.get("datasets", ()) else ["corpus"]
    assert re.match(message, problem(datasets=datasets, exclude=[exclusion]))


def test_an_entry_of_other_weights_takes_them_from_that_entry(project: Path) -> None:
    experiment = load(models=["stream"])
    assert list(experiment.models) == ["stream"]
    assert list(experiment.origins) == ["tiny"]
    assert experiment.weights_of("stream") == "tiny"
    assert isinstance(experiment.origins["tiny"].origin, Folder)
    assert load(models=["tiny"]).weights_of("tiny") == "tiny"


def test_a_model_that_is_trained_here_brings_the_datasets_of_its_text(project: Path) -> None:
    experiment = load(models=["made"])
    assert isinstance(experiment.origins["made"].origin, Recipe)
    assert list(experiment.tokenizers) == ["learned"]
    assert list(experiment.datasets) == ["corpus", "extra"]
    assert list(experiment.features) == ["corpus"]


def test_only_a_dataset_that_is_trained_on_may_be_without_features(project: Path) -> None:
    edit(project, "datasets/extra.yaml", "features: {list: languages, select: [lang_fr]}", "features: []")
    assert list(load(models=["made"]).datasets) == ["corpus", "extra"]
    expected = "catalog/datasets/extra.yaml: features: 'extra' has no features to probe"
    assert problem(datasets=["extra"]) == expected


def test_an_optional_model_that_is_not_installed_is_left_out_with_a_note(project: Path) -> None:
    experiment = load(models=["absent", "tiny"])
    assert list(experiment.models) == ["tiny"]
    assert experiment.notes == ("model 'absent' is optional and not installed: left out",)
    assert problem(models=["absent"]) == "over.yaml: models: none of the models is installed: absent"


def test_a_catalog_of_ones_own_replaces_the_default(project: Path) -> None:
    (project / "catalog").rename(project / "mine")
    assert list(load(catalog_dir="mine").models) == ["tiny"]
    assert problem() == "catalog/models.yaml: No such file or directory"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"models": ["tiyn"]},
            "over.yaml: models: no model 'tiyn' in catalog/models.yaml; did you mean 'tiny'?",
        ),
        (
            {"datasets": ["corpsu"]},
            "over.yaml: datasets: no dataset 'corpsu' in catalog/datasets; did you mean 'corpus'?",
        ),
        (
            {"models": ["lost"]},
            "catalog/models.yaml: models.lost.origin: expected a folder 'lost' under models_dir models, "
            "found none",
        ),
        (
            {"models_dir": "elsewhere"},
            "catalog/models.yaml: models.tiny.origin: expected a folder 'tiny' under models_dir elsewhere, "
            "found none",
        ),
        (
            {"probing": {"methods": ["densee"]}},
            "over.yaml: probing.methods.0: expected 'mean_difference', 'f_statistic', 'mutual_information', "
            "'l1_logistic', 'adaptive_threshold', 'optimal', 'random', 'rotation', 'dense', 'unigram' or "
            "'control', "
            "found 'densee'; did you mean 'dense'?",
        ),
        (
            {"probing": {"methods": ["dense"]}},
            "over.yaml: probing.methods: expected one of mean_difference, f_statistic, mutual_information, "
            "l1_logistic, adaptive_threshold, optimal, found only baselines: dense",
        ),
        (
            {"probing": {"k": [1, 300]}},
            "over.yaml: probing: 'adaptive_threshold.start' must be at least the largest 'k', 300, not 256",
        ),
        ({"results_dri": "x"}, "over.yaml: results_dri: unknown key; did you mean 'results_dir'?"),
    ],
)
def test_a_mistake_in_the_config_is_told_with_its_file(
    project: Path, changes: dict[str, Any], expected: str
) -> None:
    assert problem(**changes) == expected


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "models.yaml",
            "path: tiny}\n    tokenizer: words",
            "path: tiny}\n    tokenizer: word",
            "catalog/models.yaml: models.tiny.tokenizer: no tokenizer 'word'; did you mean 'words'?",
        ),
        (
            "models.yaml",
            "path: words",
            "path: wrods",
            "catalog/models.yaml: tokenizers.words: expected a folder 'wrods' under models_dir models, "
            "found none",
        ),
        (
            "models.yaml",
            "  tiny:",
            "  stream:",
            "catalog/models.yaml, line 9: key 'stream' occurs twice",
        ),
        ("datasets/corpus.yaml", "unit: token", "unit: [token", "catalog/datasets/corpus.yaml, line 4: "),
        (
            "datasets/corpus.yaml",
            CORPUS,
            "",
            "catalog/datasets/corpus.yaml: expected a mapping of keys, found nothing",
        ),
        (
            "datasets/corpus.yaml",
            "files: [a.jsonl]",
            "files: [a.jsonl], spnas: parts",
            "catalog/datasets/corpus.yaml: source.spnas: unknown key; did you mean 'spans'?",
        ),
        (
            "datasets/corpus.yaml",
            "name: french",
            "name: german",
            "catalog/datasets/corpus.yaml: features: 'german' occurs twice",
        ),
        (
            "datasets/corpus.yaml",
            "where: \"lang = 'fr'\"",
            "where: \"lagn = 'fr'\"",
            "catalog/datasets/corpus.yaml: feature 'french': where: no column 'lagn' in \"lagn = 'fr'\"; "
            "did you mean 'lang'?",
        ),
        (
            "datasets/corpus.yaml",
            "where: \"lang = 'de'\", share",
            "where: lang =, share",
            "catalog/datasets/corpus.yaml: feature 'french': negatives.0.where: not an SQL expression: "
            "'lang ='",
        ),
        (
            "datasets/corpus.yaml",
            "among: position > 3",
            "among: place > 3",
            "catalog/datasets/corpus.yaml: feature 'german': among: no column 'place' in 'place > 3'",
        ),
        (
            "datasets/corpus.yaml",
            "among: position > 3",
            "among: position",
            "catalog/datasets/corpus.yaml: feature 'german': among: 'position': expected true or false for "
            "each row, found UInt32",
        ),
        (
            "datasets/corpus.yaml",
            "keep: \"lang = 'de'\"",
            "keep: \"token ~ '['\"",
            "catalog/datasets/corpus.yaml: sample.keep: \"token ~ '['\" cannot be asked of the rows: regex",
        ),
        (
            "datasets/corpus.yaml",
            "keep: \"lang = 'de'\"",
            "keep: \"langs = 'de'\"",
            "catalog/datasets/corpus.yaml: sample.keep: no column 'langs' in \"langs = 'de'\"; did you "
            "mean 'lang'?",
        ),
    ],
)
def test_a_mistake_in_the_catalog_is_told_with_its_file(
    project: Path, file: str, old: str, new: str, expected: str
) -> None:
    edit(project, file, old, new)
    assert problem().startswith(expected)


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "datasets/extra.yaml",
            "list: languages",
            "list: langauges",
            "catalog/datasets/extra.yaml: features.list: no list 'langauges' in catalog/features; "
            "did you mean 'languages'?",
        ),
        (
            "datasets/extra.yaml",
            "select: [lang_fr]",
            "select: [lang_rf]",
            "catalog/datasets/extra.yaml: features.select: no feature 'lang_rf' in list 'languages'; "
            "did you mean 'lang_",
        ),
        (
            "features/languages.yaml",
            "category: natural_language",
            "category: language",
            "catalog/features/languages.yaml: features.0.category: expected 'part_of_speech', ",
        ),
        (
            "features/languages.yaml",
            "column: lang,",
            "column: language,",
            "catalog/datasets/extra.yaml: feature 'lang_fr': where: no column 'language' in ",
        ),
    ],
)
def test_a_mistake_in_a_shared_list_is_told_with_its_file(
    project: Path, file: str, old: str, new: str, expected: str
) -> None:
    edit(project, file, old, new)
    assert problem(datasets=["extra"]).startswith(expected)


@pytest.mark.parametrize(
    ("model", "old", "new", "expected"),
    [
        (
            "stream",
            "weights_of: tiny",
            "weights_of: tyni",
            "catalog/models.yaml: models.stream.weights_of: no model 'tyni'; did you mean 'tiny'?",
        ),
        (
            "stream",
            "weights_of: tiny",
            "weights_of: stream",
            "catalog/models.yaml: models.stream.weights_of: 'stream' has no weights of its own",
        ),
        (
            "stream",
            "weights_of: tiny, tokenizer: words",
            "weights_of: tiny, tokenizer: learned",
            "catalog/models.yaml: models.stream.weights_of: expected the tokenizer of 'tiny', 'words', "
            "found 'learned'",
        ),
        (
            "made",
            "datasets: [extra]",
            "datasets: [exrta]",
            "catalog/models.yaml: models.made.origin.datasets: no dataset 'exrta' in catalog/datasets; "
            "did you mean 'extra'?",
        ),
        (
            "made",
            "datasets: [corpus, extra]",
            "datasets: [corpus, nothing]",
            "catalog/models.yaml: tokenizers.learned.datasets: no dataset 'nothing' in catalog/datasets",
        ),
    ],
)
def test_entries_of_models_that_do_not_fit_together_are_told(
    project: Path, model: str, old: str, new: str, expected: str
) -> None:
    edit(project, "models.yaml", old, new)
    assert problem(models=[model]) == expected


def test_the_catalog_of_the_project_is_right() -> None:
    root = Path(__file__).parents[2]
    config = yaml.safe_load((root / "config.yaml").read_text(encoding="utf-8"))
    origins = [("config.yaml", config)]
    experiment = load_experiment(config, origins=origins, catalog_dir=root / "workflow" / "catalog")
    assert list(experiment.models) == config["models"]
    assert list(experiment.features) == config["datasets"]


PUBLISHED = """\
model,dataset,feature,layer,neuron,published_f1,source
tiny,corpus,german,3,1,0.9,paper
tiny,corpus,english,3,2,0.9,paper
tiny,extra,lang_fr,3,3,0.9,paper
made,corpus,german,3,4,0.9,paper
"""


def published(experiment: Experiment, model: str, dataset: str) -> list[int]:
    return [neuron.neuron for neuron in experiment.published_neurons(model, dataset)]


def test_published_neurons_are_those_of_the_weights_and_of_probed_features(project: Path) -> None:
    models = {"twin": {"weights_of": "tiny", "tokenizer": "words"}}
    content = yaml.safe_load(MODELS)
    (project / "catalog/models.yaml").write_text(
        yaml.safe_dump(content | {"models": content["models"] | models})
    )
    (project / "catalog/published_neurons.csv").write_text(PUBLISHED)
    experiment = load(models=["tiny", "twin", "stream", "made"])
    assert published(experiment, "tiny", "corpus") == published(experiment, "twin", "corpus") == [1]
    assert published(experiment, "made", "corpus") == [4]
    # Neither another site nor a dataset that is not probed.
    assert published(experiment, "stream", "corpus") == published(experiment, "tiny", "extra") == []


def test_published_neurons_of_excluded_features_are_left_out(project: Path) -> None:
    (project / "catalog/published_neurons.csv").write_text(PUBLISHED)
    assert published(load(exclude=[{"features": ["german"]}]), "tiny", "corpus") == []


def test_a_mistake_among_published_neurons_is_told_with_its_line(project: Path) -> None:
    (project / "catalog/published_neurons.csv").write_text(PUBLISHED + "tiny,corpus,german,3,one,,paper\n")
    with pytest.raises(UserError, match=r"^catalog/published_neurons\.csv, line 6: neuron: expected"):
        load()
