"""Copy a model's config and weights from the hub or a folder."""

from pydantic import TypeAdapter

from sparse_probing.job import Job, log, run_job
from sparse_probing.model_card import MODEL_FILES, TOKENIZER_FILES, ModelCard
from sparse_probing.model_shape import check_shape
from sparse_probing.settings.model import Folder, HubModel
from sparse_probing.snapshots import fetch
from sparse_probing.tokenizer import FastTokenizer, check_same_vocabulary


def main(job: Job) -> None:
    """Fetch, describe, and see that the model goes with its tokenizer."""
    origin = TypeAdapter(HubModel | Folder).validate_python(job.settings["origin"])
    folder = job.output("snapshot")
    name = fetch(origin, job.input("models_dir"), folder, patterns=(*MODEL_FILES, *TOKENIZER_FILES))
    if (folder / "tokenizer.json").is_file():
        tokenizer = FastTokenizer.load(job.inputs["tokenizer"][0].parent)
        check_same_vocabulary(FastTokenizer.load(folder), tokenizer, model=name)
    if isinstance(origin, HubModel) and origin.shape is not None:
        check_shape(folder, origin.shape, origin=name)
    revision = origin.revision if isinstance(origin, HubModel) else ""
    card = ModelCard.of(folder, origin=name, revision=revision)
    log.info("%s: %d parameters", name, card.parameters)
    card.save(folder / "model.json")


if __name__ == "__main__":
    run_job(main, inputs=("files*", "tokenizer*"), places=("models_dir",), outputs=("snapshot/",))
