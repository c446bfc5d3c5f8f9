"""Draw optimal probes against those of heuristics."""

from sparse_probing.figures.optimality import data, draw
from sparse_probing.figures.style import save
from sparse_probing.job import Job, run_job
from sparse_probing.selection import read_probes
from sparse_probing.settings.experiment import FigureStyle


def main(job: Job) -> None:
    """Write the figure, and its numbers beside it."""
    style = FigureStyle.model_validate(job.settings["style"])
    numbers = data(read_probes(job.input("tables")))
    numbers.write_csv(job.output("csv"))
    save(draw(numbers, style), style, pdf=job.output("pdf"), png=job.output("png"))


if __name__ == "__main__":
    run_job(main, inputs=("tables",), outputs=("pdf", "png", "csv"))
