"""Copy a tokenizer from the hub or a folder."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import TypeAdapter

from sparse_probing.job import Job, run_job
from sparse_probing.model_card import TOKENIZER_FILES
from sparse_probing.settings.model import Folder, Hub
from sparse_probing.snapshots import fetch
from sparse_probing.tokenizer import FastTokenizer


def main(job: Job) -> None:
    """Fetch the files, and see that they load."""
    origin = TypeAdapter(Hub | Folder).validate_python(job.settings["origin"])
    with TemporaryDirectory(dir=job.output("tokenizer").parent) as folder:
        needed = ("tokenizer.json", "tokenizer_config.json")
        name = fetch(origin, job.input("models_dir"), Path(folder), patterns=TOKENIZER_FILES, required=needed)
        FastTokenizer.load(Path(folder), origin=name)
        shutil.move(Path(folder) / "tokenizer.json", job.output("tokenizer"))
        shutil.move(Path(folder) / "tokenizer_config.json", job.output("config"))


if __name__ == "__main__":
    run_job(main, inputs=("files*",), places=("models_dir",), outputs=("tokenizer", "config"))
