"""Mistakes in the files of a dataset, as the job finds them that reads documents."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

LETTER = b'{"text": "Dear you", "lang": "en"}\n'
JSONL: dict[str, Any] = {"format": "jsonl", "annotations": {"lang": "lang"}}
SPANS: dict[str, Any] = {"format": "jsonl", "spans": "spans"}
TABLE: dict[str, Any] = {"format": "table", "annotations": {"lang": "lang"}}
CONLLU: dict[str, Any] = {"format": "conllu"}
NEWDOC = b"# newdoc id = a\n"
WORD = b"1\tDogs\tdog\tNOUN\t_\t_\t0\troot\t_\t_\n"


@dataclass(frozen=True)
class BadFile:
    """A file with a mistake in it, and what is told of it."""

    name: str
    source: dict[str, Any]
    """The settings of the source, all but the files."""
    file: str
    content: bytes
    line: str
    sha256: str | None = None


# fmt: off
IN_DATA = [
    BadFile("Latin-1 among UTF-8", JSONL, "a.jsonl",
        LETTER + b'{"text": "caf\xe9", "lang": "fr"}\n',
        "a.jsonl, line 2: expected UTF-8, found byte 0xe9"),
    BadFile("broken line of JSON", JSONL, "a.jsonl", LETTER + b'{"text": "Dear", "lang": \n',
        "a.jsonl, line 2: expected a JSON object, but Expecting value at column 26"),
    BadFile("line of JSON that is no object", JSONL, "a.jsonl", LETTER + b'["Dear", "en"]\n',
        "a.jsonl, line 2: expected a JSON object, found a list"),
    BadFile("field that is missing", JSONL, "a.jsonl", LETTER + b'{"text": "Dear", "lnag": "en"}\n',
        "a.jsonl, line 2: expected field 'lang', found only: text, lnag"),
    BadFile("text that is a number", JSONL, "a.jsonl", LETTER + b'{"text": 3, "lang": "en"}\n',
        "a.jsonl, line 2: expected field 'text' to be text, found a number"),
    BadFile("annotation of two types", JSONL, "a.jsonl", LETTER + b'{"text": "Dear", "lang": 3}\n',
        "annotation 'lang': expected values of one type, found int in document 'a.jsonl:2' "
        "and str in document 'a.jsonl:1'"),
    BadFile("span outside of its text", SPANS, "a.jsonl",
        b'{"text": "Dear you", "spans": [{"start": 5, "stop": 9}]}\n',
        "document 'a.jsonl:1': span 5 to 9 is outside of the text, which has 8 characters"),
    BadFile("span in words", SPANS, "a.jsonl",
        b'{"text": "Dear you", "spans": [{"start": "first", "stop": 8}]}\n',
        "a.jsonl, line 1: expected integers as 'start' and 'stop' of a span, found first, 8"),
    BadFile("file without documents", JSONL, "a.jsonl", b"\n",
        "a.jsonl: expected documents, found none that count"),
    BadFile("file without the records asked for", {**JSONL, "only": {"field": "lang", "values": ["fr"]}},
        "a.jsonl", LETTER, "a.jsonl: expected documents, found none that count"),
    BadFile("file that is not compressed", JSONL, "a.jsonl.zst", LETTER,
        "a.jsonl.zst: expected zstd-compressed text, but zstd decompressor error: Unknown frame descriptor"),
    BadFile("file with another sum", JSONL, "a.jsonl", LETTER,
        f"a.jsonl: expected SHA-256 {'0' * 64}, found {sha256(LETTER).hexdigest()}; "
        "put the right file there, or mend the sum in the dataset's entry "
        "(a file with a url is downloaded again once it is deleted)",
        "0" * 64),
    BadFile("table without the column", TABLE, "a.csv", b"prompt,lnag\nDear,en\n",
        "a.csv: expected column 'lang', found only: prompt, lnag"),
    BadFile("table without texts", TABLE, "a.csv", b"promt,lang\nDear,en\n",
        "a.csv: expected column 'prompt', found only: promt, lang"),
    BadFile("table with an empty text", TABLE, "a.csv", b"prompt,lang\nDear,en\n,fr\n",
        "a.csv, row 2: expected a text in column 'prompt', found None"),
    BadFile("table of no lines", TABLE, "a.csv", b"",
        "a.csv: expected a CSV or Parquet table, but empty CSV"),
    BadFile("nine columns of CoNLL-U", CONLLU, "a.conllu", NEWDOC + WORD + WORD.replace(b"\t_\n", b"\n"),
        "a.conllu, line 3: expected 10 tab-separated columns (CoNLL-U), found 9"),
    BadFile("document given twice", CONLLU, "a.conllu",
        NEWDOC + WORD + b"\n# newdoc id = b\n" + WORD + b"\n" + NEWDOC + WORD + b"\n",
        "document 'a.conllu:a' occurs twice: names of documents must be unique"),
]
