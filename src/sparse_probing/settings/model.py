"""Models and tokenizers of the catalog: from the hub, from a local folder, or trained here."""

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from sparse_probing.settings.base import Distinct, Name, RelativePath, Repository, Revision, Seed, Settings


class Hub(Settings):
    """A repository of the Hugging Face hub at a pinned revision."""

    kind: Literal["hub"]
    repo: Repository = Field(description="For example EleutherAI/pythia-70m.")
    revision: Revision = Field(description="A commit or tag; never a moving branch.")


class Shape(Settings):
    """The size of a transformer, as its config.json says it."""

    layers: int = Field(gt=0)
    width: int = Field(gt=0, description="Of the residual stream.")
    neurons: int = Field(gt=0, description="Of the MLP of one layer.")
    parameters: int = Field(gt=0, description="Of the base model, embeddings left out.")


class HubModel(Hub):
    """A model of the hub."""

    shape: Shape | None = Field(
        None, description="Lets `snakemake plan` know the model before it is fetched; checked when it is."
    )


class Folder(Settings):
    """A folder in Hugging Face format: under models_dir, or inside an installed Python package."""

    kind: Literal["folder"]
    path: RelativePath = Field(description="Relative to models_dir, or to the package.")
    package: str | None = Field(None, description="An installed Python package that carries the folder.")

    @field_validator("package")
    @classmethod
    def _can_be_imported(cls, package: str | None) -> str | None:
        if package is not None and not all(part.isidentifier() for part in package.split(".")):
            raise ValueError(f"expected the name by which Python imports it, found '{package}'")
        return package


class TrainedTokenizer(Settings):
    """A byte-level BPE tokenizer, trained here."""

    kind: Literal["trained"]
    datasets: Distinct[Name] = Field(min_length=1, description="Datasets whose documents it is trained on.")
    vocabulary: int = Field(2048, ge=300, description="Entries, special tokens included.")


class Recipe(Settings):
    """How a small causal GPT-NeoX model is trained here."""

    kind: Literal["trained"]
    datasets: Distinct[Name] = Field(min_length=1, description="Datasets whose documents it is trained on.")
    layers: int = Field(gt=0)
    width: int = Field(gt=0, description="Residual width; the MLP has four times as many neurons.")
    heads: int = Field(gt=0)
    context: int = Field(128, gt=1, description="Tokens of a training sequence.")
    batch: int = Field(16, gt=0, description="Sequences a step.")
    steps: int = Field(gt=0)
    learning_rate: float = Field(4e-3, gt=0, description="Peak of the cosine schedule.")
    threads: int = Field(2, gt=0, description="Cores to train on; another number gives other rounding.")
    seed: Seed = 0

    @model_validator(mode="after")
    def _heads_divide(self) -> Self:
        if self.width % (8 * self.heads):
            raise ValueError("'width' must be a multiple of 8 x 'heads'")
        return self


TokenizerEntry = Annotated[Hub | Folder | TrainedTokenizer, Field(discriminator="kind")]
ModelOrigin = Annotated[HubModel | Folder | Recipe, Field(discriminator="kind")]


class ModelEntry(Settings):
    """A model of the catalog: where its weights come from, its tokenizer, and the site that is read."""

    origin: ModelOrigin | None = Field(None, description="Where the weights come from.")
    weights_of: Name | None = Field(None, description="Another entry whose weights this one reads elsewhere.")
    tokenizer: Name
    site: Literal["mlp", "mlp_pre", "residual", "attention"] = Field(
        "mlp", description="Where activations are read."
    )
    layers: tuple[Annotated[int, Field(ge=0)], ...] | None = Field(
        None, min_length=1, description="Layers that are read, counted from 0; default: all."
    )
    optional: bool = Field(False, description="Left out, with a note, where its folder is not installed.")

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if (self.origin is None) == (self.weights_of is None):
            raise ValueError("exactly one of 'origin' and 'weights_of' is needed")
        return self


class Models(Settings):
    """The file catalog/models.yaml."""

    tokenizers: dict[Name, TokenizerEntry]
    models: dict[Name, ModelEntry]
