"""Draw optimal probes against those of heuristics."""

from sparse_probing.figures.drawing import write_figure
from sparse_probing.figures.optimality import data, draw
from sparse_probing.job import Job, run_job
from sparse_probing.selection import read_probes


def main(job: Job) -> None:
    """Write the figure, and its numbers beside it."""
    write_figure(job, data(read_probes(job.input("tables"))), draw)


if __name__ == "__main__":
    run_job(main, inputs=("tables",), outputs=("pdf", "png", "csv"))
