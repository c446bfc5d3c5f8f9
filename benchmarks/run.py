"""Measure what docs/performance.md claims, and write that page: python benchmarks/run.py [part ...]

Parts that are not measured keep their section.
"""

import argparse
import platform
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import torch
from extraction import measure_extraction
from planning import measure_planning
from probing import measure_probing
from scaling import scaling_page
from stores import measure_stores

from sparse_probing.markdown import markdown
from workflow import measure_workflow

ROOT = Path(__file__).parents[1]
TABLES = ROOT / "results" / "benchmarks"
PAGE = ROOT / "docs" / "performance.md"
HEAD = """\
# Performance

Written by `make bench`. Timings of shared machines are noisy: compare the ratios of one run.
"""
SECTIONS = {
    "extraction": """\
## Extraction

Tokens a second, and a second of CPU time, of the bare base model without its head, of our extraction with
the same batches, and of the usual way: head included, every token of every layer copied out in float32 by
its hook. Medians of {repeats} alternating repeats. GPT-NeoX models in the shapes of Pythia with random
weights, and MiniLM with its own; all layers, stores in float16, hashes included. Large products are those of
square matrices, with as many operations as the weights of the blocks take: no forward pass is faster on the
device. Ratios are to the bare pass in float32. With more processes than cores, waiting dominates the clock,
and CPU time tells what extraction costs.

Computed by {device}; the load of the machine went from {load}.
""",
    "stores": """\
## Stores

A layer of {store_rows} rows and {store_neurons} neurons of MiniLM in one file, float16 with checksums:
chunks of other shapes. Probes read all rows of a layer, case studies one neuron. Stores have chunks of all
rows of a slab and 128 neurons, without compression: a neuron is read from a small part of the file, and
compression would save a seventh of the bytes.
""",
    "probing": """\
## Probes

Seconds for one layer of {rows} rows and {neurons} neurons with {planted} planted ones, k = 1 to 256, one
core, and the mean test average precision over k. The peer is the paper's way: elastic-net logistic
regression by saga, descending the same k list from the same 256 neurons (C = k/20, l1 ratio exp(-k/20)
within .1 to .9). Medians of {probe_repeats} repeats.
""",
    "planning": """\
## Probe jobs

Whole jobs, as the workflow runs them, on stores of {plan_rows} rows and {plan_layers} layers of
{plan_neurons} neurons: seconds to start, and megabytes of stores that a job reads, checks and fits a second.
`plan` in the config holds such numbers for the time estimate of `snakemake plan`.
""",
    "workflow": """\
## The workflow

A finished experiment of {jobs} jobs, {probe_jobs} of which fit probes, and the default one of
{default_jobs} jobs; their files were written without computing. Seconds on the clock, and of all
processes. The first plan reads every file, the next ones those that changed.
""",
}


def main() -> None:
    """Run the benchmarks that are asked for, keep their tables, write their sections of the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(SECTIONS))
    parser.add_argument("--device", default="cpu", help="of the extraction: cpu or cuda")
    parser.add_argument("--lens", type=Path, help="the Python of an environment with TransformerLens")
    options = parser.parse_args()
    for part in options.parts:
        if part not in SECTIONS:
            parser.error(f"expected {', '.join(SECTIONS)}, found {part}")
    measures: dict[str, Callable[[], tuple[pl.DataFrame, dict[str, Any]]]] = {
        "extraction": partial(measure_extraction, options.device, options.lens),
        "stores": measure_stores,
        "probing": measure_probing,
        "planning": measure_planning,
        "workflow": measure_workflow,
    }
    TABLES.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)  # as a job has it
    for part in options.parts or SECTIONS:
        table, facts = measures[part]()
        table.write_parquet(TABLES / f"{part}.parquet")
        text = f"{SECTIONS[part].format(**facts)}Measured on {_machine()}.\n\n{markdown(table)}\n"
        PAGE.write_text(_with_section(PAGE.read_text(encoding="utf-8"), text), encoding="utf-8")
        print(text)
        if part == "extraction" and options.device == "cpu":
            (ROOT / "docs" / "scaling.md").write_text(scaling_page(table), encoding="utf-8")


def _machine() -> str:
    return f"{platform.machine()} ({platform.system()}), PyTorch {torch.__version__}"


def _with_section(page: str, text: str) -> str:
    """`page` with the section `text` in place of the one of that heading, or at its end."""
    _, *parts = page.split("\n## ")
    sections = {part.splitlines()[0]: f"## {part.strip()}\n" for part in parts}
    heading = text.splitlines()[0].removeprefix("## ")
    return "\n".join([HEAD, *(sections | {heading: text}).values()])


if __name__ == "__main__":
    main()
