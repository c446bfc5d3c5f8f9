import pytest
import zstandard

from sparse_probing.errors import UserError
from sparse_probing.readers.folder import find_files
from sparse_probing.readers.read import read_documents
from sparse_probing.settings.sources import FolderSource

TREE = {
    "thrift/lib/main.c": b"int main(void) { return 0; }\n",
    "thrift/lib/main.h": b"#pragma once\r\nint x;\r\n",
    "avro/run.py": "print('\u00e4')\n".encode(),
    "avro/types.d.ts": b"declare const x: number;",
    "avro/README": b"no extension",
    "setup.py": b"",
    "notes.txt": b"other files are left out",
}


@pytest.fixture
def data_dir(tmp_path):
    """TREE in the folder `code` under a data_dir."""
    for name, content in TREE.items():
        path = tmp_path / "code" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path


def source(**options):
    labels = {"c": "C", "h": "C", "py": "Python", "ts": "TypeScript", "d.ts": "declarations"}
    return FolderSource(**{"format": "folder", "folder": "code", "extensions": labels, **options})


def read(data_dir, **options):
    chosen = source(**options)
    return list(read_documents(find_files(data_dir, chosen), chosen, data_dir=data_dir))


def test_files_with_a_known_extension_are_found_in_order_of_their_paths(data_dir):
    assert [path.relative_to(data_dir).as_posix() for path in find_files(data_dir, source())] == [
        "code/avro/run.py", "code/avro/types.d.ts", "code/setup.py", "code/thrift/lib/main.c",
        "code/thrift/lib/main.h",
    ]  # fmt: skip


def test_a_file_is_a_document_labelled_by_its_longest_extension_and_grouped_by_its_first_folder(data_dir):
    assert [(d.name, d.values["label"], d.group) for d in read(data_dir)] == [
        ("avro/run.py", "Python", "avro"),
        ("avro/types.d.ts", "declarations", "avro"),
        ("setup.py", "Python", "setup.py"),
        ("thrift/lib/main.c", "C", "thrift"),
        ("thrift/lib/main.h", "C", "thrift"),
    ]
    assert all(document.values["path"] == document.name for document in read(data_dir))


def test_the_text_is_that_of_the_file_with_newlines_between_its_lines(data_dir):
    texts = {document.name: document.text for document in read(data_dir)}
    assert texts["avro/run.py"] == "print('\u00e4')"
    assert texts["thrift/lib/main.h"] == "#pragma once\nint x;"
    assert texts["setup.py"] == ""


def test_parts_of_the_path_can_be_annotations_and_groups(data_dir):
    annotations = {"repo": {"field": "path", "pattern": "^([^/]+)/"}, "stem": "@file"}
    group = {"field": "path", "pattern": "^.*/"}
    documents = read(data_dir, annotations=annotations, group=group)
    assert [(d.values["repo"], d.values["stem"], d.group) for d in documents] == [
        ("avro", "run", "avro/"),
        ("avro", "types.d", "avro/"),
        (None, "setup", "setup.py"),
        ("thrift", "main", "thrift/lib/"),
        ("thrift", "main", "thrift/lib/"),
    ]


def test_compressed_files_are_named_as_if_they_were_not(data_dir):
    plain = read(data_dir)
    for name in TREE:
        path = data_dir / "code" / name
        path.with_name(path.name + ".zst").write_bytes(zstandard.compress(path.read_bytes()))
        path.unlink()
    assert read(data_dir) == plain


def test_a_file_that_is_not_utf8_is_named(data_dir):
    (data_dir / "code" / "avro" / "run.py").write_bytes(b"# caf\xe9")
    with pytest.raises(UserError, match=r"code/avro/run\.py, line 1: expected UTF-8, found byte 0xe9"):
        read(data_dir)
