"""What the datasets and models of the paper take in bytes and time, from a measured speed."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from sparse_probing.markdown import markdown

BYTES = 2
"""Of a value in float16."""


@dataclass(frozen=True)
class Model:
    """A Pythia model: its MLP neurons in all layers, and its parameters without embeddings and head."""

    name: str
    neurons: int
    parameters: int


@dataclass(frozen=True)
class Dataset:
    """A dataset of arXiv 2305.01610: tokens that the model reads, and rows that are stored."""

    name: str
    tokens: int
    rows: int


MODELS = (
    Model("70M", 12_288, 18_915_328),
    Model("160M", 36_864, 85_056_000),
    Model("410M", 98_304, 302_311_424),
    Model("1B", 131_072, 805_736_448),
    Model("1.4B", 196_608, 1_208_602_624),
    Model("2.8B", 327_680, 2_517_652_480),
    Model("6.9B", 524_288, 6_444_163_072),
)
DATASETS = (
    Dataset("parts of speech, dependencies, morphology", 281_044, 281_044),
    Dataset("code languages", 2_757_867, 5_397),
    Dataset("natural languages", 14_350_924, 28_084),
    Dataset("data subsets", 4_299_043, 8_413),
    Dataset("text features", 2_248_714, 110_000),
    Dataset("compound words", 4_031_016, 167_959),
    Dataset("LaTeX", 4_589_178, 240_000),
    Dataset("facts", 1_792_000, 14_000),
)

PAGE = """\
# Scaling

Written by `benchmarks/scaling.py` from a measured speed. What the datasets of the paper (arXiv 2305.01610)
take for its seven Pythia models, all layers, and how to arrange runs that are too large for one machine.

## Bytes

Gigabytes of stores: rows x neurons of all layers x 2 bytes, float16 without compression.
`extraction.store_dtype: int8` halves them, `layers` of a model's entry and `sample.rows` of a dataset make
them smaller still.

Rows are those of the paper's settings: every token of the treebank, every document where activations are
averaged, ten or twenty thousand a feature elsewhere.

{sizes}

## Time

Core hours of one CPU core in float32, extrapolated by parameters from the {speed} tokens of the shape of
Pythia-70M that were extracted in a second of CPU time; attention's own cost, which grows with the context,
is left out. No GPU was measured: divide by how many times as fast the bare forward pass of the same model
is there.

{hours}

## What to shard

* `shards: n` of a dataset cuts its sequences into n jobs, each with a store and a manifest of its own. Jobs
  share nothing, so they run on as many GPUs or nodes as there are; what is killed is lost up to the shard
  in progress.
* A shard of ten minutes to an hour is a good size: long against loading the model, short against a queue's
  time limit.
* With `extraction.device: cuda`, a job takes a GPU of its machine that no other job of the same user has,
  by a lock that dies with the job. `--resources gpu=4` lets four jobs run at once; the default profile has
  `gpu=1`. Jobs beyond the number of GPUs share them. `cuda:1` puts all jobs on that one.
* Probe jobs hold a layer of all rows of a feature in float32, and beside it the layer of one shard as it is
  stored: more shards spare only the latter, a smaller `probing.examples.max_rows` the former.
* An extraction job holds two slabs (`extraction.slab_mb`) beside the model, a batch and the tables of
  sequences and rows; only these tables grow with the rows. Where every token of a large model is a row, a
  small slab makes batches small: give it 1024 and more.
* Every job asks a scheduler for the memory and time that its model and dataset need ([Clusters](cluster.md));
  a run on one machine heeds them where it is given a limit, as in `--resources mem_mb=64000`.

## Large models

* `extraction.device: auto` spreads the layers over all GPUs of a node (`pip install
  sparse-probing[several-gpus]`).
* `extraction.dtype: bfloat16` halves weights and is several times as fast where the hardware knows it.
* Layers after the last of an entry's `layers` are not computed.

## Where nothing can be stored

With `extraction.best_from_sums: 100` in the config, `snakemake sums` builds no activation stores. It runs
the model once over every shard and keeps counts, means and sums of squares of the two classes of every
feature: some 50 bytes a neuron and feature, however many rows there are.
`sums/{{model}}/{{dataset}}/best.parquet` holds the 100 best neurons of each feature and layer, with their
mean difference and F, ranked as the stored activations of the training rows rank them: both are summed in
float64, in another order, so only neurons that tie to many digits may change places.

## On S3

A store is a few files of slab size: one a layer and slab, `row` and small metadata. The
manifest, with the hash of each file, is written last, so a store that was not uploaded in full is not taken
for a finished one. Whole layers are whole files; Zarr can read single neurons in place by byte ranges: the
index of a file stands at its end, chunks have 128 neurons. Times on S3 were not measured.
"""


def scaling_page(extraction: pl.DataFrame) -> str:
    """The page about large experiments, from the speed at which the smallest model was extracted."""
    ours = extraction.filter(model="Pythia-70M", context=128, run="ours, 5% of the tokens")
    speed = ours["tokens a CPU second"].item()
    return PAGE.format(
        speed=round(speed), sizes=markdown(store_sizes()), hours=markdown(forward_hours(speed))
    )


def store_sizes() -> pl.DataFrame:
    """One line a dataset, one column a model: gigabytes of its stores in float16, to two digits."""
    return _table(lambda model, dataset: dataset.rows * model.neurons * BYTES / 1e9)


def forward_hours(tokens_a_second: float) -> pl.DataFrame:
    """One line a dataset, one column a model: hours at the arithmetic that 70M does at this speed."""
    smallest = MODELS[0].parameters * tokens_a_second
    return _table(lambda model, dataset: dataset.tokens * model.parameters / smallest / 3600)


def _table(figure: Callable[[Model, Dataset], float]) -> pl.DataFrame:
    whole = {model.name: [figure(model, dataset) for dataset in DATASETS] for model in MODELS}
    return pl.DataFrame(
        {
            "dataset": [*(dataset.name for dataset in DATASETS), "all"],
            "tokens": [*(dataset.tokens for dataset in DATASETS), sum(d.tokens for d in DATASETS)],
            "rows": [*(dataset.rows for dataset in DATASETS), sum(d.rows for d in DATASETS)],
            **{
                name: [_two_digits(value) for value in (*values, sum(values))]
                for name, values in whole.items()
            },
        }
    )


def _two_digits(value: float) -> str:
    return f"{float(f'{value:.2g}'):g}"
