import polars as pl
import pytest

from sparse_probing.documents import Document, Span, to_frames
from sparse_probing.errors import UserError


def test_documents_and_annotations_become_rows_of_two_frames():
    first = Document("a", "g", "red car", {"lang": "en"}, [Span(0, 3, {"pos": "ADJ"}), Span(4, 7, {})])
    documents, annotations = to_frames([first, Document("b", "h", "")], ["lang", "pos"])
    assert documents.rows() == [("a", "g", "red car"), ("b", "h", "")]
    assert annotations.rows() == [
        ("a", "document", 0, 7, "en", None),
        ("a", "span", 0, 3, None, "ADJ"),
        ("a", "span", 4, 7, None, None),
        ("b", "document", 0, 0, None, None),
    ]
    assert annotations.schema == {
        "document": pl.String,
        "level": pl.String,
        "start": pl.UInt32,
        "stop": pl.UInt32,
        "lang": pl.String,
        "pos": pl.String,
    }


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ([True, None], pl.Boolean),
        ([None, 3], pl.Int64),
        ([1, 2.5], pl.Float64),
        ([None, "x"], pl.String),
        ([None, None], pl.String),
    ],
)
def test_a_column_has_the_type_of_its_values(values, dtype):
    documents = [Document(str(i), "g", "x", {"value": value}) for i, value in enumerate(values)]
    column = to_frames(documents, ["value"])[1]["value"]
    assert column.dtype == dtype and column.to_list() == values


def test_no_documents_are_empty_frames_with_all_columns():
    documents, annotations = to_frames([], ["pos"])
    assert documents.columns == ["document", "group", "text"] and documents.is_empty()
    assert annotations.columns == ["document", "level", "start", "stop", "pos"] and annotations.is_empty()


@pytest.mark.parametrize(
    ("documents", "message"),
    [
        ([Document("a", "g", "x"), Document("a", "h", "y")], "document 'a' occurs twice"),
        (
            [Document("a", "g", "xy", spans=[Span(1, 3, {})])],
            "document 'a': span 1 to 3 is outside .* 2 char",
        ),
        ([Document("a", "g", "xy", spans=[Span(-1, 1, {})])], "document 'a': span -1 to 1 is outside"),
        ([Document("a", "g", "xy", spans=[Span(2, 1, {})])], "document 'a': span 2 to 1 is outside"),
        (
            [Document("a", "g", "x", {"v": 1}), Document("b", "g", "y", {"v": "1"})],
            "annotation 'v': expected values of one type, found int in document 'a' and str in document 'b'",
        ),
        (
            [Document("a", "g", "x", {"v": 1}), Document("b", "g", "y", {"v": True})],
            "annotation 'v': expected values of one type, found bool in document 'b' and int in document 'a'",
        ),
    ],
)
def test_mistakes_name_document_or_column(documents, message):
    with pytest.raises(UserError, match=message):
        to_frames(documents, ["v"])
