"""Read a dataset's files into documents and annotations."""

from pydantic import TypeAdapter

from sparse_probing.documents import to_frames
from sparse_probing.job import Job, log, run_job
from sparse_probing.readers.read import read_documents
from sparse_probing.settings.sources import Source


def main(job: Job) -> None:
    """Read all files, in order."""
    files = job.inputs["files"]
    names = [str(file) for file in files]
    source = TypeAdapter(Source).validate_python({**job.settings["source"], "files": names})
    documents, annotations = to_frames(read_documents(files, source), source.columns())
    log.info("%d documents, %d annotated spans", documents.height, annotations.height)
    documents.write_parquet(job.output("documents"))
    annotations.write_parquet(job.output("annotations"))


if __name__ == "__main__":
    run_job(main, inputs=("files*",), outputs=("documents", "annotations"))
