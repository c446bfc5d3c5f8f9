"""Optimal probes on real activations: what is proven, in how long, beside other solvers.

python benchmarks/optimal.py [WORD ...] [--all] [--rivals PYTHON] [--seconds 60] [--results results/real]

What is measured is kept in benchmarks/optimal.jsonl, case by case: a run that was broken off, or asked for
other cases, goes on from there. Remove its lines to measure anew.
"""

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from optimal_cases import VALIDATION, Case, Loaded, load
from threadpoolctl import threadpool_limits

from sparse_probing.markdown import markdown
from sparse_probing.optimal.incumbents import FitCache
from sparse_probing.optimal.path import by_bounds, optimal_path
from sparse_probing.optimal.problem import Problem
from sparse_probing.optimal.scip import Limits, TreeResult
from sparse_probing.optimal.support import SupportFit

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "results" / "real"
SECONDS = 60.0
KEPT = ROOT / "benchmarks" / "optimal.jsonl"
KS = (1, 2, 3, 4, 5, 6, 8)
FEATURES = ("verb", "noun", "adp", "past")
GAMMAS: tuple[float | str, ...] = (1.0, 10.0, 100.0, VALIDATION)
SCHEMA = {
    **dict.fromkeys(["case", "loss", "gamma", "solver"], pl.String),
    "k": pl.Int64,
    **dict.fromkeys(["objective", "bound", "gap"], pl.Float64),
    "status": pl.String,
    **dict.fromkeys(["nodes", "cuts"], pl.Int64),
    "seconds": pl.Float64,
}
QUESTIONS = (("minilm", 3, "verb"), ("minilm", 1, "noun"), ("minilm", 5, "adp"), ("small", 3, "past"))
SOME = (
    *(
        Case(*question, filtered, "logistic", gamma)
        for filtered in (True, False)
        for gamma in GAMMAS
        for question in QUESTIONS
    ),
    *(Case(*question, True, "squared", 10.0) for question in QUESTIONS),
    Case(*QUESTIONS[0], True, "squared", 100.0),
    *(Case(*question, filtered, "hinge", 1.0) for filtered in (True, False) for question in QUESTIONS),
)
ALL = tuple(
    Case(model, layer, feature, filtered, loss, gamma)
    for model, layer, feature, filtered, loss, gamma in itertools.product(
        ("minilm", "small"),
        (1, 3, 5),
        FEATURES,
        (True, False),
        ("logistic", "hinge", "squared"),
        GAMMAS,
    )
)


def measure_optimal(
    *, whole: bool = False, rivals: Path | None = None
) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Measure a choice of the cases, two hours with rivals, or all; and what the page shows of them."""
    table = measure(ALL if whole else SOME, results=RESULTS, seconds=SECONDS, rivals=rivals)
    return table, {"gaps": gaps(table), "seconds": SECONDS}


def measure(
    cases: Sequence[Case], *, results: Path, seconds: float, rivals: Path | None, kept: Path = KEPT
) -> pl.DataFrame:
    """Return a row a case, solver and k; cases without their stores are left out.

    seconds: of CPU time for each k, after which no node is begun. rivals: the Python of an environment with
    OKRidge, l0bnb and abess, which solve the cases of squared loss; without it they are left out. kept: the
    lines of what was measured before, to which new ones are added.
    """
    compared = {case: rivals is not None and case.loss == "squared" for case in cases}
    wanted = {
        f"{case.title}, {seconds:g} s" + ", with rivals" * with_rivals: case
        for case, with_rivals in compared.items()
    }
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.touch()
    known = {line["asked"] for line in _read(kept)}
    with threadpool_limits(1):
        for asked, case in wanted.items():
            if asked in known or not (results / "activations" / case.model).is_dir():
                continue
            loaded = load(case, results)
            found = list(_ours(loaded.problem(), seconds))
            if rivals is not None and compared[case]:
                found += _theirs(loaded, rivals, seconds)
            about = {"asked": asked, "case": case.name, "loss": case.loss, "gamma": _shown(loaded)}
            with kept.open("a", encoding="utf-8") as file:
                file.write("".join(json.dumps({**about, **line}) + "\n" for line in found))
            print(asked, file=sys.stderr, flush=True)
    order = {asked: place for place, asked in enumerate(wanted)}
    lines = [line for line in _read(kept) if line["asked"] in order]
    return pl.DataFrame(sorted(lines, key=lambda line: order[line["asked"]]), schema=SCHEMA, orient="row")


def _read(kept: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]


def gaps(table: pl.DataFrame) -> pl.DataFrame:
    """A row a case and solver, a column a k: the gap in percent and the seconds it took."""
    cell = pl.format("{}% ({} s)", pl.col("gap").mul(100).round(2).cast(pl.String).fill_null("?"), "seconds")
    shown = table.with_columns(pl.col("seconds").round(1), k=pl.format("k = {}", "k"))
    return shown.with_columns(cell=cell).pivot(
        "k", index=["case", "loss", "gamma", "solver"], values="cell", aggregate_function="first"
    )


def _shown(loaded: Loaded) -> str:
    return f"{loaded.gamma:.4g}" + " (validation)" * (loaded.case.gamma == VALIDATION)


def _ours(problem: Problem, seconds: float) -> Iterable[dict[str, Any]]:
    """One line a k. What starts the search, once for all k, counts with the largest."""
    taken: dict[int, float] = {}

    def timed(cache: FitCache, k: int, seeds: Sequence[SupportFit], gap: float, limits: Limits) -> TreeResult:
        before = time.process_time()
        result = by_bounds(cache, k, seeds, gap, limits)
        taken[k] = time.process_time() - before
        return result

    start = time.process_time()
    certificates = optimal_path(problem, KS, limits=Limits(seconds=seconds), search=timed)
    beam = time.process_time() - start - sum(taken.values())
    taken[KS[-1]] = taken.get(KS[-1], 0.0) + beam
    for one in certificates:
        yield {
            "solver": "sparse_probing",
            "k": one.k,
            "objective": one.objective / problem.scale,
            "bound": one.bound / problem.scale,
            "gap": one.gap,
            "status": one.status,
            "nodes": one.nodes,
            "cuts": one.cuts,
            "seconds": taken.get(one.k, 0.0),
        }


def _theirs(loaded: Loaded, python: Path, seconds: float) -> list[dict[str, Any]]:
    """Lines of the other solvers, which run in an environment of their own."""
    with tempfile.TemporaryDirectory() as folder:
        matrices = Path(folder) / "case.npz"
        np.savez(matrices, x=loaded.x, y=loaded.y, ridge=loaded.ridge)
        script = Path(__file__).with_name("optimal_rivals.py")
        done = subprocess.run(
            [str(python), str(script), str(matrices), *map(str, KS), "--seconds", str(seconds)],
            capture_output=True,
            text=True,
            check=True,
        )
    return [json.loads(line) for line in done.stdout.splitlines()]


def main() -> None:
    """Measure the cases asked for, and print their gaps."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("words", nargs="*", help="cases with all of these in their name, loss and gamma")
    parser.add_argument("--all", action="store_true", help="of all cases, not of a choice; many hours")
    parser.add_argument("--rivals", type=Path, help="the Python of an environment with OKRidge, l0bnb, abess")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="CPU seconds for each k")
    parser.add_argument("--results", type=Path, default=RESULTS, help="results of `make real`")
    asked = parser.parse_args()
    known = ALL if asked.all else SOME
    cases = [case for case in known if all(word in case.title for word in asked.words)]
    table = measure(cases, results=asked.results, seconds=asked.seconds, rivals=asked.rivals)
    print(markdown(gaps(table)))


if __name__ == "__main__":
    main()
