"""What the report is made from: the tables of an experiment, as they were read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from sparse_probing.selection import FEATURE

TESTED = ("model", "category", "dataset", "feature")
"""What rows of `Contents.tested` are about."""


@dataclass(frozen=True)
class Contents:
    """The tables of the same names; those of case studies by name, and some may be missing.

    tokenizers: that of each model, by name.
    """

    probes: pl.DataFrame
    neurons: pl.DataFrame
    confounds: pl.DataFrame
    features: pl.DataFrame
    tokenizers: Mapping[str, str]
    published: pl.DataFrame | None = None
    studies: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    @property
    def best_neurons(self) -> pl.DataFrame:
        """The best single neuron of each feature of each model, with the F1 of a unigram, if there is one."""
        unigram = self.probes.filter(method="unigram").select(*FEATURE, unigram_f1="test_f1")
        best = self.neurons.filter(rank=1)
        return best.join(unigram, on=list(FEATURE), how="left", maintain_order="left")

    @property
    def tested(self) -> pl.DataFrame:
        """Test rows of each feature in the tokens of each model that was probed for it.

        Columns: `TESTED`, `rows` (those that probes see), `asked` (those asked about) and `groups` of these.
        """
        tokenizers = pl.DataFrame(list(self.tokenizers.items()), schema=["model", "tokenizer"], orient="row")
        counted = self.features.filter(split="test").select(
            *("tokenizer", "dataset", "feature", "groups"),
            asked="among",
            rows=pl.col("probe_positives") + pl.col("probe_negatives"),
        )
        probed = self.probes.select(TESTED).unique(maintain_order=True)
        return (
            probed.join(tokenizers, on="model", maintain_order="left")
            .join(counted, on=["tokenizer", "dataset", "feature"], maintain_order="left")
            .drop("tokenizer")
        )

    def study(self, table: str, **about: object) -> pl.DataFrame | None:
        """Rows of a case study's table whose columns have the values `about`; None where there are none."""
        if table not in self.studies:
            return None
        found = self.studies[table].filter(**about)
        return None if found.is_empty() else found
