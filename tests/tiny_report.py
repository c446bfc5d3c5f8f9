"""Tables of a few planted neurons, and the report that the project's script makes of them."""

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
from matplotlib.figure import Figure

from sparse_probing.casestudies import effects, snippets
from sparse_probing.casestudies.distributions import BAR
from sparse_probing.casestudies.frames import NEURON
from sparse_probing.confounds import tabulate_confounds
from sparse_probing.report.charts import CHARTS
from sparse_probing.report.contents import Contents
from unit.probe_table import UNIGRAM, neurons_of, probe_table
from unit.study_tables import KINDS, table

ROOT = Path(__file__).parents[1]
TITLE = "A tiny report"
CAPTIONS = {figure: f"What {figure} shows." for figure in CHARTS} | {
    "sparsity": "How sparse it is.\n\nOne line\nand another.\n\nThe end.\n"
}
HOSTILE = "</script><b onclick='x'>&"


def rows() -> list[dict[str, object]]:
    """Probes of two models and two categories: neuron 1.31 is the best one for `verb` and for `noun`."""
    found: list[dict[str, object]] = []
    for model, parameters in (("small", 1_000), ("large", 2_000)):
        own: dict[str, object] = {"model": model, "parameters": parameters}
        for feature, category, neuron, f1 in (
            ("verb", "text", 31, 0.91),
            ("noun", "text", 31, 0.62),
            ("fr", "natural_language", 9, 0.97),
        ):
            told = own | {"feature": feature, "category": category, "layer": 1, "relative_depth": 1.0}
            found += [
                told | {"f1": f1, "neurons": [neuron]},
                told | {"f1": 0.3, "neurons": [neuron - 1], "layer": 0, "relative_depth": 0.0},
                told | {"f1": 0.98, "k": 16},
                told | {"f1": 0.99, "k": 64, "method": "dense"},
                own | UNIGRAM | {"feature": feature, "category": category, "f1": 0.42},
            ]
    return found


def contents(*probes: dict[str, object]) -> Contents:
    """The tables of some probes, by default those of `rows`, with case studies of the large model."""
    table = probe_table(*(probes or rows()))
    neurons = neurons_of(table)
    return Contents(
        probes=table.drop("neurons", "coefficients"),
        neurons=neurons,
        confounds=tabulate_confounds(table),
        features=_features(table),
        tokenizers=dict.fromkeys(table["model"].unique(maintain_order=True), "bpe"),
        studies=_studies(neurons.filter(model="large", rank=1)),
    )


def _features(probes: pl.DataFrame) -> pl.DataFrame:
    return (
        probes.select("dataset", "category", "feature")
        .unique(maintain_order=True)
        .with_columns(
            tokenizer=pl.lit("bpe"),
            split=pl.lit("test"),
            among=pl.lit(2_000),
            groups=pl.lit(40),
            probe_positives=pl.lit(50),
            probe_negatives=pl.lit(1_150),
        )
    )


def _studies(neurons: pl.DataFrame) -> dict[str, pl.DataFrame]:
    about = neurons.select(*NEURON)
    bars = [
        (True, 0.0, 1.0, 10, 0.2),
        (True, 1.0, 2.0, 40, 0.8),
        (False, 0.0, 1.0, 30, 1.0),
        (False, 1.0, 2.0, 0, 0.0),
    ]
    found = [(1, "d1", 100, 1, [" a", HOSTILE, "\n"], [0.5, 2.0, -1.0]), (2, "d2", 100, 0, [" le"], [1.5])]
    losses = [(True, 9, 8, 70, 2.5, 0.25, 0.125, 0.5), (False, 30, 20, 600, 2.0, -0.001, -0.25, 0.25)]
    tables = {
        "neuron_histograms": pl.DataFrame(bars, schema={"positive": pl.Boolean(), **BAR}, orient="row"),
        "neuron_snippets": pl.DataFrame(found, schema=snippets.COLUMNS, orient="row"),
        "neuron_effects": pl.DataFrame(losses, schema=effects.COLUMNS, orient="row"),
    }
    studies = {name: about.join(table, how="cross") for name, table in tables.items()}
    return studies | {figure: _study(figure) for figure in KINDS}


def _study(figure: str) -> pl.DataFrame:
    """The table of a case study, as if it were about the feature `verb`."""
    made = table(figure, 1)
    known = {"dataset": pl.lit("corpus"), "feature": pl.lit("verb")}
    return made.with_columns(**{name: value for name, value in known.items() if name in made.columns})


def numbers_of_figures(made: Contents) -> dict[str, pl.DataFrame]:
    """The numbers beside each figure that has an interactive chart."""
    curves = {"model": ["small"] * 2, "step": [0, 5], "tokens": [0, 5_000], "train_loss": [3.0, 2.0]}
    tables = made.studies | {
        **dict.fromkeys(("sparsity", "scaling", "depth", "methods", "layers"), made.probes),
        **dict.fromkeys(("emergence", "overlap"), made.neurons),
        "training": pl.DataFrame(curves).with_columns(validation_loss=pl.col("train_loss")),
    }
    return {
        figure: importlib.import_module(f"sparse_probing.figures.{figure}").data(tables[figure])
        for figure in CHARTS
    }


def build(folder: Path) -> Path:
    """Write tables and figures into `folder`, run the script of the report on them; the report's folder."""
    made = contents()
    files: dict[str, list[str]] = {"published": []}
    for name in ("probes", "neurons", "confounds", "features"):
        table: pl.DataFrame = getattr(made, name)
        if name == "probes":  # as the script leaves these lists out
            table = table.with_columns(neurons=pl.lit(None), coefficients=pl.lit(None))
        files[name] = [str(folder / f"{name}.parquet")]
        table.write_parquet(files[name][0])
    files["studies"] = [str(folder / f"{name}.parquet") for name in made.studies]
    for file, table in zip(files["studies"], made.studies.values(), strict=True):
        table.write_parquet(file)
    numbers = numbers_of_figures(made)
    for name, table in numbers.items():
        table.write_csv(folder / f"{name}.csv")
        for suffix in ("png", "pdf"):
            Figure((1, 1)).savefig(folder / f"{name}.{suffix}")
    files["figures"] = [
        str(folder / f"{name}.{suffix}") for name in numbers for suffix in ("png", "pdf", "csv")
    ]
    report = folder / "report"
    stamp = json.dumps(
        {"settings": {"title": TITLE, "captions": CAPTIONS, "tokenizers": dict(made.tokenizers)}}
    )
    outputs = {"report": "index.html", "pages": "pages", "assets": "assets"}
    command = [sys.executable, str(ROOT / "scripts" / "build_report.py"), "--stamp", stamp]
    for name, paths in files.items():
        command += [f"--{name}", *paths]
    for name, path in outputs.items():
        command += [f"--{name}", str(report / path)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")})
    return report
