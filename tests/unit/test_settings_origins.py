"""Where text comes from: exactly one origin, files with their sums and addresses, pinned revisions."""

import pytest
from mistakes import problem
from pydantic import TypeAdapter

from sparse_probing.settings.dataset import Dataset
from sparse_probing.settings.sources import Source

A, B = "a" * 64, "b" * 64
HUB = "huggingface: {repo: lab/texts, revision: v1, split: train}"
GENERATOR = "generator: {name: code, documents: 3}"


def source(**options):
    return TypeAdapter(Source).validate_python({"format": "jsonl", **options})


def told(options):
    """The one line that tells what is wrong with a dataset whose source has these options."""
    return problem(Dataset, f"{{description: d, unit: token, features: [], source: {{{options}}}}}")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("format: jsonl", "exactly one of 'files', 'generator' and 'huggingface' is needed"),
        (
            f"format: latex, files: [a], {HUB}",
            "exactly one of 'files', 'generator' and 'huggingface' is needed",
        ),
        (f"format: conllu, files: [a], {GENERATOR}", "exactly one of 'files' and 'generator' is needed"),
        ("format: table, files: []", "exactly one of 'files' and 'generator' is needed"),
        ("format: relations", "'files' are needed"),
    ],
)
def test_text_has_one_origin(options, expected):
    assert told(options) == f"file.yaml: source: {expected}"


@pytest.mark.parametrize("kind", ["conllu", "table", "relations", "folder"])
def test_the_hub_has_records_alone(kind):
    assert told(f"format: {kind}, {HUB}") == "file.yaml: source.huggingface: unknown key"


def test_a_generator_must_be_known():
    options = "format: jsonl, generator: {name: novels, documents: 3}"
    assert told(options).startswith("file.yaml: source.generator.name: expected 'articles', 'biographies', ")


def test_files_are_names_or_names_with_their_sums():
    assert source(files=["b", "a"]).sums() == {}
    pinned = source(files={"b": B, "a": A})
    assert list(pinned.files) == ["b", "a"]
    assert pinned.sums() == {"a": A, "b": B}
    assert pinned.address("a") is None


def test_an_address_is_made_of_the_name_of_the_file():
    options = {"files": {"ud/a b.conllu": A, "ud/c.conllu": B}}
    by_name = source(**options, url="https://ud.org/{file}")
    assert by_name.address("ud/a b.conllu") == "https://ud.org/a%20b.conllu"
    by_path = source(**options, url="https://ud.org/{path}?raw=1")
    assert by_path.address("ud/c.conllu") == "https://ud.org/ud/c.conllu?raw=1"
    assert source(files={"c": B}, url="http://ud.org/v1").address("c") == "http://ud.org/v1"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (
            "files: {a: xyz}",
            "source.files.a: expected a SHA-256, 64 hexadecimal digits in lower case, found 'xyz'",
        ),
        ("files: [/a]", "source.files.0: expected a relative path without '..', found '/a'"),
        (f"files: {{../a: {A}}}", "source.files.../a: expected a relative path without '..', found '../a'"),
        ("files: a", "source.files: expected a list, found 'a'"),
        (
            "files: [a], url: 'https://ud.org/{file}'",
            "source: 'url' needs the SHA-256 of every file: write 'files' as name -> SHA-256",
        ),
        (
            f"{GENERATOR}, url: 'https://ud.org'",
            "source: 'url' needs the SHA-256 of every file: write 'files' as name -> SHA-256",
        ),
        (
            f"files: {{a: {A}}}, url: 'https://ud.org/{{name}}'",
            "source: 'url' must begin with http:// or https:// and may hold {file} and {path}, "
            "found 'https://ud.org/{name}'",
        ),
        (
            f"files: {{a: {A}}}, url: ud.org",
            "source: 'url' must begin with http:// or https:// and may hold {file} and {path}, "
            "found 'ud.org'",
        ),
        (
            f"files: {{a: {A}, b: {B}}}, url: 'https://ud.org/a'",
            "source: 'url' must hold {file} or {path}, since there are 2 files",
        ),
        ("files: [a], group_until: '#'", "source.group_until: unknown key; did you mean 'group'?"),
        (
            "huggingface: {repo: lab/texts, revision: main, split: train}",
            "source.huggingface.revision: expected a commit or tag, found the moving branch 'main'",
        ),
        (
            "huggingface: {repo: 'https://hub/lab/texts', revision: v1, split: train}",
            "source.huggingface.repo: expected owner/name, found 'https://hub/lab/texts'",
        ),
        (
            "huggingface: {repo: lab/texts, revision: v1}",
            "source.huggingface.split: is needed, but missing",
        ),
    ],
)
def test_a_mistake_is_told_with_its_key(options, expected):
    assert told(f"format: jsonl, {options}") == f"file.yaml: {expected}"
