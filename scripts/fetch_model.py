"""Copy a model's config and weights from the hub or a folder."""

from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import TypeAdapter

from sparse_probing.job import Job, log, run_job
from sparse_probing.model_card import MODEL_FILES, TOKENIZER_FILES, ModelCard
from sparse_probing.model_shape import check_shape
from sparse_probing.settings.model import Folder, HubModel
from sparse_probing.snapshots import fetch, install
from sparse_probing.tokenizer import FastTokenizer, check_same_vocabulary


def main(job: Job) -> None:
    """Fetch, describe, and see that the model goes with its tokenizer."""
    origin = TypeAdapter(HubModel | Folder).validate_python(job.settings["origin"])
    target = job.output("card").parent
    with TemporaryDirectory(dir=target) as folder:
        name = fetch(origin, job.input("models_dir"), Path(folder), patterns=(*MODEL_FILES, *TOKENIZER_FILES))
        if (Path(folder) / "tokenizer.json").is_file():
            own = FastTokenizer.load(Path(folder))
            check_same_vocabulary(own, FastTokenizer.load(job.input("tokenizer").parent), model=name)
        if isinstance(origin, HubModel) and origin.shape is not None:
            check_shape(Path(folder), origin.shape, origin=name)
        revision = origin.revision if isinstance(origin, HubModel) else ""
        card = ModelCard.of(Path(folder), origin=name, revision=revision)
        install(Path(folder), target)
    log.info("%s: %d parameters", name, card.parameters)
    card.save(job.output("card"))


if __name__ == "__main__":
    run_job(main, inputs=("models_dir", "tokenizer"), outputs=("card",))
