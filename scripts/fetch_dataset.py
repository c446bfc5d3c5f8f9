"""Write the records of a dataset of the hub to a JSONL file."""

from sparse_probing.hub_dataset import json_lines
from sparse_probing.job import Job, run_job
from sparse_probing.settings.origins import HuggingFace


def main(job: Job) -> None:
    """Fetch the split named in the settings."""
    origin = HuggingFace.model_validate(job.settings["huggingface"])
    with job.output("corpus").open("w", encoding="utf-8") as file:
        for line in json_lines(origin):
            file.write(line + "\n")


if __name__ == "__main__":
    run_job(main, inputs=(), outputs=("corpus",))
