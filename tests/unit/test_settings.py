import pytest
import yaml
from mistakes import problem
from pydantic import BaseModel

from sparse_probing.settings.dataset import Dataset
from sparse_probing.settings.experiment import Config, Extraction
from sparse_probing.settings.loading import parse
from sparse_probing.settings.model import Models
from sparse_probing.settings.probing import Probing

CONFIG = """
models: [tiny]
datasets: [corpus]
"""

MODELS = """
tokenizers:
  words: {kind: folder, path: words}
models:
  tiny:
    origin: {kind: folder, path: tiny}
    tokenizer: words
  other:
    weights_of: tiny
    tokenizer: words
    site: residual
"""

DATASET = """
description: A corpus.
unit: span
source: {format: jsonl, files: [a.jsonl], annotations: {lang: language}}
features:
  - {name: long, category: text, where: "lang = 'de'"}
  - one_vs_rest: {column: lang, values: [de, fr]}
    category: natural_language
"""


def test_the_texts_that_mistakes_are_made_in_are_right() -> None:
    for model, text in [(Config, CONFIG), (Models, MODELS), (Dataset, DATASET)]:
        content = yaml.safe_load(text)
        assert isinstance(parse(model, content, origins=[("file.yaml", content)]), model)


MISTAKES: list[tuple[type[BaseModel], str, str, str, str]] = [
    (Config, CONFIG, "models:", "modles:", "modles: unknown key; did you mean 'models'?"),
    (Config, CONFIG, "models: [tiny]", "", "models: is needed, but missing"),
    (Config, CONFIG, "[tiny]", "tiny", "models: expected a list, found 'tiny'"),
    (Config, CONFIG, "[tiny]", "[]", "models: expected at least one entry, found []"),
    (Config, CONFIG, "[tiny]", "[tiny, a, tiny]", "models: 'tiny' occurs twice"),
    (
        Config,
        CONFIG,
        "[tiny]",
        "[tiny, ../x]",
        "models.1: expected letters, digits, '_', '.' and '-', beginning with a letter or digit, "
        "found '../x'",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "probing: {k: [1, 4, 2]}\nmodels:",
        "probing.k: expected positive numbers in ascending order, found [1, 4, 2]",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "probing: {comparison: {k: [1, 9]}}\nmodels:",
        "probing: 'comparison.k': 9 is not among 'k'",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "probing: {stability: {methods: [l1_logistic]}}\nmodels:",
        "probing: 'stability.methods': 'l1_logistic' is not among 'methods'",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "probing: {k: [0, 1]}\nmodels:",
        "probing.k: expected positive numbers in ascending order, found [0, 1]",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "probing: {split: {train: 0.9}}\nmodels:",
        "probing.split: train, validation and test must add up to 1, not 1.3",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "probing: {split: {trian: 0.9}}\nmodels:",
        "probing.split.trian: unknown key; did you mean 'train'?",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "probing: {optimal: {ridges: [paper, 0]}}\nmodels:",
        "probing.optimal.ridges.1: expected a number greater than 0, found 0",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "probing: {optimal: {ridges: [papers]}}\nmodels:",
        "probing.optimal.ridges.0: expected a valid number, found 'papers'",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "probing: {dense: {ridges: [0.1, 0]}}\nmodels:",
        "probing.dense.ridges.1: expected a number greater than 0, found 0",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "extraction: {tokens_per_batch: -1}\nmodels:",
        "extraction.tokens_per_batch: expected a number greater than 0, found -1",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "extraction: {tokens_per_batch: many}\nmodels:",
        "extraction.tokens_per_batch: expected a valid integer, found 'many'",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "extraction: {dtype: flaot32}\nmodels:",
        "extraction.dtype: expected 'float32' or 'bfloat16', found 'flaot32'; did you mean 'float32'?",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "extraction: cpu\nmodels:",
        "extraction: expected keys with values, found 'cpu'",
    ),
    (
        Models,
        MODELS,
        "origin: {kind: folder",
        "origin: {kind: foldr",
        "models.tiny.origin.kind: expected 'hub', 'folder', 'trained', found 'foldr'; did you mean 'folder'?",
    ),
    (
        Models,
        MODELS,
        "origin: {kind: folder, ",
        "origin: {",
        "models.tiny.origin.kind: is needed, but missing",
    ),
    (
        Models,
        MODELS,
        "path: tiny",
        "pth: tiny",
        "models.tiny.origin.pth: unknown key; did you mean 'path'?",
    ),
    (
        Models,
        MODELS,
        "{kind: folder, path: tiny}",
        "{kind: hub, repo: lab/tiny, revision: main}",
        "models.tiny.origin.revision: expected a commit or tag, found the moving branch 'main'",
    ),
    (
        Models,
        MODELS,
        "{kind: folder, path: tiny}",
        "{kind: trained, datasets: [a], layers: 1, width: 20, heads: 2, steps: 9}",
        "models.tiny.origin: 'width' must be a multiple of 8 x 'heads'",
    ),
    (
        Models,
        MODELS,
        "weights_of: tiny",
        "",
        "models.other: exactly one of 'origin' and 'weights_of' is needed",
    ),
    (
        Models,
        MODELS,
        "other:",
        "a/b:",
        "models.a/b: expected letters, digits, '_', '.' and '-', beginning with a letter or "
        "digit, "
        "found 'a/b'",
    ),
    (
        Dataset,
        DATASET,
        "jsonl, files",
        "jsonl, fiels",
        "source.fiels: unknown key; did you mean 'files'?",
    ),
    (
        Dataset,
        DATASET,
        "files: [a.jsonl]",
        "files: [a.jsonl], generator: {name: code, documents: 5}",
        "source: exactly one of 'files', 'generator' and 'huggingface' is needed",
    ),
    (
        Dataset,
        DATASET,
        "files: [a.jsonl]",
        "generator: {name: codes, documents: 0}",
        "source.generator.name: expected 'articles', 'biographies', 'code', 'compounds', "
        "'languages', "
        "'mentions', 'registers' or 'treebank', found 'codes'; did you mean 'code'?",
    ),
    (
        Dataset,
        DATASET,
        "jsonl, files",
        "jsnl, files",
        "source.format: expected 'conllu', 'jsonl', 'table', 'latex', 'folder', 'relations', found 'jsnl'; "
        "did you mean 'jsonl'?",
    ),
    (
        Dataset,
        DATASET,
        "category: text, where",
        "category: text, wehre",
        "features.0.wehre: unknown key; did you mean 'where'?",
    ),
    (Dataset, DATASET, "category: text, ", "", "features.0.category: is needed, but missing"),
    (
        Dataset,
        DATASET,
        "name: long",
        "name: -long",
        "features.0.name: expected letters, digits, '_', '.' and '-', beginning with a "
        "letter or digit, "
        "found '-long'",
    ),
    (
        Dataset,
        DATASET,
        "where: \"lang = 'de'\"",
        "where: a, negatives: [{where: b, share: 0.7}, {where: c, share: 0.6}]",
        "features.0: the shares of 'negatives' add up to more than 1",
    ),
    (
        Dataset,
        DATASET,
        "column: lang, values",
        "column: lang, valeus",
        "features.1.one_vs_rest.valeus: unknown key; did you mean 'values'?",
    ),
    (
        Dataset,
        DATASET,
        "unit: span",
        "unit: span\ndocuments: 5\ndocuments_by: lnag",
        "documents_by: expected an annotation column (lang), found 'lnag'",
    ),
    (
        Dataset,
        DATASET,
        "unit: span",
        "unit: document",
        "unit 'document' needs 'aggregation' mean or max",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "probing: {methods: [dense, random]}\nmodels:",
        "probing.methods: expected one of mean_difference, f_statistic, mutual_information, l1_logistic, "
        "adaptive_threshold, optimal, found only baselines: dense, random",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "probing: {k: [1, 512]}\nmodels:",
        "probing: 'adaptive_threshold.start' must be at least the largest 'k', 512, not 256",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "probing: {dense: {ridges: [.inf]}}\nmodels:",
        "probing.dense.ridges.0: expected a finite number, found inf",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "probing: {split: {train: .nan}}\nmodels:",
        "probing.split.train: expected a finite number, found nan",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "figures: {style: {width: .inf}}\nmodels:",
        "figures.style.width: expected a finite number, found inf",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "figures: {style: {palette: virdis}}\nmodels:",
        "figures.style.palette: expected 'viridis', 'plasma', 'inferno', 'magma' or 'cividis', "
        "found 'virdis'; did you mean 'viridis'?",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "extraction: {device: gpu}\nmodels:",
        "extraction.device: expected cpu, cuda, cuda:N with a number N, mps or auto, found 'gpu'",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "extraction: {device: 'cuda:'}\nmodels:",
        "extraction.device: expected cpu, cuda, cuda:N with a number N, mps or auto, found 'cuda:'",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "extraction: {store_dtype: int8, best_from_sums: 3}\nmodels:",
        "extraction: 'best_from_sums' expects a 'store_dtype' of float16 or float32, found int8",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "results_dir: 'out/{model}'\nmodels:",
        "results_dir: expected the path of a folder, without braces, found 'out/{model}'",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "data_dir: ''\nmodels:",
        "data_dir: expected the path of a folder, without braces, found ''",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "models_dir: 'a}'\nmodels:",
        "models_dir: expected the path of a folder, without braces, found 'a}'",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "probing: {split: {seed: -1}}\nmodels:",
        "probing.split.seed: expected a number greater than or equal to 0, found -1",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "probing: {examples: {seed: -1}}\nmodels:",
        "probing.examples.seed: expected a number greater than or equal to 0, found -1",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "probing: {bootstrap: {seed: -1}}\nmodels:",
        "probing.bootstrap.seed: expected a number greater than or equal to 0, found -1",
    ),
    (
        Config,
        CONFIG,
        "models:",
        "probing: {random: {seed: -1}}\nmodels:",
        "probing.random.seed: expected a number greater than or equal to 0, found -1",
    ),
    (
        Models,
        MODELS,
        "path: tiny",
        "path: ../tiny",
        "models.tiny.origin.path: expected a relative path without '..', found '../tiny'",
    ),
    (
        Models,
        MODELS,
        "path: tiny",
        "path: /tiny",
        "models.tiny.origin.path: expected a relative path without '..', found '/tiny'",
    ),
    (
        Models,
        MODELS,
        "path: tiny",
        "path: a/../../b",
        "models.tiny.origin.path: expected a relative path without '..', found 'a/../../b'",
    ),
    (
        Models,
        MODELS,
        "origin: {kind: folder, path: tiny}",
        "origin: {kind: trained, datasets: [a], layers: 1, width: 8, heads: 1, steps: 9, seed: -1}",
        "models.tiny.origin.seed: expected a number greater than or equal to 0, found -1",
    ),
    (
        Models,
        MODELS,
        "origin: {kind: folder, path: tiny}",
        "origin: {kind: trained, datasets: [a], layers: 1, width: 8, heads: 1, steps: 9, "
        "learning_rate: .inf}",
        "models.tiny.origin.learning_rate: expected a finite number, found inf",
    ),
    (
        Dataset,
        DATASET,
        "unit: span",
        "unit: span\nsample: {seed: -1}",
        "sample.seed: expected a number greater than or equal to 0, found -1",
    ),
    (
        Dataset,
        DATASET,
        "files: [a.jsonl]",
        "generator: {name: code, documents: 5, seed: -1}",
        "source.generator.seed: expected a number greater than or equal to 0, found -1",
    ),
]


@pytest.mark.parametrize(("model", "text", "right", "wrong", "expected"), MISTAKES)
def test_a_mistake_is_told_with_file_key_and_hint(
    model: type[BaseModel], text: str, right: str, wrong: str, expected: str
) -> None:
    assert right in text
    assert problem(model, text.replace(right, wrong, 1)) == f"file.yaml: {expected}"


@pytest.mark.parametrize(
    ("features", "expected"),
    [
        ("{list: shared, selct: [a]}", "features.selct: unknown key; did you mean 'select'?"),
        ("{select: [a]}", "features.list: is needed, but missing"),
        ("5", "features: expected a list, found 5"),
    ],
)
def test_a_union_is_explained_by_its_likeliest_member(features: str, expected: str) -> None:
    head, _, _ = DATASET.partition("features:")
    assert problem(Dataset, f"{head}features: {features}") == f"file.yaml: {expected}"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("results//", "results"),
        ("./results/", "results"),
        ("../out/", "../out"),
        ("/data//x", "/data/x"),
        (".", "."),
    ],
)
def test_paths_of_folders_lose_slashes_that_say_nothing(written: str, meant: str) -> None:
    folders = {"results_dir": written, "data_dir": written, "models_dir": written}
    config = Config.model_validate({"models": ["tiny"], "datasets": ["corpus"], **folders})
    assert (config.results_dir, config.data_dir, config.models_dir) == (meant, meant, meant)


@pytest.mark.parametrize("device", ["cpu", "cuda", "cuda:1", "mps"])
def test_devices_are_named_as_torch_names_them(device: str) -> None:
    assert Extraction(device=device).device == device


def test_the_threshold_starts_with_all_neurons_that_a_probe_may_use() -> None:
    assert Probing(k=(1, 256)).adaptive_threshold.start == 256
    assert Probing(k=(1, 512), methods=("mean_difference",)).k[-1] == 512
