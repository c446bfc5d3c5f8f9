"""Read a dataset's files into documents and annotations."""

from pydantic import TypeAdapter

from sparse_probing.checksums import verify
from sparse_probing.documents import to_frames
from sparse_probing.errors import UserError
from sparse_probing.job import Job, log, run_job
from sparse_probing.readers.read import read_documents
from sparse_probing.settings.sources import Source


def main(job: Job) -> None:
    """Check the files whose SHA-256 is known, then read all files, in order."""
    files = job.inputs["files"]
    for file in files:
        if file.name in job.settings["sha256"]:
            verify(file, job.settings["sha256"][file.name])
    source = TypeAdapter(Source).validate_python(job.settings["source"])
    read = read_documents(files, source, data_dir=job.input("data_dir"))
    documents, annotations = to_frames(read, source.columns())
    if documents.is_empty():
        raise UserError(f"{', '.join(map(str, files))}: expected documents, found none that count")
    log.info("%d documents, %d annotated spans", documents.height, annotations.height)
    documents.write_parquet(job.output("documents"))
    annotations.write_parquet(job.output("annotations"))


if __name__ == "__main__":
    run_job(main, inputs=("files*",), places=("data_dir",), outputs=("documents", "annotations"))
