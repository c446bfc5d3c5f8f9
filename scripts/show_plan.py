"""Print what an experiment costs before it runs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from sparse_probing.dataset_size import DatasetSize, size_of_dataset
from sparse_probing.job import Job, run_job
from sparse_probing.model_shape import shape_of_origin
from sparse_probing.plan import Cost, Workload, cost_of_model
from sparse_probing.plan_listing import list_plan
from sparse_probing.settings.dataset import Extent, RowSettings
from sparse_probing.settings.model import ModelOrigin
from sparse_probing.settings.plan import Plan


def main(job: Job) -> None:
    """Find out how large datasets and models are, add up, print."""
    settings = job.settings
    sizes = {
        (tokenizer, dataset): _size(job, tokenizer, dataset) for tokenizer, dataset in settings["tokenized"]
    }
    print(
        list_plan(
            jobs=dict(settings["jobs"]),
            sizes=sizes,
            costs={model["name"]: _cost(job, model, sizes) for model in settings["models"]},
            machine=Plan.model_validate(settings["plan"]),
        )
    )


def _size(job: Job, tokenizer: str, name: str) -> DatasetSize:
    results, dataset = job.input("results"), job.settings["datasets"][name]
    return size_of_dataset(
        RowSettings.model_validate(dataset["rows"]),
        tokens=results / "tokens" / tokenizer / name,
        extent=None if dataset["extent"] is None else Extent.model_validate(dataset["extent"]),
        documents=results / "documents" / f"{name}.parquet",
        known=dataset["documents"],
        files=[Path(file) for file in dataset["files"]],
    )


def _cost(job: Job, model: Any, sizes: Mapping[tuple[str, str], DatasetSize]) -> Cost | None:
    """The cost of a model; None where its shape is not known."""
    settings = job.settings
    shape = shape_of_origin(
        TypeAdapter(ModelOrigin).validate_python(model["origin"]),
        models_dir=job.input("models_dir"),
        snapshot=job.input("results") / "models" / model["weights"],
    )
    if shape is None:
        return None
    workloads = [
        Workload(
            size=sizes[model["tokenizer"], dataset],
            context=settings["datasets"][dataset]["rows"]["context"],
            shards=settings["datasets"][dataset]["shards"],
            probe_jobs=jobs["on_stores"],
            token_jobs=jobs["of_tokens"],
        )
        for dataset, jobs in model["jobs"].items()
    ]
    return cost_of_model(shape, workloads, site=model["site"], store_dtype=settings["store_dtype"])


if __name__ == "__main__":
    run_job(main, inputs=(), places=("results", "models_dir"), outputs=())
