import json
from collections import Counter
from pathlib import Path

import pytest
import zstandard

from sparse_probing.errors import UserError
from sparse_probing.readers.read import read_documents
from sparse_probing.settings.sources import RelationsSource

REAL = Path(__file__).parents[3] / "shared/data/facts/lre/factual"
CITIES = {
    "name": "city in country",
    "prompt_templates": ["{} is part of", "{} is in the country of"],
    "properties": {"relation_type": "factual"},
    "samples": [
        {"subject": "Rio de Janeiro", "object": "Brazil"},
        {"subject": "S\u00e3o Paulo", "object": "Brazil"},
        {"subject": "Istanbul", "object": "Turkey"},
        {"subject": "Istanbul", "object": "T\u00fcrkiye"},
        {"subject": "Nice", "object": "France"},
    ],
}


def source(**options):
    return RelationsSource(**{"format": "relations", "files": ["any.json"], **options})


def write(folder, content, name="cities.json"):
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1), encoding="utf-8")
    return path


def read(path, **options):
    return list(read_documents([path], source(**options)))


def said(document):
    """The object of a statement."""
    (span,) = document.spans
    return document.text[span.start : span.stop]


def test_each_sample_makes_a_true_and_a_false_statement_with_the_object_as_span(tmp_path):
    documents = read(write(tmp_path, CITIES))
    assert len(documents) == 2 * len(CITIES["samples"])
    for sample, true, false in zip(CITIES["samples"], documents[::2], documents[1::2], strict=True):
        for document, truth in ((true, True), (false, False)):
            assert document.group == sample["subject"]
            assert document.text == f"{sample['subject']} is part of {said(document)}"
            assert document.spans[0].values == {"relation": "city_in_country", "truth": truth}
        assert said(true) == sample["object"]
    assert [d.name for d in documents[:3]] == [
        "cities.json:1:true",
        "cities.json:1:false",
        "cities.json:2:true",
    ]


@pytest.mark.parametrize("seed", range(20))
def test_a_false_object_is_another_of_the_relation_and_never_true_of_the_subject(tmp_path, seed):
    true_of = {}
    for sample in CITIES["samples"]:
        true_of.setdefault(sample["subject"], set()).add(sample["object"])
    objects = set().union(*true_of.values())
    for document in read(write(tmp_path, CITIES), seed=seed)[1::2]:
        assert said(document) in objects - true_of[document.group]


def test_false_objects_depend_on_the_seed_and_are_about_as_frequent_as_true_ones(tmp_path):
    samples = [{"subject": f"s{i}", "object": "often" if i % 4 else f"rare{i % 8}"} for i in range(400)]
    path = write(tmp_path, {**CITIES, "samples": samples})
    assert read(path) == read(path)
    assert read(path) != read(path, seed=1)
    false = Counter(said(document) for document in read(path)[1::2])
    # "often" is true of 300; it can be said falsely of the 100 others alone, where it is 300 of 350 objects.
    assert 75 <= false["often"] <= 95
    assert false["rare0"] + false["rare4"] == 400 - false["often"]


def test_a_compressed_file_reads_the_same(tmp_path):
    path = write(tmp_path, CITIES)
    packed = tmp_path / "cities.json.zst"
    packed.write_bytes(zstandard.compress(path.read_bytes()))
    assert read(packed) == read(path)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"prompt_templates": []}, "prompt_templates: expected a list of texts with one {} for the subject"),
        ({"prompt_templates": ["The city"]}, "prompt_templates: expected a list of texts with one {}"),
        ({"prompt_templates": "{} is in"}, "prompt_templates: expected a list of texts with one {}"),
        ({"name": 3}, "expected field 'name' to be text, found a number"),
        ({"samples": {}}, "samples: expected a list of {subject, object}, found an object"),
        ({"samples": ["Rome"]}, "sample 1: expected an object with subject and object, found text"),
        ({"samples": [{"subject": "Rome"}]}, "sample 1: expected field 'object', found only: subject"),
        (
            {"samples": [{"subject": "Lyon", "object": "France"}, {"subject": "Nice", "object": "France"}]},
            "sample 1: expected another object than 'France' in the relation",
        ),
    ],
)
def test_mistakes_name_file_and_key_or_sample(tmp_path, changes, message):
    path = write(tmp_path, {**CITIES, **changes})
    with pytest.raises(UserError) as caught:
        read(path)
    assert str(caught.value).startswith(str(path))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"name": "x"}', "expected field 'prompt_templates', found only: name"),
        ('{\n"name": x}', "expected a JSON object, but Expecting value at line 2, column 9"),
        ("[]", "expected a JSON object, found a list"),
    ],
)
def test_a_file_that_is_no_relation_is_told(tmp_path, content, message):
    with pytest.raises(UserError, match=rf"cities\.json: {message}"):
        read(write(tmp_path, content))


@pytest.mark.skipif(not REAL.is_dir(), reason="real relations are no part of the project: none in ../shared")
def test_the_relations_of_the_published_data_set_are_read():
    files = sorted(REAL.glob("*.json"))
    documents = list(read_documents(files, source()))
    samples = sum(len(json.loads(path.read_text(encoding="utf-8"))["samples"]) for path in files)
    assert len(documents) == 2 * samples > 10_000
    assert len({document.spans[0].values["relation"] for document in documents}) == len(files)
    capital = next(d for d in documents if d.name == "country_capital_city.json:1:true")
    assert capital.text.startswith("The capital city of ")
