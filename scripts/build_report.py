"""Write the report from tables, figures and captions."""

from pathlib import Path

import polars as pl

from sparse_probing.job import Job, run_job
from sparse_probing.report.categories import category_pages
from sparse_probing.report.contents import Contents
from sparse_probing.report.links import INDEX
from sparse_probing.report.neurons import neuron_pages
from sparse_probing.report.overview import Overview
from sparse_probing.report.pictures import captioned
from sparse_probing.report.site import render_pages, write_assets
from sparse_probing.selection import read_probes


def main(job: Job) -> None:
    """Put the pages together."""
    published = [pl.read_parquet(file) for file in job.inputs["published"]]
    contents = Contents(
        probes=read_probes(job.input("probes")),
        neurons=pl.read_parquet(job.input("neurons")),
        confounds=pl.read_parquet(job.input("confounds")),
        features=pl.read_parquet(job.input("features")),
        tokenizers=job.settings["tokenizers"],
        published=published[0] if published else None,
        studies={file.stem: pl.read_parquet(file) for file in job.inputs["studies"]},
    )
    figures = {file.name: file for file in job.inputs["figures"]}
    captions = job.settings["captions"]
    pictures = captioned(captions, {name: figures[f"{name}.csv"] for name in captions}, contents)
    overview = Overview.of(contents, pictures, title=job.settings["title"])
    categories, neurons = list(category_pages(contents)), list(neuron_pages(contents))
    pages = render_pages(overview, categories, neurons)
    job.output("report").write_text(pages.pop(INDEX), encoding="utf-8")
    for path, page in pages.items():
        file = job.output("pages") / Path(path).relative_to("pages")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8")
    write_assets(job.output("assets"), categories, neurons, figures)


if __name__ == "__main__":
    run_job(
        main,
        inputs=("probes", "neurons", "confounds", "features", "published*", "studies*", "figures*"),
        outputs=("report", "pages", "assets"),
    )
