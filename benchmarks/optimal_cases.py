"""Real layers on which optimal probes are measured, from the stores that `make real` leaves."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing import ranking
from sparse_probing.candidates import Candidates, LayerData
from sparse_probing.labelling import label_rows
from sparse_probing.logistic import balanced_weights
from sparse_probing.optimal.losses import LOSSES
from sparse_probing.optimal.problem import Problem
from sparse_probing.settings.dataset import Feature
from sparse_probing.settings.probing import ExampleCaps, Split
from sparse_probing.standardise import Standardiser
from sparse_probing.store import Activations

ROWS, FILTERED = 7_000, 512
VALIDATION = "validation"
_DATASET = "ewt"
_TOKENIZERS = {"minilm": "minilm", "small": "family"}
_FEATURES = {
    "verb": {"where": "upos = 'VERB'"},
    "noun": {"where": "upos = 'NOUN'"},
    "adp": {"where": "upos = 'ADP'"},
    "past": {"where": "Tense = 'Past'", "among": "Tense IS NOT NULL"},
}
_RIDGES = (1e-4, 1e-3, 1e-2, 1e-1)
_START = 256  # neurons on which validation chooses the ridge, as for the method


@dataclass(frozen=True)
class Case:
    """A feature at a layer of a model, on all neurons or on the 512 best by mean difference.

    gamma: in units of the paper's, 1 / sqrt(rows) at neurons of deviation 0.1; or `validation`.
    """

    model: str
    layer: int
    feature: str
    filtered: bool
    loss: str
    gamma: float | str

    @property
    def name(self) -> str:
        """A short name for tables."""
        width = f"{FILTERED} neurons" if self.filtered else "all neurons"
        return f"{self.model} {self.layer}, {self.feature}, {width}"

    @property
    def title(self) -> str:
        """Tells a case from every other."""
        return f"{self.name}, {self.loss}, gamma {self.gamma}"


@dataclass(frozen=True)
class Loaded:
    """A case in memory. x: (rows, neurons) standardised; y: (rows,). gamma: in units of the paper's."""

    case: Case
    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.bool_]
    gamma: float

    @property
    def ridge(self) -> float:
        """The penalty of the summed loss on neurons of deviation 1."""
        return float(100 * np.sqrt(self.y.size) / self.gamma)

    def problem(self) -> Problem:
        """The problem to solve."""
        return Problem.of(
            self.x, self.y, weight=balanced_weights(self.y), ridge=self.ridge, loss=LOSSES[self.case.loss]
        )


def load(case: Case, results: Path) -> Loaded:
    """Read a case from the results of an experiment."""
    rows = pl.read_parquet(results / "tokens" / _TOKENIZERS[case.model] / _DATASET / "rows.parquet")
    feature = Feature.model_validate({"name": case.feature, "category": "other", **_FEATURES[case.feature]})
    examples = label_rows(rows, feature, ExampleCaps(), Split(train=0.7, validation=0.15, test=0.15))
    stores = sorted((results / "activations" / case.model / _DATASET).glob("*.manifest.json"))
    activations = Activations.open(stores)
    x_train, y_train = _rows(activations, case.layer, examples.filter(split="train").head(ROWS))
    ranked = ranking.top(ranking.mean_difference(x_train, y_train), x_train.shape[1])
    gamma = case.gamma
    if gamma == VALIDATION:
        x_validation, y_validation = _rows(activations, case.layer, examples.filter(split="validation"))
        data = LayerData(case.layer, x_train, y_train, x_validation, y_validation)
        ridge = Candidates.of(data, ranked[:_START]).choose_ridge(_RIDGES)
        gamma = 100 / (ridge * np.sqrt(y_train.size))
    live = ranked[: FILTERED if case.filtered else None]
    x = x_train[:, live[~ranking.is_dead(x_train)[live]]]
    return Loaded(case, Standardiser.fit(x).apply(x), y_train, float(gamma))


def _rows(
    activations: Activations, layer: int, examples: pl.DataFrame
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
    return activations.layer(layer, examples["row"].to_numpy()), examples["label"].to_numpy()
