"""Write the report from tables, figures and captions."""

import polars as pl

from sparse_probing.job import Job, run_job
from sparse_probing.report import Report, ReportFigure, render
from sparse_probing.selection import read_probes


def main(job: Job) -> None:
    """Put the page together; figures and captions come in the same order."""
    figures = [
        ReportFigure.of(png.stem, png=png.read_bytes(), caption=caption.read_text(encoding="utf-8"))
        for png, caption in zip(job.inputs["figures"], job.inputs["captions"], strict=True)
    ]
    report = Report.of(
        read_probes(job.input("probes")),
        pl.read_parquet(job.input("neurons")),
        figures,
        title=job.settings["title"],
    )
    page = render(report, job.input("template").read_text(encoding="utf-8"))
    job.output("report").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    run_job(
        main,
        inputs=("probes", "neurons", "figures*", "captions*", "template"),
        outputs=("report",),
    )
