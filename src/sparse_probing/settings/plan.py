"""The machine for which `snakemake plan` estimates times."""

from pydantic import Field

from sparse_probing.settings.base import Settings


class Plan(Settings):
    """The machine of the plan's time estimate. No result depends on it."""

    machine: str = Field("a laptop of which two cores work", description="What the numbers below describe.")
    devices: int = Field(2, gt=0, description="Cores or GPUs that run models, one job each.")
    flops_per_second: float = Field(1e11, gt=0, description="Peak of one device in the model's number type.")
    utilisation: float = Field(0.5, gt=0, le=1, description="Share of the peak that forward passes reach.")
    cores: int = Field(2, gt=0, description="Cores that fit probes, one job each.")
    disk_bytes_per_second: float = Field(5e8, gt=0, description="To and from the disk of the stores.")
    extraction_start_seconds: float = Field(6.0, ge=0, description="To start a job and load its model.")
    probe_start_seconds: float = Field(1.0, ge=0, description="To start a probe job.")
    probe_bytes_per_second: float = Field(
        1e8, gt=0, description="Stores that a probe job reads, checks and fits; `make bench` measures it."
    )
