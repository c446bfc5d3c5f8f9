"""Measure what docs/performance.md claims, and write that page: python benchmarks/run.py"""

import platform
from pathlib import Path

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

PAGE = """\
# Performance

Written by `make bench` on {machine}, {threads} threads, PyTorch {torch}. Timings of shared machines are
noisy: compare the ratios of one run.

## Extraction

Tokens a second, and a second of CPU time, of the bare base model without its head, of our extraction with
the same batches ({batch} tokens, medians of {repeats} alternating repeats), and of the usual way: head
included, every token of every layer copied out in float32 by its hook. GPT-NeoX models in the shapes of
Pythia with random weights, and MiniLM with its own; one thread, all layers, stores in float16, hashes
included. Ratios are to the bare pass in float32. The load of the machine went from {load}; with more
processes than cores, waiting dominates the wall clock, and CPU time tells what extraction costs.

{extraction}

## Stores

A layer of {store_rows} rows and {store_neurons} neurons of MiniLM in one file, float16 with checksums:
chunks of other shapes. Probes read all rows of a layer, case studies one neuron. Stores have chunks of all
rows of a slab and 128 neurons, without compression: a neuron is read from a small part of the file, and
compression would save a seventh of the bytes.

{stores}

## Probes

Seconds for one layer of {rows} rows and {neurons} neurons with {planted} planted ones, k = 1 to 256, one
core, and the mean test average precision over k. The peer is the paper's way: elastic-net logistic
regression by saga, descending the same k list from the same 256 neurons (C = k/20, l1 ratio exp(-k/20)
within .1 to .9). Medians of {probe_repeats} repeats.

{probing}

## Probe jobs

Whole jobs, as the workflow runs them, on stores of {plan_rows} rows and {plan_layers} layers of
{plan_neurons} neurons: seconds to start, and megabytes of stores that a job reads, checks and fits a second.
`plan` in the config holds such numbers for the time estimate of `snakemake plan`.

{planning}

## The workflow

A finished experiment of {jobs} jobs, {probe_jobs} of which fit probes, and the default one of
{default_jobs} jobs; their files were written without computing. Seconds on the clock, and of all
processes. The first plan reads every file, the next ones those that changed.

{workflow}
"""


def main() -> None:
    """Run all benchmarks, keep their tables, write the page."""
    TABLES.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)  # as a job has it
    extraction, extraction_facts = measure_extraction()
    stores, store_facts = measure_stores()
    probing, probing_facts = measure_probing()
    planning, planning_facts = measure_planning()
    workflow, workflow_facts = measure_workflow()
    extraction.write_parquet(TABLES / "extraction.parquet")
    stores.write_parquet(TABLES / "stores.parquet")
    probing.write_parquet(TABLES / "probing.parquet")
    planning.write_parquet(TABLES / "planning.parquet")
    workflow.write_parquet(TABLES / "workflow.parquet")
    page = PAGE.format(
        machine=f"{platform.machine()} ({platform.system()})",
        threads=torch.get_num_threads(),
        torch=torch.__version__,
        extraction=markdown(extraction),
        stores=markdown(stores),
        probing=markdown(probing),
        planning=markdown(planning),
        workflow=markdown(workflow),
        **extraction_facts,
        **store_facts,
        **probing_facts,
        **planning_facts,
        **workflow_facts,
    )
    (ROOT / "docs" / "performance.md").write_text(page, encoding="utf-8")
    (ROOT / "docs" / "scaling.md").write_text(scaling_page(extraction), encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
