from datetime import date

import polars as pl
import pytest
import zstandard

from sparse_probing.documents import Span
from sparse_probing.errors import UserError
from sparse_probing.readers.read import read_documents
from sparse_probing.settings.sources import TableSource

CSV = (
    "prompt,length,target,who\n"
    '" leads to high school",4,True,a\n'
    '"a ""quoted"", long\nprompt",5,False,b\n'
    "42,1,True,\n"
)


def source(**options):
    defaults = {"format": "table", "files": ["any.csv"], "annotations": {"compound": "target"}}
    return TableSource(**{**defaults, **options})


def read(path, **options):
    return list(read_documents([path], source(**options)))


@pytest.fixture(params=["prompts.csv", "prompts.csv.zst", "prompts.parquet"])
def table(tmp_path, request):
    """The same table in every format that is read."""
    path = tmp_path / request.param
    if path.suffix == ".parquet":
        pl.read_csv(CSV.encode()).write_parquet(path)
    else:
        path.write_bytes(zstandard.compress(CSV.encode()) if path.suffix == ".zst" else CSV.encode())
    return path


def test_a_prompt_is_one_annotated_span(table):
    documents = read(table, group="who")
    assert [d.text for d in documents] == [" leads to high school", 'a "quoted", long\nprompt', "42"]
    assert [d.spans for d in documents] == [
        (Span(0, 21, {"compound": True}),),
        (Span(0, 23, {"compound": False}),),
        (Span(0, 2, {"compound": True}),),
    ]
    stem = table.name.removesuffix(".zst")
    assert [d.name for d in documents] == [f"{stem}:1", f"{stem}:2", f"{stem}:3"]
    # The last row has no group given: it is one of its own.
    assert [d.group for d in documents] == ["a", "b", f"{stem}:3"]


def test_without_a_group_column_each_row_is_its_own_group(table):
    assert [document.group for document in read(table)] == [document.name for document in read(table)]


def test_numbers_truths_and_text_stay_what_they_are_and_an_empty_cell_is_null(tmp_path):
    path = tmp_path / "kinds.csv.zst"
    path.write_bytes(zstandard.compress(b"prompt,n,yes,name\na,1,true,x\nb,,,\n"))
    documents = read(path, annotations={"n": "n", "yes": "yes", "name": "name"})
    assert [dict(document.spans[0].values) for document in documents] == [
        {"n": 1, "yes": True, "name": "x"},
        {"n": None, "yes": None, "name": None},
    ]


def test_the_last_match_of_a_pattern_can_be_the_span(tmp_path):
    path = tmp_path / "prompts.csv"
    path.write_text('prompt,target\n"ruled by Ada Lovelace ",1\nBabbage,0\n')
    words = read(path, span=r"\S+")
    assert [d.text[d.spans[0].start : d.spans[0].stop] for d in words] == ["Lovelace", "Babbage"]
    assert [d.spans[0].values["compound"] for d in words] == [1, 0]
    group = read(path, span=r"(\w)\w*\s*$")
    assert [d.text[d.spans[0].start : d.spans[0].stop] for d in group] == ["L", "B"]
    empty = read(path, span=r"[A-Z]?")  # matches nothing at the end of the text
    assert [d.text[d.spans[0].start : d.spans[0].stop] for d in empty] == ["L", "B"]


@pytest.mark.parametrize("pattern", ["[0-9]+", "x?$", "(z)?a"])
def test_a_prompt_without_the_span_is_told_with_its_row(tmp_path, pattern):
    path = tmp_path / "prompts.csv"
    path.write_text("prompt,target\n1z a,1\nb a,0\n")
    with pytest.raises(
        UserError, match=r"prompts\.csv, row \d: expected a match of the span's pattern '.*', found"
    ):
        read(path, span=pattern)


def test_a_part_of_a_column_and_the_name_of_the_file_are_values_too(tmp_path):
    path = tmp_path / "65_high-school.csv"
    path.write_text("prompt,target\na,x-7\nb,y\nc,\n")
    name = {"field": "@file", "pattern": r"^\d+_(.*)"}
    number = {"field": "target", "pattern": r"\d+$"}
    documents = read(path, annotations={"compound": name, "number": number}, group="@file")
    assert [tuple(d.spans[0].values.values()) for d in documents] == [
        ("high-school", "7"), ("high-school", None), ("high-school", None),
    ]  # fmt: skip
    assert {d.group for d in documents} == {"65_high-school"}


def test_a_column_may_have_dots_in_its_name(tmp_path):
    path = tmp_path / "dots.csv"
    path.write_text("prompt,a.b\nx,1\n")
    assert read(path, annotations={"c": "a.b"})[0].spans[0].values == {"c": 1}


def test_prompts_that_look_like_numbers_are_text(tmp_path):
    path = tmp_path / "years.csv"
    path.write_text("prompt,target\n1999,1\n007,0\n")
    assert [document.text for document in read(path)] == ["1999", "007"]


def test_a_file_name_is_no_pattern(tmp_path):
    path = tmp_path / "prompts[1].csv"
    path.write_text(CSV)
    assert len(read(path)) == 3


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("text,target\nx,1\n", r"bad\.csv: expected column 'prompt', found only: text, target"),
        ("prompt,label\nx,1\n", r"bad\.csv: expected column 'target', found only: prompt, label"),
        ("prompt,target\nx,1\n  ,0\n", r"bad\.csv, row 2: expected a text in column 'prompt', found '  '"),
        ("prompt,target\n,1\n", r"bad\.csv, row 1: expected a text in column 'prompt', found None"),
        (b"prompt,target\ncaf\xe9,1\n", r"bad\.csv: expected a CSV or Parquet table, but .*utf-8"),
        ("", r"bad\.csv: expected a CSV or Parquet table, but empty CSV"),
    ],
)
def test_mistakes_name_file_and_column_or_row(tmp_path, content, message):
    path = tmp_path / "bad.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UserError, match=message) as caught:
        read(path)
    assert "\n" not in str(caught.value)


def test_lists_and_dates_are_no_annotations_and_numbers_no_prompts(tmp_path):
    path = tmp_path / "bad.parquet"
    pl.DataFrame({"prompt": ["x"], "target": [[1]]}).write_parquet(path)
    with pytest.raises(
        UserError, match=r"bad\.parquet: expected text, numbers or truths in column 'target', found List"
    ):
        read(path)
    pl.DataFrame({"prompt": ["x"], "target": [date(2000, 1, 1)]}).write_parquet(path)
    with pytest.raises(UserError, match=r"bad\.parquet: expected text, .* in column 'target', found Date"):
        read(path)
    pl.DataFrame({"prompt": [3], "target": [1]}).write_parquet(path)
    with pytest.raises(UserError, match=r"bad\.parquet, row 1: expected a text in column 'prompt', found 3"):
        read(path)


def test_files_that_are_missing_cut_off_or_no_tables_are_told(tmp_path):
    with pytest.raises(UserError, match=r"absent\.csv: cannot be read: No such file"):
        read(tmp_path / "absent.csv")
    with pytest.raises(UserError, match=r"absent\.parquet: cannot be read: No such file"):
        read(tmp_path / "absent.parquet")
    cut = tmp_path / "cut.csv.zst"
    cut.write_bytes(zstandard.compress(CSV.encode())[:-1])
    with pytest.raises(UserError, match=r"cut\.csv\.zst: cannot be read: incomplete frame"):
        read(cut)
    text = tmp_path / "text.parquet"
    text.write_text(CSV)
    with pytest.raises(UserError, match=r"text\.parquet: expected a CSV or Parquet table"):
        read(text)
