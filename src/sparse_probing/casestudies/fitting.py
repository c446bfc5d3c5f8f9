"""Which case studies an experiment can make: where it has features that fit."""

from collections.abc import Callable

from sparse_probing.experiment import Experiment
from sparse_probing.settings.casestudies import CaseStudies, Study
from sparse_probing.settings.dataset import Dataset, Feature

TABLES_OF_STUDIES: dict[Study, tuple[str, ...]] = {
    "top_neurons": ("neuron_histograms", "neuron_snippets", "neuron_effects"),
    "weights": ("weight_statistics",),
    "context_neurons": (
        "context_documents",
        "context_histograms",
        "context_ambiguous",
        "context_ablations",
    ),
    "ngrams": ("ngrams",),
    "superposition": ("superposition",),
    "pruning": ("pruning",),
    "bases": ("bases",),
    "facts": ("fact_activations", "fact_neurons"),
    "sentence_ends": ("sentence_ends", "sentence_end_logits"),
}
"""The tables that each study makes of a model."""

_WITHOUT_FIGURE = (*TABLES_OF_STUDIES["top_neurons"], "sentence_end_logits")
FIGURES_OF_STUDIES = tuple(
    table for tables in TABLES_OF_STUDIES.values() for table in tables if table not in _WITHOUT_FIGURE
)
"""Figures of case studies: each is called like the table that it shows."""

_FITS: dict[Study, Callable[[CaseStudies, Dataset, Feature], bool]] = {
    "top_neurons": lambda _, dataset, feature: True,
    "weights": lambda _, dataset, feature: True,
    "context_neurons": lambda settings, dataset, feature: (
        dataset.unit == "document" and feature.name in (settings.context_neurons.features or [feature.name])
    ),
    "ngrams": lambda _, dataset, feature: dataset.unit != "document",
    "superposition": lambda _, dataset, feature: feature.category == "compound_word",
    "pruning": lambda _, dataset, feature: feature.category == "compound_word",
    "bases": lambda _, dataset, feature: feature.category == "compound_word",
    "facts": lambda _, dataset, feature: feature.category == "fact",
    "sentence_ends": lambda settings, dataset, feature: feature.name in settings.sentence_ends.features,
}


def fitting_features(experiment: Experiment, study: Study, model: str) -> dict[str, tuple[str, ...]]:
    """Names of the probed features of `model` that fit a study, by dataset; none where the study is left out.

    Case studies are about neurons: a model that is read at another site than its MLPs has none.
    """
    settings = experiment.config.casestudies
    if study not in settings.include or experiment.models[model].site != "mlp":
        return {}
    fitting = {
        dataset: tuple(
            name
            for name in names
            if _FITS[study](settings, experiment.datasets[dataset], experiment.features[dataset][name])
        )
        for dataset, names in experiment.probed[model].items()
    }
    return {dataset: names for dataset, names in fitting.items() if names}
