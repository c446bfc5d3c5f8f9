"""What the report is made from: the tables of an experiment, as they were read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from sparse_probing.selection import FEATURE


@dataclass(frozen=True)
class Contents:
    """The tables of the same names; those of case studies by name, and some may be missing."""

    probes: pl.DataFrame
    neurons: pl.DataFrame
    confounds: pl.DataFrame
    features: pl.DataFrame
    published: pl.DataFrame | None = None
    studies: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    @property
    def best_neurons(self) -> pl.DataFrame:
        """The best single neuron of each feature of each model, with the F1 of a unigram, if there is one."""
        unigram = self.probes.filter(method="unigram").select(*FEATURE, unigram_f1="test_f1")
        best = self.neurons.filter(rank=1)
        return best.join(unigram, on=list(FEATURE), how="left", maintain_order="left")

    def study(self, table: str, **about: object) -> pl.DataFrame | None:
        """Rows of a case study's table whose columns have the values `about`; None where there are none."""
        if table not in self.studies:
            return None
        found = self.studies[table].filter(**about)
        return None if found.is_empty() else found
