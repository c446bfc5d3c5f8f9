"""Measure what docs/performance.md claims, and write that page: python benchmarks/run.py [PART ...]

A part NAME is a module here with a function `measure_NAME`, which returns its table and what else its text
shows. Parts that are not named keep what the page says.
"""

import argparse
import importlib
import os
import platform
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl
from scaling import scaling_page

from sparse_probing.markdown import markdown

ROOT = Path(__file__).parents[1]
TABLES = ROOT / "results" / "benchmarks"
PAGE = ROOT / "docs" / "performance.md"

HEAD = """\
# Performance

Written by `make bench`; one part by `python benchmarks/run.py NAME`. Timings of shared machines are noisy:
compare the ratios of one part.
"""

PARTS = {
    "extraction": """\
## Extraction

Tokens a second, and a second of CPU time, of the bare base model without its head, of our extraction with
the same batches, and of the usual way: head included, every token of every layer copied out in float32 by
its hook. The bare pass runs all of the last block and the norm behind it; ours stops at the last input that
it reads, that of the last down projection. Medians of {repeats} alternating repeats. GPT-NeoX models in the
shapes of Pythia with random weights, and MiniLM with its own; all layers, stores in float16, hashes included.
Large products are those of square matrices, with as many operations as the weights of the blocks take: no
forward pass is faster on the device. Ratios are to the bare pass in float32. With more processes than cores,
waiting dominates the clock, and CPU time tells what extraction costs.

Computed by {device}.

{table}
""",
    "stores": """\
## Stores

A layer of {store_rows} rows and {store_neurons} neurons of MiniLM in one file, float16 with checksums:
chunks of other shapes. Probes read all rows of a layer, case studies one neuron. Stores have chunks of all
rows of a slab and 128 neurons, without compression: a neuron is read from a small part of the file.
`size` tells what compression would save of the bytes.

{table}
""",
    "probing": """\
## Probing

CPU seconds of one core, on layers of {rows} rows of which 60% train. Layers named by a model are EWT by part
of speech in the stores of `make real`; to have more neurons, noisy copies of theirs stand beside them. The
layer that is made up has ten planted neurons among correlated ones.

**The path over k**, 1 to 256, of one layer, ridge chosen on validation, against the paper's way: elastic-net
logistic regression by saga, descending the same k from the same 256 neurons (C = k/20, l1 ratio exp(-k/20)
within .1 to .9, neurons scaled to a deviation of .1). Newton's: the same descent with scikit-learn's
newton-cholesky and one fixed ridge (C = 1), where ours chooses one of {ridges}. F1 and average precision (AP)
are means over k on test.

{paths}

**Single neurons**: all statistics of a neuron, its p-value by {permutations} permutations among them, against
one saga fit for each neuron, with no statistics. With intervals: the search as a job makes it, metrics on
test and {draws} bootstrap draws for the 30 best neurons of the layer besides.

{neurons}

**Mutual information** of {informed} neurons, those of largest mean difference, against scikit-learn's
estimate from nearest neighbours, three by default. Columns on the right are rank correlations: of our
estimate with that from 3 and from 30 neighbours, and of these two with each other: how far the one from 3
can be trusted.

{information}

**Growth**: nanoseconds for each row and neuron, on the layer that is made up; constant where the cost is
linear in both. The path fits 256 neurons whatever their number.

{growth}

**Jobs** on the layers of MiniLM, whole scripts on one core. The share of the clock that is not
start-up is reading and fitting. Reading is what the jobs of a dataset could share.

{jobs}
""",
    "planning": """\
## Probe jobs

Whole jobs, as the workflow runs them, on stores of {plan_rows} rows and {plan_layers} layers of
{plan_neurons} neurons: seconds to start, and megabytes of stores that a job reads, checks and fits a second.
`plan` in the config holds such numbers for the time estimate of `snakemake plan`.

{table}
""",
    "workflow": """\
## The workflow

A finished experiment of {jobs} jobs, {probe_jobs} of which fit probes, and the default one of
{default_jobs} jobs; their files were written without computing. Seconds on the clock, and of all
processes. The first plan reads every file, the next ones those that changed. The small experiment has
{small_jobs} jobs and is built in earnest; forced, it only links what is in the cache: {a_job} s of the
processor a job, Snakemake's share and the start of a process among them.

{table}
""",
    "optimal": """\
## Optimal probes

Gap in percent and CPU seconds of one core for each k, on training rows of EWT in the stores of `make real`.
After {seconds:g} s for a k no node of the tree is begun; the bound at its root is not broken off. A gap of
0.1% is a proof. `gamma` is in units of the paper's, 1 / sqrt(rows) at neurons of deviation 0.1. The search
for starts, once for all k, counts with k = 8. OKRidge, l0bnb and abess, where they were at hand, solve the
same squared loss with the same ridge; l0bnb's bounds are of another problem, abess has none (?).
docs/optimal.md says what is proven; `python benchmarks/run.py optimal --all --rivals PYTHON` measures all
cases, up to 60 s for each k.

{gaps}
""",
}


def main() -> None:
    """Run the parts named, or all; keep their tables, and write each into the page as soon as it is there."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--device", default="cpu", help="of the extraction: cpu or cuda")
    parser.add_argument("--lens", type=Path, help="the Python of an environment with TransformerLens")
    parser.add_argument("--all", action="store_true", help="all cases of optimal probes: many hours")
    parser.add_argument("--rivals", type=Path, help="the Python of an environment with OKRidge, l0bnb, abess")
    asked = parser.parse_args()
    if unknown := sorted(set(asked.parts) - set(PARTS)):
        parser.error(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    options: dict[str, dict[str, Any]] = {
        "extraction": {"device": asked.device, "lens": asked.lens},
        "optimal": {"whole": asked.all, "rivals": asked.rivals},
    }
    TABLES.mkdir(parents=True, exist_ok=True)
    for name in asked.parts or PARTS:
        measured = section(name, **options.get(name, {}))
        print(measured)
        sections = written()
        sections[heading(measured)] = measured
        page = [HEAD, *(sections[title] for title in map(heading, PARTS.values()) if title in sections)]
        PAGE.write_text("\n".join(page), encoding="utf-8")
    if asked.device == "cpu" and "extraction" in (asked.parts or PARTS):
        page_of_costs = scaling_page(pl.read_parquet(TABLES / "extraction.parquet"))
        (ROOT / "docs" / "scaling.md").write_text(page_of_costs, encoding="utf-8")


def section(name: str, **options: Any) -> str:
    """Measure a part, keep its table, return its section of the page."""
    before = os.getloadavg()[0]
    table, facts = getattr(importlib.import_module(name), f"measure_{name}")(**options)
    table.write_parquet(TABLES / f"{name}.parquet")
    shown = {
        key: markdown(value) if isinstance(value, pl.DataFrame) else value for key, value in facts.items()
    }
    packages = ", ".join(f"{package} {version(package)}" for package in ("numpy", "polars", "torch"))
    return (
        PARTS[name].format(table=markdown(table), **shown)
        + f"\nMeasured on {platform.machine()} ({platform.system()}), {os.cpu_count()} cores, {packages}; "
        f"load {before:.1f} before, {os.getloadavg()[0]:.1f} after.\n"
    )


def written() -> dict[str, str]:
    """The sections that the page has now, by heading."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    return {heading(part): part.rstrip() + "\n" for part in re.split(r"(?m)^(?=## )", page)[1:]}


def heading(text: str) -> str:
    """The first line."""
    return text.partition("\n")[0]


if __name__ == "__main__":
    main()
