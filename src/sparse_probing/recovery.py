"""How much of a planted support each method finds, over layers drawn at random."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

import numpy as np
import polars as pl

from sparse_probing.candidates import LayerData
from sparse_probing.methods import METHODS, MethodSettings
from sparse_probing.settings.synthetic import Synthetic
from sparse_probing.synthetic import PlantedLayer, draw_layer

PARAMETERS = ("rows", "neurons", "planted", "shift", "positives", "correlation")


@dataclass(frozen=True)
class Trial:
    """The parameters of one layer, those of `draw_layer`."""

    rows: int
    neurons: int
    planted: int
    shift: float
    positives: float
    correlation: float

    @classmethod
    def draw(cls, synthetic: Synthetic, number: int) -> "Trial":
        """Draw a trial by its number: evenly on a logarithmic scale, but for `planted` and `correlation`."""
        rng = np.random.default_rng((synthetic.seed, number))

        def logarithmic(low: float, high: float) -> float:
            return float(np.exp(rng.uniform(np.log(low), np.log(high))))

        return cls(
            rows=round(logarithmic(*synthetic.rows)),
            neurons=round(logarithmic(*synthetic.neurons)),
            planted=int(rng.integers(*synthetic.planted, endpoint=True)),
            shift=logarithmic(*synthetic.shift),
            positives=logarithmic(*synthetic.positives),
            correlation=float(rng.uniform(*synthetic.correlation)),
        )


def recover(trial: Trial, methods: Mapping[str, MethodSettings], *, seed: int) -> pl.DataFrame:
    """Run methods on a layer of the trial; one row a method, `found` is the share of the support it chose.

    methods: by name. Of a method's probes counts the one on as many neurons as were planted, to which its
    path comes down from the larger k of its settings; null where it has none. A method sees three quarters
    of either class as training rows and the rest as validation rows.
    Columns: those of `Trial`, method, found. Raises ConvergenceError.
    """
    layer = draw_layer(**asdict(trial), seed=seed)
    data = _split(layer)
    found = []
    for method, settings in methods.items():
        larger = (k for k in settings.ks if k > trial.planted)
        probes = METHODS[method](data, replace(settings, ks=(trial.planted, *larger)))
        chosen = next((p.neurons for p in probes if p.neurons.size == trial.planted), None)
        found.append(None if chosen is None else float(np.isin(layer.support, chosen).mean()))
    return pl.DataFrame(
        {"method": list(methods), "found": found}, schema_overrides={"found": pl.Float64}
    ).select(*(pl.lit(value).alias(name) for name, value in asdict(trial).items()), "method", "found")


def _split(layer: PlantedLayer) -> LayerData:
    held_out = np.zeros(layer.y.size, dtype=np.bool_)
    for label in (False, True):
        held_out[np.flatnonzero(layer.y == label)[::4]] = True
    train = ~held_out
    return LayerData(0, layer.x[train], layer.y[train], layer.x[held_out], layer.y[held_out])
