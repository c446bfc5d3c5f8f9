"""Settings of the layers with planted neurons."""

from pydantic import Field, ValidationInfo, field_validator

from sparse_probing.settings.base import Distinct, Seed, Settings
from sparse_probing.settings.method_names import MethodName, methods_of_neurons


class Synthetic(Settings):
    """Layers with planted neurons, on which methods are compared for the figure `recovery`.

    Each range is drawn from evenly, on a logarithmic scale but for `planted` and `correlation`.
    """

    trials: int = Field(60, ge=1, le=9999, description="Layers drawn; each is a job.")
    methods: Distinct[MethodName] = Field(
        ("mean_difference", "mutual_information", "l1_logistic", "adaptive_threshold", "random"),
        min_length=1,
        description="Methods that are compared.",
    )
    rows: tuple[int, int] = Field((500, 10_000), description="Rows of a layer.")
    neurons: tuple[int, int] = Field((400, 1_600), description="Neurons of a layer.")
    planted: tuple[int, int] = Field((2, 19), description="Neurons that tell.")
    shift: tuple[float, float] = Field((0.05, 5.0), description="How far they do, in standard deviations.")
    positives: tuple[float, float] = Field((0.01, 0.5), description="Share of positive rows.")
    correlation: tuple[float, float] = Field((0.0, 0.95), description="Correlation of neighbouring neurons.")
    seed: Seed = 0

    @field_validator("rows", "neurons", "planted", "shift", "positives", "correlation")
    @classmethod
    def _a_range(cls, bounds: tuple[float, float], info: ValidationInfo) -> tuple[float, float]:
        least, most = _LIMITS[str(info.field_name)]
        if not least <= bounds[0] <= bounds[1] <= most:
            raise ValueError(
                f"expected two numbers from {least:g} to {most:g}, the lower first, found {bounds}"
            )
        return bounds

    @field_validator("methods")
    @classmethod
    def _of_neurons(cls, methods: tuple[MethodName, ...]) -> tuple[MethodName, ...]:
        return methods_of_neurons(methods)


_LIMITS: dict[str, tuple[float, float]] = {
    "rows": (100, 1e6),
    "neurons": (20, 1e5),
    "planted": (1, 20),
    "shift": (1e-3, 100),
    "positives": (1e-4, 0.5),
    "correlation": (0, 0.999),
}
