"""Mistakes in config files and on the command line."""

from mistake import CONFIG, Mistake, both, put, write

METHODS = (
    "'mean_difference', 'f_statistic', 'mutual_information', 'l1_logistic', 'adaptive_threshold', "
    "'optimal', 'random', 'rotation', 'dense', 'unigram' or 'control'"
)
ASCENDING = "config.yaml: probing.k: expected positive numbers in ascending order, found"


def typo(*path: str, meant: str) -> Mistake:
    """A key that is misspelled."""
    line = f"config.yaml: {'.'.join(path)}: unknown key; did you mean '{meant}'?"
    return Mistake(f"typo in {'.'.join(path)}", put(CONFIG, *path, to=1), line)


# fmt: off
IN_CONFIG = [
    typo("modells", meant="models"),
    typo("probing", "examples", "max_row", meant="max_rows"),
    typo("probing", "split", "valid", meant="validation"),
    typo("probing", "bootstrap", "draw", meant="draws"),
    typo("probing", "optimal", "los", meant="loss"),
    typo("extraction", "devise", meant="device"),
    typo("figures", "includes", meant="include"),
    typo("figures", "style", "palete", meant="palette"),
    typo("casestudies", "inclde", meant="include"),
    typo("report", "titel", meant="title"),
    typo("plan", "device", meant="devices"),
    typo("sizes", "words", "row", meant="rows"),
    Mistake("no config file", lambda experiment: (experiment.folder / CONFIG).unlink(),
        "config.yaml: expected a config file in this folder, found none; --configfile FILE names another"),
    Mistake("empty config file", write(CONFIG, ""),
        "config.yaml: expected a mapping of keys, found nothing"),
    Mistake("config file of a list", write(CONFIG, "- tiny"),
        "config.yaml: expected a mapping of keys, found list"),
    Mistake("config file in Latin-1", write(CONFIG, b"models: [caf\xe9]"),
        "config.yaml: expected UTF-8 text, found byte 12 (invalid continuation byte)"),
    Mistake("unclosed list", write(CONFIG, "models: [tiny\ndatasets: [words]\n"),
        "config.yaml, line 2: expected ',' or ']', but got ':'"),
    Mistake("tab", write(CONFIG, "probing:\n\tk: [1]\n"),
        r"config.yaml, line 2: found character '\t' that cannot start any token"),
    Mistake("key given twice", write(CONFIG, "models: [tiny]\nmodels: [wider]\n"),
        "config.yaml, line 2: key 'models' occurs twice"),
    Mistake("key given twice in another config file", write("my.yaml", "probing:\n  k: [1]\n  k: [2]\n"),
        "my.yaml, line 3: key 'k' occurs twice", ("plan", "--configfile", "my.yaml")),
    Mistake("typo in another config file", write("my.yaml", "probing: {method: [dense]}"),
        "my.yaml: probing.method: unknown key; did you mean 'methods'?",
        ("plan", "--configfile", "my.yaml")),
    Mistake("typo on the command line", lambda _: None,
        "--config: resultsdir: unknown key; did you mean 'results_dir'?",
        ("--dry-run", "--config", "resultsdir=elsewhere")),
    Mistake("wrong value on the command line", lambda _: None,
        "--config: models: expected a list, found 'tiny'", ("--dry-run", "--config", "models=tiny")),
    Mistake("value for a list", put(CONFIG, "models", to="tiny"),
        "config.yaml: models: expected a list, found 'tiny'"),
    Mistake("list for a value", put(CONFIG, "results_dir", to=["results"]),
        "config.yaml: results_dir: expected a valid string, found ['results']"),
    Mistake("list for keys", put(CONFIG, "probing", to=["k"]),
        "config.yaml: probing: expected keys with values, found ['k']"),
    Mistake("keys for a list", put(CONFIG, "exclude", to={"features": ["noun"]}),
        "config.yaml: exclude: expected a list, found {'features': ['noun']}"),
    Mistake("results_dir is a file", write("results", ""),
        "config.yaml: results_dir: expected a folder, found the file 'results'"),
    Mistake("results_dir in a file", both(write("out", ""), put(CONFIG, "results_dir", to="out/results")),
        "config.yaml: results_dir: expected a folder, found the file 'out'"),
    Mistake("no catalog", put(CONFIG, "catalog_dir", to="catalogue"),
        "config.yaml: catalog_dir: expected a folder with models.yaml, found none in 'catalogue'"),
    Mistake("unknown model", put(CONFIG, "models", to=["tinny"]),
        "config.yaml: models: no model 'tinny' in catalog/models.yaml; did you mean 'tiny'?"),
    Mistake("unknown dataset", put(CONFIG, "datasets", to=["word"]),
        "config.yaml: datasets: no dataset 'word' in catalog/datasets; did you mean 'words'?"),
    Mistake("unknown feature", put(CONFIG, "exclude", to=[{"features": ["nouns"]}]),
        "config.yaml: exclude.0.features: no 'nouns' in this experiment; did you mean 'noun'?"),
    Mistake("unknown feature of a method", put(CONFIG, "probing", "optimal", "features", to=["noum"]),
        "config.yaml: probing.optimal.features: no 'noum' among the features; did you mean 'noun'?"),
    Mistake("size of an unknown dataset", put(CONFIG, "sizes", "word", to={"rows": 9}),
        "config.yaml: sizes: no dataset 'word' in this experiment; did you mean 'words'?"),
    Mistake("unknown method", put(CONFIG, "probing", "methods", to=["mean_diference"]),
        f"config.yaml: probing.methods.0: expected {METHODS}, found 'mean_diference'; "
        "did you mean 'mean_difference'?"),
    Mistake("one value for k", put(CONFIG, "probing", "k", to=4),
        "config.yaml: probing.k: expected a list, found 4"),
    Mistake("k of zero", put(CONFIG, "probing", "k", to=[0, 1]), f"{ASCENDING} [0, 1]"),
    Mistake("negative k", put(CONFIG, "probing", "k", to=[-1]), f"{ASCENDING} [-1]"),
    Mistake("k in words", put(CONFIG, "probing", "k", to=["one"]),
        "config.yaml: probing.k.0: expected a valid integer, found 'one'"),
    Mistake("k above all neurons", put(CONFIG, "probing", "k", to=[100]),
        "config.yaml: probing.k: expected a number up to 32, for that many neurons a layer of model 'tiny' "
        "has, found [100]"),
    Mistake("unknown loss", put(CONFIG, "probing", "optimal", "loss", to="hing"),
        "config.yaml: probing.optimal.loss: expected 'logistic', 'hinge' or 'squared', found 'hing'; "
        "did you mean 'hinge'?"),
    Mistake("ridge in words", put(CONFIG, "probing", "optimal", "ridges", to=["strong"]),
        "config.yaml: probing.optimal.ridges.0: expected a valid number, found 'strong'"),
    Mistake("split of more than 1", put(CONFIG, "probing", "split", "train", to=0.7),
        "config.yaml: probing.split: train, validation and test must add up to 1, not 1.1"),
    Mistake("split in per cent", put(CONFIG, "probing", "split", "train", to="60%"),
        "config.yaml: probing.split.train: expected a valid number, found '60%'"),
    Mistake("unknown device", put(CONFIG, "extraction", "device", to="gpu"),
        "config.yaml: extraction.device: expected cpu, cuda, cuda:N with a number N, mps or auto, "
        "found 'gpu'"),
    Mistake("unknown dtype", put(CONFIG, "extraction", "dtype", to="float16"),
        "config.yaml: extraction.dtype: expected 'float32' or 'bfloat16', found 'float16'; "
        "did you mean 'bfloat16'?"),
]
