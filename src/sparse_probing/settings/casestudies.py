"""Case studies: which are made, of which neurons, and on how much text."""

from typing import Literal, get_args

from pydantic import Field

from sparse_probing.settings.base import Distinct, Name, Seed, Settings

Study = Literal[
    "top_neurons",
    "weights",
    "context_neurons",
    "ngrams",
    "superposition",
    "pruning",
    "bases",
    "facts",
    "sentence_ends",
]


class TopNeurons(Settings):
    """The best single neuron of every feature, as the report's page of each neuron shows it."""

    sequences: int = Field(100, gt=0, description="Test sequences of each dataset to look for snippets in.")
    sequences_of_feature: int = Field(
        10, ge=0, description="Besides, test sequences in which each feature holds."
    )
    snippets: int = Field(8, gt=0, description="Snippets of each neuron, those with its highest activations.")
    around: int = Field(16, gt=0, description="Tokens shown to either side of the highest activation.")
    bins: int = Field(30, gt=1, description="Bins of histograms.")


class ContextNeurons(Settings):
    """Neurons of features of documents: what they tell, and what the model loses without them."""

    features: Distinct[Name] = Field(
        (), description="Features to study; default: those with the best single neurons."
    )
    neurons: int = Field(3, gt=0, description="Without `features`: how many neurons of each model.")
    documents: int = Field(100, gt=0, description="Test documents of each class to describe neurons on.")
    ablated_documents: int = Field(30, gt=0, description="How many of these losses are measured on.")
    random_neurons: int = Field(20, ge=20, description="Matched random neurons beside each studied one.")
    ambiguous_tokens: int = Field(20, gt=0, description="Tokens shown that stand in and out of the feature.")
    min_occurrences: int = Field(10, gt=1, description="How often such a token stands on either side.")


class Ngrams(Settings):
    """Early neurons that serve several features: the word pairs that drive each."""

    neurons: int = Field(4, gt=0, description="How many neurons of each model.")
    max_depth: float = Field(
        0.34, ge=0, le=1, description="Relative depth up to which a layer is early; layer 0 always is."
    )
    k: int = Field(8, gt=0, description="A neuron serves a feature if a probe on so many neurons uses it.")
    sequences: int = Field(200, gt=0, description="Sequences of each dataset to look for pairs in.")
    contexts: int = Field(200, gt=0, description="Highest activations of a neuron to look at.")


class Superposition(Settings):
    """Compound words: neurons that are weak alone and strong together."""

    k: int = Field(5, gt=1, description="Neurons of a group, at most; the probe with the nearest k is used.")
    bins: int = Field(40, gt=1, description="Bins of histograms.")


class Pruning(Settings):
    """Compound words: drop the best neuron, refit, and so on."""

    k: int = Field(5, gt=0, description="Neurons of each probe.")
    drops: int = Field(10, gt=0, description="How many neurons are dropped, one after the other.")


class Bases(Settings):
    """Compound words: the basis of neurons against random orthogonal bases."""

    bases: int = Field(3, gt=0, description="Random bases.")
    directions: int = Field(50, gt=0, description="Directions of a basis whose F1 is measured, best first.")
    k: tuple[int, ...] = Field(
        (1, 2, 4, 8, 16, 32, 64), min_length=1, description="Directions that a probe may use."
    )


class Facts(Settings):
    """Facts: neurons that fire where a fact holds, of a person or of a statement."""

    neurons: int = Field(
        5, gt=0, description="Neurons of each fact, best first, told by precision and recall."
    )


class SentenceEnds(Settings):
    """Neurons for ends of sentences, and which next tokens they raise."""

    features: Distinct[Name] = Field(("eos",), description="Features that tell the end of a sentence.")
    random_neurons: int = Field(20, ge=20, description="Random neurons of the same layer, for comparison.")


class CaseStudies(Settings):
    """Case studies of single neurons; each is made where the experiment has features that fit."""

    include: Distinct[Study] = Field(get_args(Study), description="Which case studies are made.")
    top_neurons: TopNeurons = TopNeurons()
    context_neurons: ContextNeurons = ContextNeurons()
    ngrams: Ngrams = Ngrams()
    superposition: Superposition = Superposition()
    pruning: Pruning = Pruning()
    bases: Bases = Bases()
    facts: Facts = Facts()
    sentence_ends: SentenceEnds = SentenceEnds()
    tokens_per_batch: int = Field(4096, gt=0, description="Budget of a forward pass, padding included.")
    seed: Seed = 0
