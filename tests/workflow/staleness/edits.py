"""Edits of the small experiment, each with the jobs that it starts and those that only link."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workbench import Workbench

Jobs = frozenset[str]


def jobs(*names: str) -> Jobs:
    """Names of jobs, by words."""
    return frozenset(word for name in names for word in name.split())


def of_feature(dataset: str, feature: str, *, model: str = "tiny") -> Jobs:
    """A feature's probes."""
    place = f"{model}/{dataset}/{feature}"
    return jobs(f"fit_probe/{place}/mean_difference fit_unigram/{place}/unigram score_neurons/{place}")


NOTHING = jobs()
NOUN = of_feature("words", "noun")
VERB = of_feature("words", "verb")
DIGITS = of_feature("notes", "digits")
PROBES = NOUN | VERB | DIGITS
FITS = frozenset(job for job in PROBES if job.startswith("fit_probe"))
ON_STORES = frozenset(job for job in PROBES if not job.startswith("fit_unigram"))
FIGURES = jobs("draw/sparsity draw/depth")
REPORT = jobs("build_report")
COUNTS = jobs("tabulate_features")
TABLES = jobs("collect tabulate_confounds")
BELOW = TABLES | FIGURES | REPORT
EXTRACTIONS = jobs("extract_activations/tiny/words/0000 extract_activations/tiny/notes/0000")
SUMS = jobs("sum_classes/tiny/words/0000 rank_sums/tiny/words")
SUMS |= jobs("sum_classes/tiny/notes/0000 rank_sums/tiny/notes")
WORDS_ROWS = jobs("tokenize/bpe/words extract_activations/tiny/words/0000") | NOUN | VERB | BELOW | COUNTS
NOTES_ROWS = jobs("tokenize/bpe/notes extract_activations/tiny/notes/0000") | DIGITS | BELOW | COUNTS
MODEL = jobs("train_model/tiny") | EXTRACTIONS | PROBES | BELOW
TOKENIZER = jobs("train_tokenizer/bpe") | MODEL | WORDS_ROWS | NOTES_ROWS
WORDS = jobs("write_corpus/words.conllu build_documents/words") | TOKENIZER
EVERYTHING = WORDS | jobs("build_documents/notes")


@dataclass(frozen=True)
class Edit:
    """Something that a user does to a finished experiment."""

    name: str
    make: Callable[[Workbench], None]
    started: Jobs
    """The jobs that Snakemake starts."""
    linked: Jobs = NOTHING
    """Those of them that link what they made before; the others compute."""

    @property
    def computed(self) -> Jobs:
        """The jobs that compute."""
        return self.started - self.linked


def of_config(*keys: str | int, to: Any) -> Callable[[Workbench], None]:
    """Set a key of config.yaml, given by its path."""
    return in_file("config.yaml", *keys, to=to)


def in_file(file: str, *keys: str | int, to: Any) -> Callable[[Workbench], None]:
    """Set a key of a YAML file, given by its path; missing objects on the way are made."""

    def make(bench: Workbench) -> None:
        def change(content: Any) -> None:
            for key in keys[:-1]:
                content = content[key] if isinstance(key, int) else content.setdefault(key, {})
            content[keys[-1]] = to

        bench.edit(file, change)

    return make


def of_code(file: str, old: str, new: str) -> Callable[[Workbench], None]:
    """Replace a text in a file of the project."""
    return lambda bench: bench.replace(file, old, new)


def append(file: str, text: str) -> Callable[[Workbench], None]:
    """Add to the end of a file of the project."""

    def make(bench: Workbench) -> None:
        path = bench.project / file
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    return make


def add_feature(bench: Workbench) -> None:
    adjective = {"name": "adjective", "category": "part_of_speech", "where": "upos = 'ADJ'"}
    bench.edit("catalog/datasets/words.yaml", lambda dataset: dataset["features"].append(adjective))


def remove_feature(bench: Workbench) -> None:
    bench.edit("catalog/datasets/words.yaml", lambda dataset: dataset["features"].pop())


def reorder_and_comment(bench: Workbench) -> None:
    for path in [bench.work / "config.yaml", *sorted((bench.work / "catalog").rglob("*.yaml"))]:
        file = str(path.relative_to(bench.work))
        bench.edit(file, lambda content: [content.update({key: content.pop(key)}) for key in sorted(content)])
        path.write_text("# a comment\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")


def touch(bench: Workbench) -> None:
    for path in bench.folder.rglob("*"):
        if path.is_file() and ".snakemake" not in path.parts:
            os.utime(path)


def move(bench: Workbench) -> None:
    """The tree is copied without its times of change, and the copy takes its place."""
    moved = bench.folder.with_name("moved")
    shutil.copytree(bench.folder, moved, copy_function=shutil.copyfile)
    shutil.rmtree(bench.folder)
    moved.rename(bench.folder)


def rewrite_note(bench: Workbench) -> None:
    """Another text, as long as the first, with the old time of change."""
    path = bench.work / "data/notes.jsonl"
    before = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("so much for that", "so long for that"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def add_note(bench: Workbench) -> None:
    with (bench.work / "data/notes.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({"id": "late", "text": "one more", "kind": "words"}) + "\n")


def format_library(bench: Workbench) -> None:
    """Comments, docstrings and empty lines in every file of code."""
    for path in [*(bench.project / "src").rglob("*.py"), *(bench.project / "scripts").glob("*.py")]:
        text = path.read_text(encoding="utf-8")
        if not text.startswith('"""'):
            text = '"""A docstring."""\n' + text
        path.write_text(text.replace('"""', '"""Now: ', 1) + "\n\n# the end\n", encoding="utf-8")


def upgrade(package: str) -> Callable[[Workbench], None]:
    """Let another version of a package be installed, by its metadata."""

    def make(bench: Workbench) -> None:
        folder = bench.folder / "packages" / f"{package.replace('-', '_')}-99.0.dist-info"
        folder.mkdir(parents=True)
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 99.0\n")

    return make


def spoil(file: str) -> Callable[[Workbench], None]:
    """Write into a result, in place."""

    def make(bench: Workbench) -> None:
        with (bench.results / file).open("ab") as opened:
            opened.write(b" ")

    return make


def remove(file: str) -> Callable[[Workbench], None]:
    """Lose a result."""

    def make(bench: Workbench) -> None:
        path = bench.results / file
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return make


def forget(bench: Workbench) -> None:
    """Lose what Snakemake knows."""
    shutil.rmtree(bench.work / ".snakemake")


def both(*makes: Callable[[Workbench], None]) -> Callable[[Workbench], None]:
    """One after the other."""

    def make(bench: Workbench) -> None:
        for one in makes:
            one(bench)

    return make


WORDS_FILE = "catalog/datasets/words.yaml"
NOTES_FILE = "catalog/datasets/notes.yaml"
MODELS_FILE = "catalog/models.yaml"
UNUSED_MODEL = {"weights_of": "tiny", "tokenizer": "bpe", "site": "residual"}
DENSE = frozenset(job.replace("mean_difference", "dense") for job in FITS)
TRAINING = jobs("train_model/tiny")
WIDER = frozenset(job.replace("/tiny", "/wider") for job in TRAINING | EXTRACTIONS | PROBES)
STREAM = frozenset(job.replace("/tiny", "/tiny-stream") for job in EXTRACTIONS | PROBES)
MORE = jobs("write_corpus/more.conllu build_documents/more tokenize/bpe/more") | of_feature("more", "noun")
MORE |= jobs("extract_activations/tiny/more/0000")
ADJECTIVE = of_feature("words", "adjective")
VERB_ANEW = VERB | BELOW | COUNTS
NOTES = jobs("build_documents/notes") | NOTES_ROWS
ON_WORDS = frozenset(job for job in ON_STORES if "/words/" in job)
OTHER_K = of_config("probing", "k", to=[1, 2, 4])
UNUSED_FUNCTION = "\n\ndef unused() -> None:\n    pass\n"

WITHOUT_EFFECT = [
    Edit("touch all files", touch, NOTHING),
    Edit("copy the tree", move, NOTHING),
    Edit("reorder and comment YAML", reorder_and_comment, NOTHING),
    Edit("describe a dataset", in_file(WORDS_FILE, "description", to="other words"), NOTHING),
    Edit("format the library", format_library, NOTHING),
    Edit("add a catalog entry", in_file(MODELS_FILE, "models", "unused", to=UNUSED_MODEL), NOTHING),
    Edit("set a method that is not used", of_config("probing", "random", to={"seed": 1}), NOTHING),
    Edit("lose the notes of Snakemake", forget, NOTHING),
]
OF_FEATURES = [
    Edit("add a feature", add_feature, ADJECTIVE | BELOW | COUNTS),
    Edit("change a predicate", in_file(WORDS_FILE, "features", 1, "where", to="upos = 'ADJ'"), VERB_ANEW),
    Edit("change a category", in_file(WORDS_FILE, "features", 1, "category", to="other"), VERB_ANEW),
    Edit("remove a feature", remove_feature, BELOW | COUNTS),
]
OF_MODELS_AND_DATASETS = [
    Edit("add a model", of_config("models", to=["tiny", "wider"]), WIDER | BELOW),
    Edit("add a site", of_config("models", to=["tiny", "tiny-stream"]), STREAM | BELOW),
    Edit("train longer", in_file(MODELS_FILE, "models", "tiny", "origin", "steps", to=3), MODEL),
    Edit("vocabulary", in_file(MODELS_FILE, "tokenizers", "bpe", "vocabulary", to=380), TOKENIZER),
    Edit("add a dataset", of_config("datasets", to=["words", "notes", "more"]), MORE | BELOW | COUNTS),
    Edit("remove a dataset", of_config("datasets", to=["words"]), BELOW | COUNTS),
    Edit("sample", in_file(WORDS_FILE, "sample", "rows", to=400), WORDS_ROWS),
    Edit("context", in_file(NOTES_FILE, "context", to=16), NOTES_ROWS),
    Edit("corpus", in_file(WORDS_FILE, "source", "generator", "documents", to=45), WORDS),
    Edit("add a line to a source", add_note, NOTES),
    Edit("change a source and restore its time", rewrite_note, NOTES, COUNTS),
]
OF_PROBING = [
    Edit(
        "add a method",
        of_config("probing", "methods", to=["mean_difference", "unigram", "dense"]),
        DENSE | BELOW,
    ),
    Edit("remove a method", of_config("probing", "methods", to=["mean_difference"]), BELOW),
    Edit("set a method", of_config("probing", "mean_difference", to={"ridges": [0.01]}), FITS | BELOW),
    Edit("other k", OTHER_K, FITS | BELOW),
    Edit("split", of_config("probing", "split", to={"seed": 5}), PROBES | BELOW | COUNTS),
    Edit("example caps", of_config("probing", "examples", to={"max_rows": 400}), PROBES | BELOW | COUNTS),
    Edit(
        "sample, and other k",
        both(in_file(WORDS_FILE, "sample", "rows", to=400), OTHER_K),
        WORDS_ROWS | FITS,
    ),
    Edit("confidence intervals", of_config("probing", "bootstrap", to={"draws": 150}), PROBES | BELOW),
    Edit("best neurons by sums", of_config("extraction", "best_from_sums", to=3), SUMS),
]
OF_PAGES = [
    Edit("figure style", of_config("figures", "style", to={"dpi": 70}), FIGURES | REPORT),
    Edit("remove a figure", of_config("figures", "include", to=["depth"]), REPORT),
    Edit("title", of_config("report", to={"title": "Another title"}), REPORT),
    Edit("caption", append("workflow/report/depth.rst", "\nMore about this.\n"), REPORT),
    Edit("template", append("src/sparse_probing/templates/base.html.j2", "<!-- end -->\n"), REPORT),
]
OF_CODE = [
    Edit(
        "library of the probes", append("src/sparse_probing/probes.py", UNUSED_FUNCTION), FITS | BELOW, BELOW
    ),
    Edit(
        "library of a figure",
        of_code("src/sparse_probing/figures/sparsity.py", '"linewidth": 0.6', '"linewidth": 0.7'),
        jobs("draw/sparsity") | REPORT,
    ),
    Edit("a script", append("scripts/collect.py", "\nUNUSED = 1\n"), BELOW, BELOW - jobs("collect")),
    Edit("library of everything", append("src/sparse_probing/errors.py", "\nUNUSED = 1\n"), EVERYTHING),
    Edit("upgrade matplotlib", upgrade("matplotlib"), FIGURES | REPORT, REPORT),
    Edit("upgrade zarr", upgrade("zarr"), EXTRACTIONS | ON_STORES | BELOW, BELOW),
]
OF_RESULTS = [
    Edit("edit a table by hand", spoil("tables/probes.csv"), BELOW, BELOW - jobs("collect")),
    Edit(
        "edit a manifest by hand",
        spoil("activations/tiny/words/0000.manifest.json"),
        jobs("extract_activations/tiny/words/0000") | ON_WORDS | BELOW,
        ON_WORDS | BELOW,
    ),
    Edit("lose rows", remove("tokens/bpe/words/rows.parquet"), WORDS_ROWS, WORDS_ROWS),
    Edit(
        "lose a store",
        remove("activations/tiny/notes/0000.zarr"),
        jobs("extract_activations/tiny/notes/0000") | (DIGITS & ON_STORES) | BELOW,
        jobs("extract_activations/tiny/notes/0000") | (DIGITS & ON_STORES) | BELOW,
    ),
    Edit("lose the notes of Snakemake, and other k", both(forget, OTHER_K), FITS | BELOW),
]
EDITS = [
    *WITHOUT_EFFECT,
    *OF_FEATURES,
    *OF_MODELS_AND_DATASETS,
    *OF_PROBING,
    *OF_PAGES,
    *OF_CODE,
    *OF_RESULTS,
]
MUCH_LIKE_OTHERS = (
    "describe a dataset",
    "add a catalog entry",
    "set a method that is not used",
    "change a category",
    "add a site",
    "vocabulary",
    "remove a dataset",
    "context",
    "remove a method",
    "confidence intervals",
    "best neurons by sums",
    "remove a figure",
    "title",
    "template",
    "library of a figure",
    "lose rows",
    "lose the notes of Snakemake, and other k",
)
"""Names of edits that are left to `make test-all`."""
