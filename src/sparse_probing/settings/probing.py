"""The probing protocol: split, examples, methods and their settings."""

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from sparse_probing.settings.base import Distinct, Name, Seed, Settings
from sparse_probing.settings.method_names import CHOOSING, MethodName
from sparse_probing.settings.statistics import Bootstrap, Comparison, SingleNeurons, Stability


class Split(Settings):
    """Shares of the groups in train, validation and test, by a seeded hash of the group."""

    train: float = Field(0.6, gt=0, lt=1)
    validation: float = Field(0.2, gt=0, lt=1)
    test: float = Field(0.2, gt=0, lt=1)
    seed: Seed = 0

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        total = self.train + self.validation + self.test
        if abs(total - 1) > 1e-9:
            raise ValueError(f"train, validation and test must add up to 1, not {total:g}")
        return self


class ExampleCaps(Settings):
    """How many rows a feature's probes see, and how many of them are positive."""

    max_rows: int = Field(10_000, ge=50, description="Rows of all splits together, at most.")
    min_positive_fraction: float = Field(
        0.1, gt=0, le=0.5, description="Rarer positives: negatives are dropped until this share is reached."
    )
    max_positive_fraction: float = Field(
        0.25, gt=0, le=0.9, description="More frequent positives are dropped until this share is reached."
    )
    seed: Seed = 0

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min_positive_fraction > self.max_positive_fraction:
            raise ValueError("'min_positive_fraction' is above 'max_positive_fraction'")
        return self


Penalty = Annotated[float, Field(gt=0)]


class Ridge(Settings):
    """The L2 penalty on coefficients of standardised neurons."""

    ridges: tuple[Penalty, ...] = Field(
        (1e-4, 1e-3, 1e-2, 1e-1),
        min_length=1,
        description="Candidates, as penalty of the mean loss; validation chooses one a layer.",
    )


class Dense(Ridge):
    """Settings of method dense, which needs a stronger penalty than a probe of few neurons."""

    ridges: tuple[Penalty, ...] = Field(
        (1e-3, 1e-2, 1e-1, 1.0),
        min_length=1,
        description="Candidates, as penalty of the mean loss; validation chooses one a layer.",
    )


class AdaptiveThreshold(Ridge):
    """Settings of method adaptive_threshold."""

    ridges: tuple[Penalty, ...] = Field(
        (1e-2, 1e-1),
        min_length=1,
        description="Candidates, as penalty of the mean loss; a path each; validation chooses one a layer.",
    )
    start: int = Field(256, gt=0, description="Neurons at the start: the top ones by mean difference.")


class Optimal(Settings):
    """Settings of method optimal, which proves how far its probes can be from the best."""

    ridges: tuple[Penalty | Literal["paper"], ...] = Field(
        (1e-4, 1e-3, 1e-2, 1e-1),
        description="Candidates, as penalty of the mean loss; 'paper' is 100 / sqrt(training rows).",
    )
    features: Distinct[Name] = Field(
        (), description="Features to search for, as proofs take long; default: all."
    )
    largest_k: int = Field(8, gt=0, description="No search for a larger k, where proofs are out of reach.")
    loss: Literal["logistic", "hinge", "squared"] = Field("logistic", description="hinge is the paper's.")
    search: Literal["relaxation", "cuts"] = Field(
        "relaxation",
        description="Where bounds come from; cuts is the paper's algorithm.",
    )
    tolerance: float = Field(1e-3, gt=0, lt=1, description="The relative gap that counts as a proof.")
    nodes: int | None = Field(
        200, gt=0, description="Nodes of the tree for each k, at most; of search relaxation."
    )
    cuts: int | None = Field(1000, gt=0, description="Cuts for each k, at most; of search cuts.")
    seconds: Penalty | None = Field(
        None,
        description="CPU seconds for each k, after which no node is begun; results are not reproducible.",
    )

    @field_validator("ridges")
    @classmethod
    def _any(cls, ridges: tuple[float | Literal["paper"], ...]) -> tuple[float | Literal["paper"], ...]:
        # Not as a least length, which would be told of a single wrong ridge, too.
        if not ridges:
            raise ValueError("expected at least one ridge, found none")
        return ridges


class Random(Ridge):
    """Settings of method random."""

    seed: Seed = 0


class Rotation(AdaptiveThreshold):
    """Settings of method rotation: adaptive_threshold in random orthogonal bases."""

    draws: int = Field(5, ge=1, description="Random bases; the one of median validation quality counts.")
    seed: Seed = 0


class Control(AdaptiveThreshold):
    """Settings of method control: adaptive_threshold on a random label for each type of token."""

    seed: Seed = 0


class Probing(Settings):
    """How probes are fitted."""

    methods: Distinct[MethodName] = Field(
        ("mean_difference", "adaptive_threshold", "random", "dense", "unigram"),
        min_length=1,
        description="Ways to choose neurons, and baselines.",
    )
    k: tuple[int, ...] = Field(
        (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 32, 64, 128, 256),
        min_length=1,
        description="How many neurons a probe may use.",
    )
    split: Split = Split()
    examples: ExampleCaps = ExampleCaps()
    bootstrap: Bootstrap = Bootstrap()
    single_neurons: SingleNeurons = SingleNeurons()
    comparison: Comparison = Comparison()
    stability: Stability = Stability()
    mean_difference: Ridge = Ridge()
    f_statistic: Ridge = Ridge()
    mutual_information: Ridge = Ridge()
    l1_logistic: Ridge = Ridge()
    adaptive_threshold: AdaptiveThreshold = AdaptiveThreshold()
    optimal: Optimal = Optimal()
    random: Random = Random()
    rotation: Rotation = Rotation()
    dense: Dense = Dense()
    unigram: Settings = Settings()
    control: Control = Control()

    @property
    def only(self) -> dict[MethodName, tuple[Name, ...]]:
        """Methods that are asked for some features alone, with these features."""
        return {"optimal": self.optimal.features} if self.optimal.features else {}

    @property
    def rivals(self) -> tuple[MethodName, ...]:
        """Methods asked for whose neurons `optimal` starts from, so that it is never worse."""
        return tuple(m for m in self.methods if m in (*CHOOSING, "random") and m != "optimal")

    @field_validator("methods")
    @classmethod
    def _one_chooses(cls, methods: tuple[MethodName, ...]) -> tuple[MethodName, ...]:
        if not set(methods) & set(CHOOSING):
            choosing = ", ".join(CHOOSING)
            raise ValueError(f"expected one of {choosing}, found only baselines: {', '.join(methods)}")
        return methods

    @field_validator("k")
    @classmethod
    def _ascends(cls, k: tuple[int, ...]) -> tuple[int, ...]:
        if k[0] < 1 or any(a >= b for a, b in pairwise(k)):
            raise ValueError(f"expected positive numbers in ascending order, found {list(k)}")
        return k

    @model_validator(mode="after")
    def _comparison_of_what_is_fitted(self) -> Self:
        for k in self.comparison.k:
            if k not in self.k:
                raise ValueError(f"'comparison.k': {k} is not among 'k'")
        return self

    @model_validator(mode="after")
    def _stability_of_what_is_fitted(self) -> Self:
        for method in self.stability.methods:
            if method not in self.methods:
                raise ValueError(f"'stability.methods': '{method}' is not among 'methods'")
        return self

    @model_validator(mode="after")
    def _start_suffices(self) -> Self:
        for method in self.methods:
            chosen = getattr(self, method)
            if isinstance(chosen, AdaptiveThreshold) and chosen.start < self.k[-1]:
                raise ValueError(
                    f"'{method}.start' must be at least the largest 'k', {self.k[-1]}, not {chosen.start}"
                )
        return self
