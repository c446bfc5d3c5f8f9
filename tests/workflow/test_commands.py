"""The targets `features` and `plan`, and the commands that ask a finished experiment, on real runs."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from tiny_experiment import ROOT, Experiment, write_experiment

from sparse_probing.store import Activations


@pytest.fixture
def fresh(tmp_path: Path) -> Experiment:
    """The tiny experiment, nothing built."""
    return write_experiment(tmp_path)


def run(experiment: Experiment, *arguments: str) -> str:
    """What a command prints to stdout."""
    done = experiment.snakemake(*arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def lines_of(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


def job_table(text: str) -> dict[str, int]:
    """Rule -> jobs, from the table in a plan or in Snakemake's own output."""
    jobs = {}
    for words in lines_of(text):
        if len(words) == 2 and words[1].replace(",", "").isdigit():
            jobs[words[0]] = int(words[1].replace(",", ""))
        if words[:1] == ["total"]:
            break
    return jobs


def dry_run_jobs(experiment: Experiment) -> dict[str, int]:
    """Rule -> jobs, as Snakemake itself plans them."""
    jobs = job_table(run(experiment, "--dry-run", "--quiet", "reason").partition("Job stats:")[2])
    del jobs["all"]
    jobs["total"] -= 1
    return jobs


def test_planned_jobs_are_those_that_run(fresh: Experiment) -> None:
    assert job_table(run(fresh, "plan")) == dry_run_jobs(fresh)


def test_planned_jobs_hold_downloads(fresh: Experiment) -> None:
    source = {
        "format": "jsonl",
        "files": {"letters.jsonl": "0" * 64, "notes.jsonl": "1" * 64},
        "url": "https://localhost/{file}",
        "annotations": {"lang": "lang"},
    }
    fresh.edit("catalog/datasets/languages.yaml", lambda dataset: dataset.update(source=source))
    planned = job_table(run(fresh, "plan"))
    assert planned["download_source"] == 2
    assert planned == dry_run_jobs(fresh)


def test_a_folder_of_files_is_planned_whether_it_is_there_or_not(fresh: Experiment) -> None:
    source = {"format": "folder", "folder": "code", "extensions": {"py": "Python"}}
    features = [{"name": "python", "category": "code_language", "where": "label = 'Python'"}]
    fresh.edit(
        "catalog/datasets/languages.yaml", lambda dataset: dataset.update(source=source, features=features)
    )
    assert ["bpe", "languages", "20,000", "1,280,000", "upper", "bound"] in lines_of(run(fresh, "plan"))
    folder = fresh.folder / "data" / "code"
    folder.mkdir(parents=True)
    for name in ("a.py", "b.py", "notes.txt"):
        (folder / name).write_text("text")
    assert ["bpe", "languages", "2", "128", "upper", "bound"] in lines_of(run(fresh, "plan"))


def test_plan_needs_nothing_and_builds_nothing(fresh: Experiment) -> None:
    text = run(fresh, "plan")
    # 450 documents of one sequence of 64 tokens; 60 documents of one sequence of 128.
    assert ["bpe", "languages", "450", "28,800", "upper", "bound"] in lines_of(text)
    assert ["bpe", "words", "800", "7,680", "upper", "bound"] in lines_of(text)
    built = [path for path in (fresh.folder / "results").rglob("[!.]*.*") if path.is_file()]
    assert [path.name for path in built if ".cache" not in path.parts] == ["show_plan.log"]


def test_snakemake_looks_for_jobs_to_start_only_when_one_ends(fresh: Experiment) -> None:
    done = fresh.snakemake("activations", "--verbose")
    assert done.returncode == 0, done.stderr
    ended, looks = (
        done.stderr.count(words) for words in ("Finished jobid", "Resources before job selection")
    )
    assert 0 < looks <= ended


def test_a_limit_of_starts_that_somebody_sets_holds(fresh: Experiment) -> None:
    done = fresh.snakemake("tokens", "--verbose", "--max-jobs-per-timespan", "1/2s")
    assert done.returncode == 0, done.stderr
    assert "Job rate limit reached" in done.stderr


def test_plan_counts_what_is_built(finished: Experiment) -> None:
    text = run(finished, "plan")
    results = finished.folder / "results"
    shown = {line[1]: line for line in lines_of(text) if line[:1] == ["bpe"]}
    stores = {"tiny": 0, "wider": 0}
    for dataset in ("words", "languages"):
        rows = pl.read_parquet(results / f"tokens/bpe/{dataset}/rows.parquet").height
        tokens = (
            pl.read_parquet(results / f"tokens/bpe/{dataset}/sequences.parquet")["tokens"].list.len().sum()
        )
        assert shown[dataset][2:] == [f"{rows:,}", f"{tokens:,}", "counted"]
        for model in stores:
            folder = results / "activations" / model / dataset
            activations = Activations.open(sorted(folder.glob("*.manifest.json")))
            assert len(activations.row()) == rows
            stores[model] += rows * len(activations.layers) * activations.neurons * 2
    costs = {line[0]: line for line in lines_of(text) if line[:1] in (["tiny"], ["wider"])}
    assert {name: float(line[1]) for name, line in costs.items()} == {
        name: pytest.approx(size / 1e9, rel=0.005) for name, size in stores.items()
    }


def test_an_edit_of_the_sample_makes_counts_bounds_again(finished: Experiment, tmp_path: Path) -> None:
    shutil.copytree(finished.folder, tmp_path / "copy")
    copy = Experiment(tmp_path / "copy")
    copy.edit("catalog/datasets/words.yaml", lambda dataset: dataset.update(sample={"rows": 700}))
    shown = {line[1]: line for line in lines_of(run(copy, "plan")) if line[:1] == ["bpe"]}
    assert shown["words"][2:] == ["700", "7,680", "upper", "bound"]
    assert shown["languages"][-1] == "counted"


def test_the_paper_is_planned_without_data_weights_or_network(tmp_path: Path) -> None:
    text = run(Experiment(tmp_path), "plan", "--configfile", str(ROOT / "workflow/experiments/paper.yaml"))
    jobs = job_table(text)
    assert jobs["fetch_model"] == 7
    assert jobs["extract_activations"] % 7 == 0
    shown = {line[0]: line for line in lines_of(text) if line[:1] and line[0].startswith("pythia-")}
    assert len(shown) == 7
    assert "Left out: pythia" not in text
    assert "counted" not in text.partition("upper bounds\n")[2].partition("Models:")[0]
    small, large = (float(shown[name][1].replace(",", "")) for name in ("pythia-70m-v0", "pythia-6.9b-v0"))
    # Stores grow with the neurons of all layers: 12,288 and 524,288.
    assert large / small == pytest.approx(524_288 / 12_288, rel=0.01)


def test_missing_source_files_stop_what_needs_them(tmp_path: Path) -> None:
    done = Experiment(tmp_path).snakemake("--configfile", str(ROOT / "workflow/experiments/paper.yaml"))
    assert done.returncode == 1
    assert "source.files: no '" in done.stderr.splitlines()[-1]


def test_features_are_counted_without_a_model(fresh: Experiment) -> None:
    text = run(fresh, "features")
    features = pl.read_parquet(fresh.folder / "results/tables/features.parquet")
    assert not (fresh.folder / "results/models").exists()
    assert features.select("dataset", "feature", "split").rows() == [
        (dataset, feature, split)
        for dataset, names in (("words", ("noun", "verb")), ("languages", ("el", "sv")))
        for feature in names
        for split in ("train", "validation", "test")
    ]
    nouns = features.filter(pl.col("feature") == "noun")
    (line,) = [words for words in lines_of(text) if words[:2] == ["words", "noun"]]
    by_split = [str(n) for pair in nouns.select("positives", "negatives").rows() for n in pair]
    assert line[3:9] == by_split
    assert ["natural_language", "2"] in lines_of(text)


def test_counts_of_features_are_those_of_the_probes(finished: Experiment) -> None:
    tables = finished.folder / "results/tables"
    features = pl.read_parquet(tables / "features.parquet")
    probes = pl.read_parquet(tables / "probes.parquet").unique(["dataset", "feature"])
    assert probes.height == 4
    for probe in probes.iter_rows(named=True):
        counted = features.filter(dataset=probe["dataset"], feature=probe["feature"])
        for split in ("train", "validation", "test"):
            of_split = counted.row(by_predicate=pl.col("split") == split, named=True)
            assert of_split["probe_positives"] == probe[f"{split}_positives"]
            assert of_split["probe_negatives"] == probe[f"{split}_negatives"]


def test_excluded_features_are_not_counted(fresh: Experiment) -> None:
    fresh.edit("config.yaml", lambda config: config.update(exclude=[{"features": ["noun"]}]))
    run(fresh, "features")
    features = pl.read_parquet(fresh.folder / "results/tables/features.parquet")
    assert features["feature"].unique(maintain_order=True).to_list() == ["verb", "el", "sv"]


def ask(
    experiment: Experiment, *arguments: str, options: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """What the command `sparse-probing` says of an experiment; `options` are Snakemake's."""
    command = [sys.executable, "-m", "sparse_probing.commands", *arguments, "--"]
    return subprocess.run(
        [*command, "--snakefile", str(ROOT / "Snakefile"), *options],
        cwd=experiment.folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_best_neurons_of_a_feature_are_those_of_the_table(finished: Experiment) -> None:
    done = ask(finished, "neurons", "--feature", "Greek", "--top", "3", "--model", "wider")
    assert done.returncode == 0, done.stderr
    table = pl.read_parquet(finished.folder / "results/tables/neurons.parquet")
    best = table.filter(model="wider", feature="el").sort("rank").head(3)
    assert [line[:6] for line in lines_of(done.stdout)[2:5]] == [
        ["wider", "languages", "el", str(layer), str(neuron), "+" if sign > 0 else "-"]
        for layer, neuron, sign in best.select("layer", "neuron", "sign").rows()
    ]


def test_a_feature_that_nobody_probed_ends_in_one_line(finished: Experiment) -> None:
    done = ask(finished, "neurons", "--feature", "nuon")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "error: no feature 'nuon' in the tables; did you mean 'noun'?\n"


def test_neurons_that_are_not_built_yet_end_in_one_line_that_says_what_to_run(fresh: Experiment) -> None:
    (fresh.folder / "my config.yaml").write_text("results_dir: mine\n")
    done = ask(fresh, "neurons", "--feature", "noun", options=["--configfile", "my config.yaml"])
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "error: mine/tables/neurons.parquet: not built yet; "
        f"run `snakemake tables --snakefile {ROOT}/Snakefile --configfile 'my config.yaml'`\n"
    )
