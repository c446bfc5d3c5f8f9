"""Write the report from tables, figures and captions."""

import polars as pl

from sparse_probing.job import Job, run_job
from sparse_probing.report import TEMPLATE, Report, ReportFigure, render
from sparse_probing.selection import read_probes


def main(job: Job) -> None:
    """Put the page together."""
    captions = job.settings["captions"]
    figures = [
        ReportFigure.of(png.stem, png=png.read_bytes(), caption=captions[png.stem])
        for png in job.inputs["figures"]
    ]
    published = [pl.read_parquet(file) for file in job.inputs["published"]]
    report = Report.of(
        read_probes(job.input("probes")),
        pl.read_parquet(job.input("neurons")),
        pl.read_parquet(job.input("confounds")),
        figures,
        title=job.settings["title"],
        published=published[0] if published else None,
    )
    page = render(report, TEMPLATE.read_text(encoding="utf-8"))
    job.output("report").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    run_job(
        main,
        inputs=("probes", "neurons", "confounds", "published*", "figures*"),
        outputs=("report",),
    )
