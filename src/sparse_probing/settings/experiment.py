"""The config file: what an experiment chooses from the catalog, and how it probes and draws."""

import re
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import AfterValidator, Field, field_validator, model_validator

from sparse_probing.settings.base import Distinct, Name, Settings
from sparse_probing.settings.casestudies import CaseStudies
from sparse_probing.settings.dataset import Dataset
from sparse_probing.settings.plan import Plan
from sparse_probing.settings.probing import Probing
from sparse_probing.settings.synthetic import Synthetic

FigureName = Literal[
    "sparsity",
    "scaling",
    "depth",
    "methods",
    "optimality",
    "emergence",
    "layers",
    "overlap",
    "training",
    "recovery",
]
Palette = Literal["viridis", "plasma", "inferno", "magma", "cividis"]

_FOLDER = r"^[^{}]*[^{}\s][^{}]*$"
_DEVICE = r"^(auto|cpu|mps|cuda(:[0-9]+)?)$"


def _plain(path: str) -> str:
    if not re.fullmatch(_FOLDER, path):
        raise ValueError(f"expected the path of a folder, without braces, found {path!r}")
    return str(PurePosixPath(path))


FolderPath = Annotated[str, AfterValidator(_plain), Field(json_schema_extra={"pattern": _FOLDER})]
"""A folder, without slashes that say nothing; braces would be wildcards of Snakemake."""


class Extraction(Settings):
    """How activations are computed and stored."""

    dtype: Literal["float32", "bfloat16"] = Field("float32", description="Number type of the forward pass.")
    store_dtype: Literal["float16", "float32", "int8"] = Field(
        "float16", description="Number type of the stores; int8 has a scale a neuron."
    )
    device: str = Field(
        "cpu",
        description="cpu; cuda: a GPU that no other job has; cuda:1, ...; mps; auto: layers over all GPUs.",
        json_schema_extra={"pattern": _DEVICE},
    )
    tokens_per_batch: int = Field(8192, gt=0, description="Tokens of a batch, at most.")
    slab_mb: int = Field(
        128,
        gt=0,
        description="Activations that are gathered before they are written, in MiB: two such slabs are held.",
    )
    best_from_sums: int = Field(
        0,
        ge=0,
        description="Neurons of a layer that `snakemake sums` ranks without stores; 0: it does nothing.",
    )

    @field_validator("device")
    @classmethod
    def _is_device(cls, device: str) -> str:
        if not re.fullmatch(_DEVICE, device):
            raise ValueError(f"expected cpu, cuda, cuda:N with a number N, mps or auto, found {device!r}")
        return device

    @model_validator(mode="after")
    def _sums_of_floats(self) -> Self:
        if self.best_from_sums and self.store_dtype == "int8":
            raise ValueError("'best_from_sums' expects a 'store_dtype' of float16 or float32, found int8")
        return self


class FigureStyle(Settings):
    """How figures look."""

    width: float = Field(7.0, gt=1, description="Width in inches.")
    dpi: int = Field(200, ge=50, le=600, description="Resolution of the PNG files.")
    palette: Palette = Field("viridis", description="Matplotlib colour map for models in order of size.")


class Figures(Settings):
    """Which figures are drawn, and how."""

    include: Distinct[FigureName] = tuple(name for name in get_args(FigureName) if name != "recovery")
    style: FigureStyle = FigureStyle()


class Report(Settings):
    """The HTML report."""

    title: str = "Sparse probing"


class Size(Settings):
    """What an experiment changes of a dataset's size; the rest is as the catalog says."""

    documents: int | None = Field(None, gt=0, description="Documents at most, as in the dataset.")
    context: int | None = Field(None, ge=4, description="Tokens of a sequence at most.")
    sequences_per_document: int | None = Field(None, gt=0, description="Sequences of a document at most.")
    rows: int | None = Field(None, gt=0, description="Rows at most, beside those that are always kept.")
    shards: int | None = Field(None, ge=1, description="Parts in which activations are extracted.")

    def of(self, dataset: Dataset) -> dict[str, Any]:
        """The content of `dataset` with the changes made."""
        content = dataset.model_dump()
        content |= self.model_dump(exclude={"rows"}, exclude_none=True)
        if self.rows is not None:
            content["sample"] |= {"rows": self.rows}
        return content


class Exclusion(Settings):
    """Probes that are not fitted: those of these models, datasets and features; what is not named is any."""

    models: Distinct[Name] = Field((), description="Default: all models.")
    datasets: Distinct[Name] = Field((), description="Default: all datasets.")
    features: Distinct[Name] = Field((), description="Default: all features.")
    but: Distinct[Name] = Field((), description="Features that stay although the rest is excluded.")

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not (self.models or self.datasets or self.features):
            raise ValueError("expected 'models', 'datasets' or 'features', found none: it would exclude all")
        return self

    def covers(self, *, model: str, dataset: str, feature: str) -> bool:
        """Whether it excludes the probes of `feature`."""
        pairs = ((self.models, model), (self.datasets, dataset), (self.features, feature))
        return feature not in self.but and all(not names or name in names for names, name in pairs)


class Config(Settings):
    """An experiment."""

    results_dir: FolderPath = Field("results", description="Everything that is built goes here.")
    data_dir: FolderPath = Field("data", description="Where datasets with `files` find them.")
    models_dir: FolderPath = Field("models", description="Where models of kind `folder` are found.")
    catalog_dir: FolderPath | None = Field(None, description="The catalog; default: workflow/catalog.")
    models: Distinct[Name] = Field(min_length=1, description="Models to probe, smallest first.")
    datasets: Distinct[Name] = Field(min_length=1, description="Datasets to probe them on.")
    sizes: dict[Name, Size] = Field(
        {}, description="Dataset -> what is changed of its size in this experiment."
    )
    exclude: tuple[Exclusion, ...] = Field(
        (), description="Combinations to leave out, such as capitals for a model that knows none."
    )
    extraction: Extraction = Extraction()
    probing: Probing = Probing()
    casestudies: CaseStudies = CaseStudies()
    synthetic: Synthetic = Synthetic()
    figures: Figures = Figures()
    report: Report = Report()
    plan: Plan = Plan()
