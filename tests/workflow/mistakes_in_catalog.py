"""Mistakes in the files of the catalog: models, tokenizers, datasets, features and their predicates."""

from typing import Any

from mistake import CONFIG, LANGUAGES, MODELS, WORDS, Edit, Mistake, both, put, replace, write

NOUN = f"{WORDS}: feature 'noun'"
SHARED = "catalog/features/pos.yaml"
NOUNS = "features:\n- {name: noun, category: text, where: \"upos = 'NOUN'\"}\n"
LETTERS: dict[str, Any] = {"format": "jsonl", "files": ["a.jsonl"], "annotations": {"lang": "lang"}}
CODE: dict[str, Any] = {"format": "folder", "folder": "code", "extensions": {"py": "Python"}}


def where(predicate: object) -> Edit:
    """Another predicate of the feature `noun`."""
    return put(WORDS, "features", 0, "where", to=predicate)


def typo(file: str, *path: str | int, meant: str) -> Mistake:
    """A key that is misspelled."""
    key = ".".join(map(str, path))
    line = f"{file}: {key}: unknown key; did you mean '{meant}'?"
    return Mistake(f"typo in {key}", put(file, *path, to=1), line)


# fmt: off
IN_CATALOG = [
    typo(MODELS, "models", "tiny", "cite", meant="site"),
    typo(MODELS, "models", "tiny", "origin", "step", meant="steps"),
    typo(MODELS, "tokenizers", "bpe", "vocabluary", meant="vocabulary"),
    typo(WORDS, "shard", meant="shards"),
    typo(WORDS, "source", "generater", meant="generator"),
    typo(WORDS, "sample", "row", meant="rows"),
    typo(WORDS, "features", 0, "amongst", meant="among"),
    Mistake("typo in a shared list",
        both(write(SHARED, NOUNS.replace("where", "wher")), put(WORDS, "features", to={"list": "pos"})),
        f"{SHARED}: features.0.wher: unknown key; did you mean 'where'?"),
    Mistake("unknown shared list", put(WORDS, "features", to={"list": "pos"}),
        f"{WORDS}: features.list: no list 'pos' in catalog/features"),
    Mistake("unknown feature of a shared list",
        both(write(SHARED, NOUNS), put(WORDS, "features", to={"list": "pos", "select": ["nuon"]})),
        f"{WORDS}: features.select: no feature 'nuon' in list 'pos'; did you mean 'noun'?"),
    Mistake("model given twice", replace(MODELS, "models:\n", "models:\n  tiny: {}\n"),
        f"{MODELS}, line 3: key 'tiny' occurs twice"),
    Mistake("broken YAML of a dataset", replace(WORDS, "features:", "features: ["),
        f"{WORDS}, line 3: expected the node content, but found '-'"),
    Mistake("unknown tokenizer", put(MODELS, "models", "tiny", "tokenizer", to="bbpe"),
        f"{MODELS}: models.tiny.tokenizer: no tokenizer 'bbpe'; did you mean 'bpe'?"),
    Mistake("weights of an unknown model",
        put(MODELS, "models", "wider", to={"weights_of": "tine", "tokenizer": "bpe"}),
        f"{MODELS}: models.wider.weights_of: no model 'tine'; did you mean 'tiny'?"),
    Mistake("layer that the model has not", put(MODELS, "models", "tiny", "layers", to=[2]),
        f"{MODELS}: models.tiny.layers: expected numbers from 0 to 1, found 2"),
    Mistake("unknown site", put(MODELS, "models", "tiny", "site", to="mpl"),
        f"{MODELS}: models.tiny.site: expected 'mlp', 'mlp_pre', 'residual' or 'attention', found 'mpl'; "
        "did you mean 'mlp'?"),
    Mistake("folder of a model that is not there",
        put(MODELS, "models", "tiny", "origin", to={"kind": "folder", "path": "nothing"}),
        f"{MODELS}: models.tiny.origin: expected a folder 'nothing' under models_dir models, found none"),
    Mistake("address instead of a repository",
        put(MODELS, "models", "tiny", "origin",
            to={"kind": "hub", "repo": "https://huggingface.co/lab/tiny", "revision": "v1"}),
        f"{MODELS}: models.tiny.origin.repo: expected owner/name, found 'https://huggingface.co/lab/tiny'"),
    Mistake("training on an unknown dataset",
        put(MODELS, "models", "tiny", "origin", "datasets", to=["wordz"]),
        f"{MODELS}: models.tiny.origin.datasets: no dataset 'wordz' in catalog/datasets; "
        "did you mean 'words'?"),
    Mistake("feature without a predicate",
        put(WORDS, "features", 0, to={"name": "noun", "category": "text"}),
        f"{WORDS}: features.0.where: is needed, but missing"),
    Mistake("feature given twice", put(WORDS, "features", 1, "name", to="noun"),
        f"{WORDS}: features: 'noun' occurs twice"),
    Mistake("unknown column", where("uposs = 'NOUN'"),
        f"{NOUN}: where: no column 'uposs' in \"uposs = 'NOUN'\"; did you mean 'upos'?"),
    Mistake("unknown column in among", put(WORDS, "features", 0, "among", to="lema IS NOT NULL"),
        f"{NOUN}: among: no column 'lema' in 'lema IS NOT NULL'; did you mean 'lemma'?"),
    Mistake("unknown column in keep", put(WORDS, "sample", "keep", to="uposs = 'X'"),
        f"{WORDS}: sample.keep: no column 'uposs' in \"uposs = 'X'\"; did you mean 'upos'?"),
    Mistake("unknown column of values",
        put(LANGUAGES, "features", 0, "one_vs_rest", "column", to="langs"),
        f"{LANGUAGES}: feature 'el': where: no column 'langs' in '\"langs\" = \\'el\\''; "
        "did you mean 'lang'?"),
    Mistake("text in double quotes", where('upos = "NOUN"'),
        f"{NOUN}: where: no column 'NOUN' in 'upos = \"NOUN\"'; there are: row, sequence, start, stop, "
        "document, group, token, position, drawn, kept, form, lemma, upos, xpos, deprel, eos, first_eos "
        "(text is written in single quotes)"),
    Mistake("unclosed quote", where("upos = 'NOUN"),
        f"{NOUN}: where: not an SQL expression: \"upos = 'NOUN\" "
        "(sql parser error: Unterminated string literal at Line: 1, Column: 8)"),
    Mistake("whole query", where("SELECT upos"),
        f"{NOUN}: where: not an SQL expression: 'SELECT upos' "
        "(expected an expression (found 'SELECT' clause))"),
    Mistake("predicate without an answer", where("upos"),
        f"{NOUN}: where: 'upos': expected true or false for each row, found String"),
    Mistake("predicate that is always true", where("TRUE"),
        f"{NOUN}: where: expected a question about the rows, found 'TRUE', which names no column: "
        "its answer is the same for all"),
    Mistake("number as a predicate", where(3),
        f"{WORDS}: features.0.where: expected a valid string, found 3"),
    Mistake("context of too few tokens", put(WORDS, "context", to=2),
        f"{WORDS}: context: expected a number greater than or equal to 4, found 2"),
    Mistake("mean of one token", put(WORDS, "aggregation", to="mean"),
        f"{WORDS}: unit 'span' makes rows of one token: 'aggregation' must be 'none'"),
    Mistake("two files of one name",
        put(LANGUAGES, "source", to={**LETTERS, "files": ["a/texts.jsonl", "b/texts.jsonl"]}),
        f"{LANGUAGES}: source: two of 'files' are named 'texts.jsonl', "
        "after which their documents are named"),
]

OF_FILES = [
    Mistake("no data_dir",
        both(put(CONFIG, "data_dir", to="dta"), put(LANGUAGES, "source", to={**LETTERS, "obtain": "ask us"})),
        f"{LANGUAGES}: source.files: no 'a.jsonl' under data_dir, which is 'dta'; ask us"),
    Mistake("folder in place of a file",
        both(write("data/a.jsonl/b", ""), put(LANGUAGES, "source", to=LETTERS)),
        f"{LANGUAGES}: source.files: no 'a.jsonl' under data_dir, which is 'data'"),
    Mistake("folder without such files",
        both(write("data/code/a.c", ""), put(LANGUAGES, "source", to=CODE),
            put(LANGUAGES, "features", to=[{"name": "x", "category": "other", "where": "label = 'x'"}])),
        f"{LANGUAGES}: source.folder: no file with extension py in 'data/code'"),
]
"""They are looked for when a job that reads them is planned."""
