"""Write a demo corpus to a file."""

from sparse_probing.corpora import (
    articles,
    biographies,
    code,
    compounds,
    languages,
    mentions,
    registers,
    treebank,
)
from sparse_probing.job import Job, run_job
from sparse_probing.settings.origins import Generator

GENERATORS = {
    "articles": articles.generate,
    "biographies": biographies.generate,
    "code": code.generate,
    "compounds": compounds.generate,
    "languages": languages.generate,
    "mentions": mentions.generate,
    "registers": registers.generate,
    "treebank": treebank.generate,
}


def main(job: Job) -> None:
    """Run the generator named in the settings."""
    settings = Generator.model_validate(job.settings["generator"])
    generate = GENERATORS[settings.name]
    with job.output("corpus").open("w", encoding="utf-8") as file:
        for item in generate(documents=settings.documents, seed=settings.seed):
            file.write(item + "\n")


if __name__ == "__main__":
    run_job(main, inputs=(), outputs=("corpus",))
