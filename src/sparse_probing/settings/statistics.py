"""Settings of what is said about finished probes and single neurons: intervals, p-values, comparisons."""

from pydantic import Field, field_validator

from sparse_probing.settings.base import Distinct, Seed, Settings
from sparse_probing.settings.method_names import MethodName, methods_of_neurons


class Bootstrap(Settings):
    """The cluster bootstrap over groups behind every interval."""

    draws: int = Field(1000, ge=100)
    seed: Seed = 0


class SingleNeurons(Settings):
    """The search among all neurons, each by itself."""

    keep: int = Field(30, ge=1, description="Neurons of each layer that are kept for a feature, best first.")
    permutations: int = Field(
        64, ge=20, description="Permutations of the labels by which p-values know what chance does."
    )
    seed: Seed = 0


class Comparison(Settings):
    """Paired differences of the main method from the others, and between models of successive size."""

    k: tuple[int, ...] = Field(
        (), description="Numbers of neurons at which probes are compared; none by default."
    )


class Stability(Settings):
    """How alike the neurons are that resamples of the training groups choose; each runs the method again."""

    methods: Distinct[MethodName] = Field((), description="Methods that are asked; none by default.")
    draws: int = Field(30, ge=2, description="Resamples.")
    seed: Seed = 0

    @field_validator("methods")
    @classmethod
    def _of_neurons(cls, methods: tuple[MethodName, ...]) -> tuple[MethodName, ...]:
        return methods_of_neurons(methods)
