"""Download a source file; what a broken-off download left is kept and continued."""

from sparse_probing.download import download
from sparse_probing.job import Job, log, run_job


def main(job: Job) -> None:
    """Download, check, move into place."""
    url, partial = job.settings["url"], job.input("partial")
    download(url, partial, name=job.settings["file"], expected=job.settings["sha256"])
    log.info("%s: %d bytes", url, partial.stat().st_size)
    partial.rename(job.output("file"))


if __name__ == "__main__":
    run_job(main, inputs=(), places=("partial",), outputs=("file",))
