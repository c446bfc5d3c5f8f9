"""Measure |W_in| b_in of the neurons of every layer."""

from sparse_probing.casestudies.frames import about
from sparse_probing.casestudies.model import StudiedModel
from sparse_probing.casestudies.weights import IDENTITY, weight_statistics
from sparse_probing.job import Job, log, run_job
from sparse_probing.model_card import ModelCard


def main(job: Job) -> None:
    """Load the model, write one row a layer."""
    settings = job.settings
    card = ModelCard.load(job.input("card"))
    model = StudiedModel.of_job(job)
    statistics = weight_statistics(model)
    if statistics.is_empty():
        log.info("%s has gated MLPs: no weight statistics", settings["model"])
    identity = {"model": settings["model"], "parameters": card.parameters, "origin": card.origin}
    about(statistics, IDENTITY, identity).write_parquet(job.output("weight_statistics"))


if __name__ == "__main__":
    run_job(main, inputs=("card",), outputs=("weight_statistics",))
