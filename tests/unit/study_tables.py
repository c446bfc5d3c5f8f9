"""Small tables of case studies for tests: rows of two models, as files hold them."""

import polars as pl

from sparse_probing.casestudies.ablation import SCHEMA as ABLATION
from sparse_probing.casestudies.bases import COLUMNS as BASES
from sparse_probing.casestudies.context import AMBIGUOUS_COLUMNS, DOCUMENT_COLUMNS, HISTOGRAM_COLUMNS
from sparse_probing.casestudies.facts import ACTIVATION_COLUMNS, NEURON_COLUMNS
from sparse_probing.casestudies.frames import FEATURE, MODEL_NEURON, NEURON, Columns
from sparse_probing.casestudies.labels import ACTIVATION, ENDS, F1, LOG_LOSS, NEURONS, OTHERS, RANDOM, SUM
from sparse_probing.casestudies.ngrams import COLUMNS as NGRAMS
from sparse_probing.casestudies.pruning import COLUMNS as PRUNING
from sparse_probing.casestudies.sentence_ends import HISTOGRAM_COLUMNS as SENTENCE_ENDS
from sparse_probing.casestudies.superposition import COLUMNS as SUPERPOSITION
from sparse_probing.casestudies.weights import IDENTITY
from sparse_probing.casestudies.weights import SCHEMA as WEIGHTS

SIDES = [{"positive": False}, {"positive": True}]
BAR = {"low": 0.0, "high": 1.0, "count": 5, "share": 0.5}
BOX = {"count": 9, "mean": 0.5, "p05": 0.0, "p25": 0.2, "p50": 0.5, "p75": 0.7, "p95": 1.0}
RISE = {
    "documents": 6,
    "groups": 4,
    "tokens": 80,
    "increase": 0.02,
    "increase_low": 0.01,
    "increase_high": 0.03,
    "loss": 2.0,
    "positive": True,
}
INTERVAL = {"test_f1": 0.8, "test_f1_low": 0.7, "test_f1_high": 0.9}

DEPTHS = {"neurons": 32, "p05": -9.0, "p20": -3.0, "p25": -2.0, "p75": 0.0, "p80": 0.5, "p95": 1.0}
PAIR = {"serves": 2, "previous": "a", "token": "\n", "contexts": 3, "occurrences": 5, "top_mean": 1.0}

# Columns of each table, and what its rows differ in.
KINDS: dict[str, tuple[list[Columns], list[dict[str, object]]]] = {
    "weight_statistics": (
        [IDENTITY, WEIGHTS],
        [{"layer": n, "relative_depth": n / 2, "p50": -float(n), **DEPTHS} for n in range(3)],
    ),
    "context_documents": (
        [NEURON, DOCUMENT_COLUMNS],
        [{"class": "x", "document": "d", "mean": 0.1, "maximum": 1.0, **side} for side in SIDES],
    ),
    "context_histograms": ([NEURON, HISTOGRAM_COLUMNS], [{**BAR, **side} for side in SIDES]),
    "context_ambiguous": (
        [NEURON, AMBIGUOUS_COLUMNS],
        [{"place": 1, "token": " $a", "gap": 1.0, **BOX, **side} for side in SIDES],
    ),
    "context_ablations": (
        [NEURON, ABLATION],
        [
            {"role": role, "ablated": 3, "ablation": ablation, "class": "fr", **RISE}
            for role in ("studied", "random")
            for ablation in ("zero", "mean", "resample")
        ],
    ),
    "ngrams": ([MODEL_NEURON, NGRAMS], [{"place": n, **PAIR} for n in (1, 2)]),
    "superposition": (
        [FEATURE, SUPERPOSITION],
        [
            {"unit": unit, "roc_auc": auc, "f1": 0.5, **BAR, **side}
            for unit, auc in (("7", 0.6), (SUM, 0.9))
            for side in SIDES
        ],
    ),
    "pruning": ([FEATURE, PRUNING], [{"step": step, **INTERVAL} for step in range(3)]),
    "bases": (
        [FEATURE, BASES],
        [
            {"basis": basis, "draw": 0, "measure": measure, "at": at, "value": 0.5}
            for basis in (NEURONS, RANDOM)
            for measure in (F1, LOG_LOSS)
            for at in (1, 2)
        ],
    ),
    "fact_activations": (
        [NEURON, ACTIVATION_COLUMNS],
        [{"class": name, "holds": name == "f0", **BOX} for name in ("f0", "not f0")],
    ),
    "fact_neurons": (
        [NEURON, NEURON_COLUMNS],
        [{"rank": 1, "test_precision": 0.9, "test_recall": 0.2, "reading": "finer"}],
    ),
    "sentence_ends": (
        [NEURON, SENTENCE_ENDS],
        [{"quantity": ACTIVATION, "group": group, **BAR} for group in (ENDS, OTHERS)],
    ),
}


def table(figure: str, features: int) -> pl.DataFrame:
    """Rows of two models about that many features each."""
    columns, kinds = KINDS[figure]
    schema = {name: dtype for part in columns for name, dtype in part.items()}
    rows = [
        {
            "model": model,
            "parameters": size,
            "dataset": "d",
            "feature": f"f{n}",
            "layer": 1,
            "neuron": n,
            **kind,
        }
        for model, size in (("small", 1_000), ("large", 2_000_000))
        for n in range(features)
        for kind in kinds
    ]
    known = [{name: value for name, value in row.items() if name in schema} for row in rows]
    return pl.DataFrame(known, schema=schema)
