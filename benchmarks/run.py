"""Measure what docs/performance.md claims, and write that page: python benchmarks/run.py"""

import platform
from pathlib import Path

import torch
from extraction import measure_extraction
from planning import measure_planning
from probing import measure_probing

from sparse_probing.markdown import markdown
from workflow import measure_workflow

ROOT = Path(__file__).parents[1]
TABLES = ROOT / "results" / "benchmarks"

PAGE = """\
# Performance

Written by `make bench` on {machine}, {threads} threads, PyTorch {torch}. Timings of shared machines are
noisy: compare the ratios of one run.

## Extraction

Tokens a second of the bare base model, and of our extraction with the same batches; a GPT-NeoX model in
the shape of Pythia-70M with random weights, float32, {tokens} tokens in sequences of 128. Medians of
{repeats} alternating repeats.

{extraction}

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
    extraction, extraction_facts = measure_extraction()
    probing, probing_facts = measure_probing()
    planning, planning_facts = measure_planning()
    workflow, workflow_facts = measure_workflow()
    extraction.write_parquet(TABLES / "extraction.parquet")
    probing.write_parquet(TABLES / "probing.parquet")
    planning.write_parquet(TABLES / "planning.parquet")
    workflow.write_parquet(TABLES / "workflow.parquet")
    page = PAGE.format(
        machine=f"{platform.machine()} ({platform.system()})",
        threads=torch.get_num_threads(),
        torch=torch.__version__,
        extraction=markdown(extraction),
        probing=markdown(probing),
        planning=markdown(planning),
        workflow=markdown(workflow),
        **extraction_facts,
        **probing_facts,
        **planning_facts,
        **workflow_facts,
    )
    (ROOT / "docs" / "performance.md").write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
