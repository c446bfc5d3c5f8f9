import pytest
import zstandard

from sparse_probing.documents import to_frames
from sparse_probing.errors import UserError
from sparse_probing.predicates import check_predicate, matches
from sparse_probing.readers.read import read_documents
from sparse_probing.settings.sources import ConlluSource

TREEBANK = """\
# newdoc id = first
# sent_id = one
# text = I don't.
1\tI\tI\tPRON\tPRP\tNumber=Sing|Person=1\t3\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
2\tdo\tdo\tAUX\tVBP\tTense=Pres\t3\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t0\troot\t_\t_
3.1\tgo\tgo\tVERB\tVB\t_\t_\t_\t_\t_
4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\tSpaceAfter=No

# sent_id = two
# text = Vámonos 😀
1-2\tVámonos\t_\t_\t_\t_\t_\t_\t_\t_
1\tvamos\tir\tVERB\t_\tTense=Past\t0\troot\t_\t_
2\tnos\tnosotros\tPRON\t_\tNumber=Plur\t1\tobj\t_\t_
3\t😀\t_\tSYM\t_\t_\t1\tdiscourse\t_\tSpaceAfter=No

# newdoc id = second
# sent_id = three
# text = 10 000
1\t10 000\t10000\tNUM\t_\t_\t0\troot\t_\t_
"""


def source(**options):
    return ConlluSource(**{"format": "conllu", "files": ["any.conllu"], **options})


def read(folder, content=TREEBANK, **options):
    path = folder / "bank.conllu"
    path.write_text(content, encoding="utf-8")
    return list(read_documents([path], source(**options)))


def words(document, *columns):
    return [tuple(span.values[column] for column in columns) for span in document.spans]


def surfaces(document):
    return [document.text[span.start : span.stop] for span in document.spans]


def test_the_text_is_rebuilt_from_forms_and_sentences_are_joined_by_a_blank(tmp_path):
    first, second = read(tmp_path)
    assert (first.name, first.group) == ("bank.conllu:first", "bank.conllu:first")
    assert first.text == "I don't. Vámonos 😀"
    assert (second.name, second.text) == ("bank.conllu:second", "10 000")


def test_each_word_spans_its_form_or_all_of_a_token_that_its_words_do_not_spell(tmp_path):
    first, second = read(tmp_path)
    assert surfaces(first) == ["I", "do", "n't", ".", "Vámonos", "Vámonos", "😀"]
    assert [form for (form,) in words(first, "form")] == ["I", "do", "n't", ".", "vamos", "nos", "😀"]
    assert surfaces(second) == ["10 000"]


def test_words_carry_their_columns_and_an_underscore_is_null(tmp_path):
    first, _ = read(tmp_path, feats=["Number", "Tense"])
    assert words(first, "lemma", "upos", "xpos", "deprel") == [
        ("I", "PRON", "PRP", "nsubj"),
        ("do", "AUX", "VBP", "aux"),
        ("not", "PART", "RB", "root"),
        (".", "PUNCT", ".", "punct"),
        ("ir", "VERB", None, "root"),
        ("nosotros", "PRON", None, "obj"),
        (None, "SYM", None, "discourse"),
    ]
    assert words(first, "Number", "Tense")[:5] == [
        ("Sing", None), (None, "Pres"), (None, None), (None, None), (None, "Past"),
    ]  # fmt: skip
    assert set(first.spans[0].values) == set(source(feats=["Number", "Tense"]).columns())


def test_a_layered_feature_is_a_column_that_predicates_can_quote(tmp_path):
    content = (
        "1\tmeine\tmein\tDET\t_\tNumber=Plur|Number[psor]=Sing\t2\tdet\t_\t_\n"
        "2\tB\u00fccher\tBuch\tNOUN\t_\tNumber=Plur\t0\troot\t_\t_\n"
    )
    chosen = source(feats=["Number[psor]"])
    (document,) = read(tmp_path, content, feats=["Number[psor]"])
    assert words(document, "Number[psor]") == [("Sing",), (None,)]
    _, annotations = to_frames([document], chosen.columns())
    predicate = "\"Number[psor]\" = 'Sing'"
    check_predicate(predicate, chosen.known_types(), where="here")
    assert matches(annotations, predicate).tolist() == [False, True, False]


def test_the_last_word_of_a_sentence_is_marked_and_the_first_of_these_in_a_document(tmp_path):
    first, second = read(tmp_path)
    assert [eos for (eos,) in words(first, "eos")] == [False, False, False, True, False, False, True]
    assert [mark for (mark,) in words(first, "first_eos")] == [False, False, False, True, False, False, False]
    assert words(second, "eos", "first_eos") == [(True, True)]


def test_a_sentence_can_be_the_document_and_the_newdoc_its_group(tmp_path):
    documents = read(tmp_path, document="sentence")
    assert [(d.name, d.group, d.text) for d in documents] == [
        ("bank.conllu:one", "bank.conllu:first", "I don't."),
        ("bank.conllu:two", "bank.conllu:first", "Vámonos 😀"),
        ("bank.conllu:three", "bank.conllu:second", "10 000"),
    ]


def test_without_newdoc_every_sentence_is_a_document_and_a_group(tmp_path):
    lines = [line for line in TREEBANK.splitlines() if "newdoc" not in line and "sent_id = two" not in line]
    documents = read(tmp_path, "\n".join(lines))
    assert [(d.name, d.group) for d in documents] == [
        (f"bank.conllu:{name}", f"bank.conllu:{name}") for name in ("one", "sentence-2", "three")
    ]
    assert [d.text for d in documents] == ["I don't.", "Vámonos 😀", "10 000"]


def test_newdocs_without_a_name_are_told_apart(tmp_path):
    documents = read(tmp_path, TREEBANK.replace("newdoc id = first", "newdoc").replace(" id = second", ""))
    assert [d.text for d in documents] == ["I don't. Vámonos 😀", "10 000"]
    assert documents[0].name != documents[1].name


def test_a_compressed_file_with_windows_line_ends_reads_the_same(tmp_path):
    plain = read(tmp_path)
    packed = tmp_path / "bank.conllu.zst"
    packed.write_bytes(zstandard.compress(TREEBANK.replace("\n", "\r\n").encode()))
    assert list(read_documents([packed], source())) == plain


def word(number, form="x"):
    return f"{number}\t{form}\t_\tNOUN\t_\t_\t0\troot\t_\t_\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("# text = x\n1\tx\ty\n", "line 2: expected 10 tab-separated columns .*, found 3"),
        (word(1) + word(2).replace("\t", "    "), "line 2: expected 10 tab-separated columns .*, found 1"),
        (word("one"), "line 1: not valid CoNLL-U: .*'one' is not a valid ID"),
        (word(1) + word("3-2"), "line 2: not valid CoNLL-U"),
        (word(0), "line 1: expected word 1 of its sentence, found 0"),
        (word(1) + word(3), "line 2: expected word 2 of its sentence, found 3"),
        (word(1) + word(2) + word(1), "line 3: expected word 3 of its sentence, found 1"),
        ("\n" + word("1-3") + word(1) + word(2), "line 2: multi-word token 1-3: .* found words 1 to 2"),
        (word("1-2") + word(1) + word("2-3") + word(2) + word(3), "line 3: multi-word token 2-3"),
        (word(1) + word("1-2") + word(2), "line 2: multi-word token 1-2: .* found words 2 to 2"),
    ],
)
def test_mistakes_name_file_and_line(tmp_path, content, message):
    with pytest.raises(UserError, match=rf"bank\.conllu, {message}") as caught:
        read(tmp_path, content)
    assert "\n" not in str(caught.value)
