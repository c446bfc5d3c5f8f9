"""A mistake that only a job can see is told in one line, and leaves no output."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from forked import run_forked, script
from mistakes_in_data import IN_DATA, BadFile
from mistakes_of_models import OF_MODELS, OF_TOKENIZERS, OF_WEIGHTS, BadFolder
from tiny_experiment import ROOT
from transformers import GPTNeoXConfig, GPTNeoXForCausalLM

from file_server import FileServer, serve
from sparse_probing.memory import ADVICE
from sparse_probing.tokenizer_training import train_tokenizer


def stamp(**settings: Any) -> str:
    return json.dumps({"settings": settings})


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The one line on stderr, without its `error: `."""
    assert done.returncode == 1, done.stdout + done.stderr
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: ")
    return line.removeprefix("error: ")


def read_documents(folder: Path, source: dict[str, Any], file: str, sha256: str | None) -> str:
    """Have the job read a file, and return what it says of it."""
    outputs = [folder / "documents.parquet", folder / "annotations.parquet"]
    done = script(
        folder,
        "build_documents.py",
        *("--stamp", stamp(source={**source, "files": [file]}, sha256={file: sha256} if sha256 else {})),
        *("--log", "job.log", "--data-dir", ".", "--files", file),
        *("--documents", str(outputs[0]), "--annotations", str(outputs[1])),
    )
    assert not any(output.exists() for output in outputs)
    return refused(done)


@pytest.mark.parametrize("bad", IN_DATA, ids=lambda bad: bad.name.replace(" ", "_"))
def test_a_mistake_in_a_file_of_texts(bad: BadFile, tmp_path: Path) -> None:
    (tmp_path / bad.file).write_bytes(bad.content)
    assert read_documents(tmp_path, bad.source, bad.file, bad.sha256) == bad.line
    assert bad.line in (tmp_path / "job.log").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("tags", "line"),
    [
        (["B"] * 400, "0 positive rows in split train"),
        (["A"] * 400, "0 positive rows in split train"),
        (["A", "B"] * 20, "3 positive rows in split train"),
    ],
    ids=["no positives", "always true", "too few for the split"],
)
def test_a_feature_with_too_few_rows_is_noted_early_and_an_error_of_the_command_features(
    tags: list[str], line: str, tmp_path: Path
) -> None:
    numbers = range(len(tags))
    rows = pl.DataFrame({
        "row": pl.Series(numbers, dtype=pl.UInt32),
        "start": pl.Series([0 for _ in numbers], dtype=pl.UInt32),
        "document": [f"document {number // 2}" for number in numbers],
        "group": [f"group {number // 2}" for number in numbers],
        "token": tags,
        "tag": tags,
        "drawn": True,
        "kept": False,
    })  # fmt: skip
    rows.write_parquet(tmp_path / "rows.parquet")
    feature = {"name": "is_a", "category": "other", "where": "tag = 'A'"}
    block = {"tokenizer": "bpe", "dataset": "letters", "unit": "token", "aggregation": "none"}
    counted = script(
        tmp_path,
        "tabulate_features.py",
        *("--stamp", stamp(examples={}, split={}, blocks=[{**block, "features": [feature]}])),
        *("--log", "job.log", "--rows", "rows.parquet"),
        *("--features", "features.parquet", "--features-csv", "features.csv"),
    )
    assert counted.returncode == 0
    told = (
        f"feature 'is_a' of dataset 'letters': {line}, at least 5 needed: "
        "take more documents, a larger share for this split, or another predicate"
    )
    assert counted.stderr == f"note: {told}\n"
    printed = script(
        tmp_path,
        "print_features.py",
        *("--stamp", stamp(), "--log", "job.log", "--features", "features.parquet"),
    )
    assert "1 feature in 1 dataset" in printed.stdout
    assert refused(printed) == told


@pytest.mark.parametrize("ask", ["bytearray(2**62)", "numpy.ones(2**58)", "torch.ones(2**58)"])
def test_memory_that_cannot_be_had(ask: str, tmp_path: Path) -> None:
    (tmp_path / "greedy.py").write_text(
        "import numpy, torch\n"
        "from sparse_probing.job import run_job\n"
        f'run_job(lambda job: {ask}, inputs=(), outputs=("table",))\n'
    )
    command = [str(tmp_path / "greedy.py"), "--stamp", stamp(), "--log", "job.log", "--table", "out.parquet"]
    assert refused(run_forked(command, tmp_path, {})) == f"out.parquet: {ADVICE}"


def test_a_folder_without_the_workflow(tmp_path: Path) -> None:
    line = refused(run_forked(["-m", "sparse_probing.commands", "status"], tmp_path, {}))
    assert line.startswith("No Snakefile found, tried Snakefile, ")


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model of 16 positions and its tokenizer, and what jobs need beside it."""
    folder = tmp_path_factory.mktemp("right")
    model = folder / "models" / "tiny"
    train_tokenizer(["Dear you, so much for that."], model, vocabulary=300)
    config = GPTNeoXConfig(
        vocab_size=300,
        hidden_size=8,
        num_hidden_layers=2,
        num_attention_heads=1,
        intermediate_size=32,
        max_position_embeddings=16,
    )
    GPTNeoXForCausalLM(config).save_pretrained(model)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (folder / name).write_bytes((model / name).read_bytes())
    card = {"origin": "folder tiny", "revision": "", "parameters": 1, "files": {}}
    (model / "model.json").write_text(json.dumps(card), encoding="utf-8")
    return folder


@pytest.fixture
def lab(right: Path, tmp_path: Path) -> Path:
    """A copy of the folder, in which something may be spoilt."""
    return Path(shutil.copytree(right, tmp_path / "lab"))


def fetch_tokenizer(origin: dict[str, Any]) -> list[str]:
    """The arguments of the job that copies a tokenizer."""
    return [
        *("--stamp", stamp(origin=origin), "--log", "job.log", "--models-dir", "models", "--files"),
        *("--tokenizer", "copy.json", "--config", "copy_config.json"),
    ]


def fetch_from_hub(lab: Path, endpoint: str) -> str:
    """What the job says that copies a tokenizer from a hub, in a process that knows no other."""
    hub = {"HF_ENDPOINT": endpoint, "HF_HOME": str(lab / "hf"), "NO_PROXY": "127.0.0.1"}
    return refused(
        subprocess.run(
            [sys.executable, ROOT / "scripts/fetch_tokenizer.py", *fetch_tokenizer(HUB)],
            cwd=lab,
            env={**os.environ, **hub},
            capture_output=True,
            text=True,
            check=False,
        )
    )


def extract(lab: Path, *, tokens: int = 8, **settings: Any) -> str:
    """What the job says that runs the model over a sequence of so many tokens."""
    of_sequence = {"sequence": [0], "tokens": [[5] * tokens]}
    pl.DataFrame(of_sequence, schema={"sequence": pl.UInt32, "tokens": pl.List(pl.UInt32)}).write_parquet(
        lab / "sequences.parquet"
    )
    rows = {"row": [0], "sequence": [0], "start": [1], "stop": [2]}
    pl.DataFrame(rows, schema=dict.fromkeys(rows, pl.UInt32)).write_parquet(lab / "rows.parquet")
    extraction = {
        "dtype": "float32",
        "store_dtype": "float16",
        "device": "cpu",
        "tokens_per_batch": 64,
        "slab_mb": 1,
        **settings,
    }
    of_job = {"model": "tiny", "site": "mlp", "layers": None, "aggregation": "none", "shard": 0, "shards": 1}
    done = script(
        lab,
        "extract_activations.py",
        *("--stamp", stamp(extraction=extraction, **of_job), "--log", "job.log"),
        *("--sequences", "sequences.parquet", "--rows", "rows.parquet", "--card", "models/tiny/model.json"),
        *("--store", "0000.zarr", "--manifest", "0000.manifest.json"),
        CUDA_VISIBLE_DEVICES="",
    )
    assert not (lab / "0000.zarr").exists()
    return refused(done)


FOLDER = {"kind": "folder", "path": "tiny"}
HUB = {"kind": "hub", "repo": "lab/tiny", "revision": "v1"}


@pytest.mark.parametrize("bad", OF_TOKENIZERS, ids=lambda bad: bad.name.replace(" ", "_"))
def test_a_mistake_in_the_folder_of_a_tokenizer(bad: BadFolder, lab: Path) -> None:
    bad.spoil(lab / "models/tiny")
    assert refused(script(lab, "fetch_tokenizer.py", *fetch_tokenizer(FOLDER))) == bad.line


@pytest.mark.parametrize("bad", OF_MODELS, ids=lambda bad: bad.name.replace(" ", "_"))
def test_a_mistake_in_the_folder_of_a_model(bad: BadFolder, lab: Path) -> None:
    bad.spoil(lab / "models/tiny")
    done = script(
        lab,
        "fetch_model.py",
        *("--stamp", stamp(origin=FOLDER), "--log", "job.log", "--models-dir", "models", "--files"),
        *("--tokenizer", "tokenizer.json", "tokenizer_config.json", "--snapshot", "snapshot"),
    )
    assert refused(done).startswith(bad.line)


@pytest.mark.parametrize("bad", OF_WEIGHTS, ids=lambda bad: bad.name.replace(" ", "_"))
def test_a_mistake_in_weights(bad: BadFolder, lab: Path) -> None:
    bad.spoil(lab / "models/tiny")
    assert f"models/tiny: {bad.line}" in extract(lab)


def test_a_sequence_that_is_longer_than_the_models(lab: Path) -> None:
    assert extract(lab, tokens=17) == (
        "sequence 0 has 17 tokens, the model takes 16 at most; lower the dataset's 'context'"
    )


def test_a_gpu_that_is_not_there(lab: Path) -> None:
    line = extract(lab, device="cuda")
    assert line.startswith("extraction.device: 'cuda' is not available here (")


@pytest.mark.parametrize(
    ("status", "code", "line"),
    [
        (401, "RepoNotFound", "the hub has no such repository, or a private one: check 'repo' in its entry, "
         "or log in with `hf auth login` or set HF_TOKEN"),
        (403, "GatedRepo", "the hub wants its terms to be accepted: do so at "
         "https://huggingface.co/lab/tiny, then log in with `hf auth login` or set HF_TOKEN"),
        (404, "RevisionNotFound", "the repository has no such commit or tag: check 'revision' in its entry"),
        (403, "", "the hub answers 403 Forbidden"),
    ],
)  # fmt: skip
def test_a_hub_that_refuses(lab: Path, status: int, code: str, line: str) -> None:
    with serve(FileServer({}, refusal=(status, {"X-Error-Code": code} if code else {}))) as hub:
        assert fetch_from_hub(lab, hub.url) == f"lab/tiny at v1: {line}"
        assert any(path == "/api/models/lab/tiny/revision/v1" for path, _ in hub.requests)


def test_no_network(lab: Path) -> None:
    assert fetch_from_hub(lab, "http://127.0.0.1:9") == (
        "lab/tiny at v1: the hub cannot be reached and the snapshot is not cached; "
        "run once with internet access, or copy the repository to a folder and use kind: folder"
    )
