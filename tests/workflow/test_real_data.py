"""Real models on real text: single neurons separate languages, as is known of these models."""

from pathlib import Path

import polars as pl
import pytest
import yaml
from tiny_experiment import ROOT, Experiment

SHARED = ROOT.parent / "shared"


@pytest.mark.skipif(
    not (SHARED / "data").is_dir() or not (SHARED / "models").is_dir(),
    reason="real data and models are no part of the project: no ../shared/data and ../shared/models here",
)
def test_one_neuron_of_the_smallest_model_separates_languages(tmp_path: Path) -> None:
    config = {
        "data_dir": str(SHARED / "data"),
        "models_dir": str(SHARED / "models"),
        "models": ["nano"],
        "datasets": ["natural_language"],
        "probing": {"methods": ["mean_difference", "adaptive_threshold"], "k": [1]},
    }
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    Experiment(tmp_path).build("--", "tables")
    neurons = pl.read_parquet(tmp_path / "results/tables/neurons.parquet")
    best = neurons.filter(pl.col("rank") == 1)
    f1 = dict(best.select("feature", "test_f1").iter_rows())
    for language in ("de", "el", "en", "it", "sv"):
        assert f1[language] >= 0.95, f"{language}: best single neuron has test F1 {f1[language]:.3f}"
