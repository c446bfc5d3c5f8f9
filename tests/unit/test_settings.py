import pytest
import yaml
from mistakes import problem
from pydantic import BaseModel

from sparse_probing.settings.dataset import Dataset
from sparse_probing.settings.experiment import Config
from sparse_probing.settings.loading import parse
from sparse_probing.settings.model import Models

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
        "source: exactly one of 'files' and 'generator' is needed",
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
        "source.format: expected 'conllu', 'jsonl', 'table', 'latex', found 'jsnl'; did you mean 'jsonl'?",
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
        "unit: document",
        "unit 'document' needs 'aggregation' mean or max",
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
