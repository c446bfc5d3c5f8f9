"""docs/own_dataset.md, done as it says; a tiny model stands for the one that takes a minute to train."""

import json
import re
import shutil
from itertools import product
from pathlib import Path

import polars as pl
import pytest
import yaml
from document_blocks import DOCS, blocks
from tiny_experiment import CATALOG, ROOT, Experiment

HOW_TO = DOCS / "own_dataset.md"
PRODUCTS = ("kettle", "lamp", "chair", "radio", "clock", "broom", "teapot", "mirror", "candle", "basket")
OPENINGS = (
    "A quiet {} that I use daily.",
    "We bought this {} in spring, after a long search.",
    "My old {} was smaller and rather plain.",
    "The {} came in a large box, a day early.",
    "I asked my neighbour which {} to take.",
)
VERDICTS = {
    5: ("I am delighted.", "It works wonderfully."),
    3: ("It does its work.", "There is not much to say."),
    1: ("It broke within a week.", "I want my money back."),
}


def reviews() -> list[dict[str, str | int]]:
    combinations = product(OPENINGS, VERDICTS, PRODUCTS, range(2))
    return [
        {"text": f"{opening.format(name)} {VERDICTS[stars][i]}", "stars": stars, "product": name}
        for opening, stars, name, i in combinations
    ]


@pytest.fixture
def project(tmp_path: Path) -> Experiment:
    """The how-to, followed to the end of its first run."""
    dataset, choice, _ = blocks(HOW_TO, "yaml")
    assert len(dataset.splitlines()) + 1 < 15
    shown = [json.loads(line) for line in blocks(HOW_TO, "jsonl")[0].splitlines()]
    assert all(record.keys() == review.keys() for record in shown for review in reviews()[:1])

    catalog = tmp_path / "catalog"
    shutil.copytree(ROOT / "workflow" / "catalog", catalog)
    (catalog / "datasets" / "reviews.yaml").write_text(dataset)
    models = yaml.safe_load((catalog / "models.yaml").read_text())
    recipe = {**CATALOG["models.yaml"]["models"]["tiny"]["origin"], "datasets": ["reviews"]}
    models["models"]["demo-small"]["origin"] = recipe
    models["tokenizers"]["demo"] |= {"datasets": ["reviews"], "vocabulary": 400}
    (catalog / "models.yaml").write_text(yaml.safe_dump(models))
    (tmp_path / "data").mkdir()
    lines = [json.dumps(review) for review in reviews()]
    (tmp_path / "data" / "reviews.jsonl").write_text("\n".join(lines) + "\n")
    (tmp_path / "reviews.yaml").write_text(choice + "catalog_dir: catalog\n")
    experiment = Experiment(tmp_path)
    listing = experiment.snakemake("features", "--configfile", "reviews.yaml")
    assert re.search(r"friendly .*\d", listing.stdout), listing.stdout + listing.stderr
    experiment.build("--configfile", "reviews.yaml")
    return experiment


def test_the_how_to_leads_to_a_report_and_another_feature_to_its_own_probes(project: Experiment) -> None:
    assert "friendly" in (project.folder / "results/reviews/report/index.html").read_text()

    dataset, _, feature = blocks(HOW_TO, "yaml")
    (project.folder / "catalog/datasets/reviews.yaml").write_text(dataset + feature)
    before = (project.folder / "results/reviews/probes/demo-small/reviews/friendly/dense.parquet").stat()
    ran = project.build("--configfile", "reviews.yaml")
    assert {"fit_probe", "collect", "report"} <= ran
    assert not ran & {"build_documents", "tokenize", "train_model", "extract_activations"}
    after = (project.folder / "results/reviews/probes/demo-small/reviews/friendly/dense.parquet").stat()
    assert after.st_mtime_ns == before.st_mtime_ns
    probes = pl.read_parquet(project.folder / "results/reviews/tables/probes.parquet")
    assert set(probes["feature"]) == {"friendly", "scathing"}
