"""The config file: what an experiment chooses from the catalog, and how it probes and draws."""

from typing import Literal

from pydantic import Field

from sparse_probing.settings.base import Distinct, Name, Settings
from sparse_probing.settings.probing import Probing

FigureName = Literal["sparsity", "scaling", "depth", "training"]


class Extraction(Settings):
    """How activations are computed and stored."""

    dtype: Literal["float32", "bfloat16"] = Field("float32", description="Number type of the forward pass.")
    store_dtype: Literal["float16", "float32"] = Field("float16", description="Number type of the stores.")
    device: str = Field("cpu", description="cpu, cuda, cuda:1, ...")
    tokens_per_batch: int = Field(8192, gt=0, description="Budget of a batch, padding included.")


class FigureStyle(Settings):
    """How figures look."""

    width: float = Field(7.0, gt=1, description="Width in inches.")
    dpi: int = Field(200, ge=50, le=600, description="Resolution of the PNG files.")
    palette: str = Field("viridis", description="Matplotlib colour map for models in order of size.")


class Figures(Settings):
    """Which figures are drawn, and how."""

    include: Distinct[FigureName] = ("sparsity", "scaling", "depth", "training")
    style: FigureStyle = FigureStyle()


class Report(Settings):
    """The HTML report."""

    title: str = "Sparse probing"


class Config(Settings):
    """An experiment."""

    results_dir: str = Field("results", min_length=1, description="Everything that is built goes here.")
    data_dir: str = Field("data", min_length=1, description="Where datasets with `files` find them.")
    models_dir: str = Field("models", min_length=1, description="Where models of kind `folder` are found.")
    catalog_dir: str | None = Field(None, description="The catalog; default: workflow/catalog.")
    models: Distinct[Name] = Field(min_length=1, description="Models to probe, smallest first.")
    datasets: Distinct[Name] = Field(min_length=1, description="Datasets to probe them on.")
    extraction: Extraction = Extraction()
    probing: Probing = Probing()
    figures: Figures = Figures()
    report: Report = Report()
