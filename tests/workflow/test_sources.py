"""Text comes from where the catalog says: downloaded, from a folder, or from the hub."""

import hashlib
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tiny_experiment import Experiment, write_experiment

from file_server import FileServer, serve

LETTERS = "".join(json.dumps({"text": f"letter {i}", "lang": "en"}) + "\n" for i in range(2000)).encode()
TABLE = "results/documents/languages.parquet"
SUM = hashlib.sha256(LETTERS).hexdigest()


@pytest.fixture
def experiment(tmp_path: Path) -> Experiment:
    return write_experiment(tmp_path)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serve(FileServer({"/letters.jsonl": LETTERS})) as running:
        yield running


def read_from(experiment: Experiment, **source: Any) -> None:
    """Give the dataset `languages` another source."""
    change = {"source": {"format": "jsonl", "annotations": {"lang": "lang"}, **source}}
    experiment.edit("catalog/datasets/languages.yaml", lambda dataset: dataset.update(change))


def documents(experiment: Experiment) -> pl.DataFrame:
    return pl.read_parquet(experiment.folder / TABLE)


def test_a_missing_file_is_downloaded_once_and_then_the_users(
    experiment: Experiment, server: FileServer
) -> None:
    read_from(experiment, files={"mail/letters.jsonl": SUM}, url=server.url + "/{file}")
    server.cuts = [40_000]
    assert {"download_source", "build_documents"} <= experiment.build("--", TABLE)
    file = experiment.folder / "data/mail/letters.jsonl"
    assert file.read_bytes() == LETTERS
    assert documents(experiment).height == 2000
    assert [wanted for _, wanted in server.requests] == [None, "bytes=40000-"]
    assert experiment.build("--", TABLE) == set()
    assert experiment.build("--forceall", "--", TABLE).isdisjoint({"download_source"})
    file.unlink()
    assert experiment.build("--", TABLE) == set()


def test_a_download_that_fails_is_told_in_one_line_and_continued_by_the_next_run(
    experiment: Experiment, server: FileServer
) -> None:
    read_from(experiment, files={"letters.jsonl": SUM}, url=server.url + "/{file}")
    server.cuts = [40_000, 0]
    failed = experiment.snakemake("--", TABLE)
    assert failed.returncode == 1
    assert f"error: letters.jsonl: cannot be downloaded from {server.url}/letters.jsonl: " in failed.stderr
    assert (experiment.folder / "data/letters.jsonl.partial").stat().st_size == 40_000
    experiment.build("--", TABLE)
    assert server.requests[-1] == ("/letters.jsonl", "bytes=40000-")
    assert not (experiment.folder / "data/letters.jsonl.partial").exists()
    assert documents(experiment).height == 2000


def test_a_file_that_is_there_is_checked_and_left_alone(experiment: Experiment, server: FileServer) -> None:
    read_from(experiment, files={"letters.jsonl": SUM}, url=server.url + "/{file}")
    file = experiment.folder / "data/letters.jsonl"
    file.parent.mkdir()
    file.write_bytes(LETTERS[:-1])
    failed = experiment.snakemake("--", TABLE)
    assert failed.returncode == 1
    assert f"error: data/letters.jsonl: expected SHA-256 {SUM}, found " in failed.stderr
    assert file.read_bytes() == LETTERS[:-1]
    assert server.requests == []


def test_another_order_of_files_is_another_corpus(experiment: Experiment) -> None:
    (experiment.folder / "data").mkdir()
    for name in ("a", "b"):
        (experiment.folder / f"data/{name}.jsonl").write_text(f'{{"text": "{name}", "lang": "en"}}\n')
    sums = {
        f"{name}.jsonl": hashlib.sha256((experiment.folder / f"data/{name}.jsonl").read_bytes()).hexdigest()
        for name in ("a", "b")
    }
    read_from(experiment, files=dict(sorted(sums.items())))
    experiment.build("--", TABLE)
    assert documents(experiment)["text"].to_list() == ["a", "b"]
    path = experiment.folder / "catalog/datasets/languages.yaml"
    a, b = (f"    {name}: {known}\n" for name, known in sorted(sums.items()))
    assert a + b in path.read_text()
    path.write_text(path.read_text().replace(a + b, b + a))
    assert "build_documents" in experiment.build("--", TABLE)
    assert documents(experiment)["text"].to_list() == ["b", "a"]


def test_a_file_that_is_added_to_a_folder_is_noticed(experiment: Experiment) -> None:
    code = experiment.folder / "data/code"
    (code / "lib x").mkdir(parents=True)
    (code / "lib x" / "it's.py").write_text("print()\n")
    source = {"format": "folder", "folder": "code", "extensions": {"py": "Python", "c": "C"}}
    change = {
        "source": source,
        "features": [{"name": "c", "category": "code_language", "where": "label = 'C'"}],
    }
    experiment.edit("catalog/datasets/languages.yaml", lambda dataset: dataset.update(change))
    experiment.build("--", TABLE)
    assert documents(experiment).rows() == [("lib x/it's.py", "lib x", "print()")]
    assert "languages" in experiment.snakemake("plan").stdout
    (code / "main.c").write_text("int main(void);\n")
    assert "build_documents" in experiment.build("--", TABLE)
    assert documents(experiment)["document"].to_list() == ["lib x/it's.py", "main.c"]
    assert experiment.build("--", TABLE) == set()


@pytest.mark.skipif(
    importlib.util.find_spec("datasets") is None, reason="the optional library 'datasets' is not installed"
)
def test_a_dataset_of_the_hub_becomes_a_corpus(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(experiment.folder / "hf"))
    repository = experiment.folder / "lab/letters"  # the library takes this folder for the repository
    repository.mkdir(parents=True)
    (repository / "train.jsonl").write_bytes(LETTERS)
    read_from(experiment, huggingface={"repo": "lab/letters", "revision": "v1", "split": "train"})
    assert {"fetch_dataset", "build_documents"} <= experiment.build("--", TABLE)
    assert (experiment.folder / "results/corpora/languages.jsonl").read_bytes() == LETTERS
    assert documents(experiment).height == 2000
    assert experiment.build("--", TABLE) == set()
