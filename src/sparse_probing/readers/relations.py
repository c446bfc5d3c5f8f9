"""Relations, such as a city and its country, as true and false statements.

The files are those of Hernandez et al. 2023, "Linearity of Relation Decoding in Transformer Language Models":
JSON objects with `name`, `prompt_templates` and `samples`, a list of `{subject, object}`.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from sparse_probing.documents import Document, Span, Value
from sparse_probing.errors import UserError
from sparse_probing.readers.records import Record, json_object, kind
from sparse_probing.readers.text_files import plain_name, read_text
from sparse_probing.settings.sources import RelationsSource
from sparse_probing.stable_hash import hash_names


@dataclass(frozen=True)
class _Relation:
    name: str
    template: str
    samples: Sequence[tuple[str, str]]
    """(subject, object)"""


def read_relations(files: Sequence[Path], source: RelationsSource) -> Iterator[Document]:
    """Yield two documents a sample, a true statement and a false one; the object at its end is a span.

    The first template is filled with the subject. The false object is that of another sample of the relation,
    so false objects are about as frequent as true ones; it is drawn by a hash of seed, relation, and sample
    and is never one that is true of the subject. The group is the subject.
    Raises UserError that names file and sample.
    """
    for path in files:
        relation = _read(path)
        name = plain_name(path)
        for number, (subject, true, false) in enumerate(_with_false(relation, path, source.seed), start=1):
            prompt = relation.template.replace("{}", subject) + " "
            for truth, said in ((True, true), (False, false)):
                values: dict[str, Value] = {"relation": relation.name.replace(" ", "_"), "truth": truth}
                yield Document(
                    name=f"{name}:{number}:{'true' if truth else 'false'}",
                    group=subject,
                    text=prompt + said,
                    spans=[Span(len(prompt), len(prompt + said), values)],
                )


def _read(path: Path) -> _Relation:
    content = Record(plain_name(path), path, str(path), json_object(read_text(path), str(path)))
    templates = content.field("prompt_templates")
    if not isinstance(templates, list) or not templates or str(templates[0]).count("{}") != 1:
        raise UserError(f"{path}: prompt_templates: expected a list of texts with one {{}} for the subject")
    samples = content.field("samples")
    if not isinstance(samples, list):
        raise UserError(f"{path}: samples: expected a list of {{subject, object}}, found {kind(samples)}")
    return _Relation(content.text("name"), templates[0], [*_samples(samples, path)])


def _samples(samples: Sequence[object], path: Path) -> Iterator[tuple[str, str]]:
    for number, sample in enumerate(samples, start=1):
        place = f"{path}, sample {number}"
        if not isinstance(sample, dict):
            raise UserError(f"{place}: expected an object with subject and object, found {kind(sample)}")
        record = Record(place, path, place, sample)
        yield record.text("subject"), record.text("object")


def _with_false(relation: _Relation, path: Path, seed: int) -> Iterator[tuple[str, str, str]]:
    """(subject, object, an object that is not true of the subject) of each sample."""
    true_of = defaultdict(set)
    for subject, said in relation.samples:
        true_of[subject].add(said)
    names = pl.Series([f"{relation.name}:{subject}:{said}" for subject, said in relation.samples])
    hashes = hash_names(names.cast(pl.String), salt=str(seed))
    for number, (subject, said) in enumerate(relation.samples):
        others = [other for _, other in relation.samples if other not in true_of[subject]]
        if not others:
            raise UserError(
                f"{path}, sample {number + 1}: expected another object than '{said}' in the relation, "
                "for a false statement, found none"
            )
        yield subject, said, others[int(hashes[number]) % len(others)]
